// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBench } from '../../test/fixtures/card-deps.ts'
import { helene, request, signed, signer } from '../../test/fixtures/people.ts'
import { requests } from '../../test/fixtures/requests.ts'
import { noticed, noticeOf } from './noticed.ts'
import { createTools } from './tools.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('one sentence every two seconds is said, and the newest wins', async () => {
  const { deps, state } = createBench({})
  const tools = createTools(deps, {})
  tools.say('one')
  expect(state().said).toBe('one')
  tools.say('two')
  tools.say('three')
  expect(state().said).toBe('one')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(state().said).toBe('three')
  tools.stop()
  expect(vi.getTimerCount()).toBe(0)
})

test('focus comes back to the button that opened a view', () => {
  const { deps } = createBench({ requests: [request('r')] })
  const tools = createTools(deps, {})
  document.body.append(deps.root)
  deps.root.innerHTML = '<button data-at="cancel:r">before</button>'
  deps.root.querySelector('button')?.focus()
  tools.view({ kind: 'cancel', request: 'r' })
  deps.root.innerHTML = '<button data-at="other">x</button><button data-at="cancel:r">its successor</button>'
  tools.view({ kind: 'card' })
  expect(document.activeElement?.textContent).toBe('its successor')
  deps.root.remove()
})

test('people are said, times and counts are not', () => {
  const { deps } = createBench({})
  const { words } = deps
  const asked = signer('s1', helene, { status: 'notified', notifiedAt: 1 })
  const before = request('r', { signers: [asked, signer('s2', helene)] })
  const after = (more: Partial<typeof before>) => noticeOf(words, before, { ...before, ...more })
  expect(after({ signers: [signed('s1', helene), signer('s2', helene)] })).toBe(
    'Hélène Mercier-Lefèvre has signed. 1 of 2.',
  )
  expect(after({ signers: [{ ...asked, status: 'declined' }] })).toBe('Hélène Mercier-Lefèvre declined.')
  expect(after({ signers: [{ ...asked, marks: { delivery_failed: 9 } }] })).toBe(
    'The e‑mail to Hélène Mercier-Lefèvre came back.',
  )
  expect(after({ state: 'done' })).toBe('Everybody has signed. The signed document is being filed.')
  expect(after({ checkedAt: 99, timeline: [] })).toBeNull()
  const preparing = requests['preparing'] ?? before
  expect(noticeOf(words, { ...preparing, progress: null }, preparing)).toBe('Preparing, step 4 of 6.')
  expect(noticeOf(words, { ...before, state: 'preparing' }, before)).toBe('Sent to Hélène Mercier-Lefèvre.')
})

test('a pause of live updates is said once, and so is its end', () => {
  const { deps, state, dispatch, said } = createBench({})
  const live = (on: boolean) => {
    const before = state()
    dispatch({ kind: 'live', on, at: 1 })
    noticed(deps, before, state())
  }
  live(false)
  live(false)
  live(true)
  expect(said).toEqual(['Live updates paused.', 'Live again.'])
})
