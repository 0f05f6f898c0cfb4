import { expect, test } from 'vitest'
import { requestStates } from '../../shared/states.ts'
import { answer } from '../../test/fixtures/cards.ts'
import { ago, helene, now, request, signer } from '../../test/fixtures/people.ts'
import { requests } from '../../test/fixtures/requests.ts'
import { isStalled, lineOf, stripOf } from './reading.ts'
import { type CardState, type OpenState, reduce, shownFirst } from './state.ts'

function opened(more: Parameters<typeof answer>[0] = {}): OpenState {
  const state = reduce({ kind: 'loading' }, { kind: 'opened', answer: answer(more) })
  if (state.kind !== 'open') throw new Error('not open')
  return state
}

test('events of an open card are nothing to one that is not', () => {
  const closed: CardState = { kind: 'closed', problem: { code: 'offline' }, retryAt: 1 }
  expect(reduce(closed, { kind: 'request', request: request('r') })).toBe(closed)
  expect(reduce(closed, { kind: 'live', on: false, at: 1 })).toBe(closed)
})

test('a renewed session keeps what the person is doing', () => {
  const state = reduce(opened({ requests: [request('r')] }), { kind: 'view', view: { kind: 'cancel', request: 'r' } })
  expect(reduce(state, { kind: 'opened', answer: answer({ requests: [request('r')] }) })).toMatchObject({
    view: { kind: 'cancel', request: 'r' },
    shown: 'r',
  })
})

test('a lost connection does not take away an open card', () => {
  const state = opened()
  expect(reduce(state, { kind: 'closed', problem: { code: 'offline' }, retryAt: 1 })).toBe(state)
})

test('older news of a request does not replace newer', () => {
  const state = opened({ requests: [request('r', { changedAt: 20, state: 'done' })] })
  const after = reduce(state, { kind: 'request', request: request('r', { changedAt: 10 }) })
  expect(after).toMatchObject({ card: { requests: [{ state: 'done' }] } })
  expect(reduce(state, { kind: 'request', request: request('r', { changedAt: 30, state: 'canceled' }) })).toMatchObject(
    {
      card: { requests: [{ state: 'canceled' }] },
    },
  )
})

test('a new request comes first', () => {
  const state = opened({ requests: [request('old', { createdAt: 1 })] })
  const after = reduce(state, { kind: 'request', request: request('new', { createdAt: 2 }) })
  expect(after.kind === 'open' && after.card.requests.map(({ id }) => id)).toEqual(['new', 'old'])
})

test('live again keeps the time of the pause until something is heard', () => {
  const paused = reduce(opened(), { kind: 'live', on: false, at: now + 5 })
  expect(paused).toMatchObject({ live: { on: false, at: now } })
})

test.each([
  ['what needs somebody', [request('a'), { ...requests['bounced'], id: 'b' }], 'b'],
  ['what runs', [request('a', { state: 'done', endedAt: ago(1) }), request('b')], 'b'],
  ['what is prepared', [request('a', { state: 'done', endedAt: ago(1) }), request('b', { state: 'prepared' })], 'b'],
  ['what ended this week', [request('a', { state: 'done', endedAt: ago(6) })], 'a'],
  ['the form', [request('a', { state: 'done', endedAt: ago(8) })], null],
])('opens on arrival with %s', (_, list, shown) => {
  expect(shownFirst(list as ReturnType<typeof request>[], now)).toBe(shown)
})

test('every state has a strip', () => {
  for (const state of requestStates) expect(stripOf(request('r', { state }), now)).toBeTruthy()
  expect(stripOf(request('r', { state: 'done', deletedAt: 1 }), now)).toBe('deleted')
})

test('a mail sent again after the one that came back is waited for', () => {
  const bounced = { status: 'notified' as const, notifiedAt: 10, marks: { delivery_failed: 20 } }
  expect(lineOf(signer('s', helene, bounced))).toBe('delivery_failed')
  expect(lineOf(signer('s', helene, { ...bounced, notifiedAt: 30 }))).toBe('notified')
})

test('weekends do not count towards a stall', () => {
  const friday = Date.parse('2026-11-20T10:00:00Z')
  const invited = signer('s', helene, { status: 'notified', notifiedAt: friday })
  expect(isStalled(invited, Date.parse('2026-11-24T11:00:00Z'))).toBe(false)
  expect(isStalled(invited, Date.parse('2026-11-25T11:00:00Z'))).toBe(true)
  const opened = signer('s', helene, { status: 'notified', notifiedAt: friday, marks: { link_opened: friday } })
  expect(isStalled(opened, Date.parse('2026-11-26T11:00:00Z'))).toBe(false)
  expect(isStalled(opened, Date.parse('2026-11-27T11:00:00Z'))).toBe(true)
})
