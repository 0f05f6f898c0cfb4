// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { type Trouble, timelineEvents } from '../../shared/card.ts'
import { documentProblemKinds } from '../../shared/problem.ts'
import { requestStates, signerStatuses } from '../../shared/states.ts'
import { createBench } from '../../test/fixtures/card-deps.ts'
import { cardFixtures } from '../../test/fixtures/cards.ts'
import { helene, now, request, signer } from '../../test/fixtures/people.ts'
import { requests } from '../../test/fixtures/requests.ts'
import { Card } from './Card.tsx'

afterEach(cleanup)

type Answered = Parameters<typeof createBench>[0]

function draw(card: Answered, language: 'en' | 'fr' = 'en'): HTMLElement {
  const { deps, state } = createBench(card, {}, language)
  return render(<Card deps={deps} state={state()} seconds={null} retry={() => {}} />).container as HTMLElement
}

/** What a person would call broken. */
const broken = /undefined|null|\[object|\{\w+\}|NaN|Invalid Date/

const fixtures = (language: 'en' | 'fr') =>
  cardFixtures(language).flatMap(({ name, answer }) =>
    answer !== null && 'card' in answer ? [{ name, card: answer.card }] : [],
  )

test.each([
  ...fixtures('en').map((each) => ['en', each.name, each.card] as const),
  ...fixtures('fr').map((each) => ['fr', each.name, each.card] as const),
])('in %s the state %s is drawn in whole sentences', (language, _, card) => {
  const text = draw(card, language).textContent ?? ''
  expect(text.length).toBeGreaterThan(30)
  expect(text).not.toMatch(broken)
})

test('every state of a request has a strip with a bold word', () => {
  for (const state of requestStates) {
    const strip = draw({ requests: [request('r', { state })] }).querySelector('.ysg-strip')
    expect(strip?.querySelector('b')?.textContent, state).toBeTruthy()
    expect(strip?.getAttribute('data-tone'), state).toBeTruthy()
    cleanup()
  }
})

test('a record that is restricted or was erased is its number and a sentence, and nothing of its persons', () => {
  const closed = [
    { closed: { kind: 'restricted', until: Date.UTC(2036, 10, 24) }, text: /Restricted until .*24 Nov 2036\.$/ },
    { closed: { kind: 'erased', at: now }, text: /Content removed on .*24 Nov\.$/ },
  ] as const
  for (const { closed: one, text } of closed) {
    const shown = request('r', { state: 'done', closed: one })
    const card = draw({ requests: [shown] }).querySelector('article')
    expect(card?.textContent).toContain(shown.reference)
    expect(card?.textContent).toMatch(text)
    expect(card?.textContent).not.toContain(helene.lastName)
    cleanup()
  }
})

test('every status of a signer has a line', () => {
  for (const status of signerStatuses) {
    const person = signer('s', helene, { status, notifiedAt: now, signedAt: now })
    const line = draw({ requests: [request('r', { signers: [person] })] }).querySelector(
      '.ysg-person__state',
    )?.textContent
    expect(line, status).toMatch(/\.$/)
    cleanup()
  }
})

test.each(['en', 'fr'] as const)('every event of the timeline has a sentence in %s', (language) => {
  for (const event of timelineEvents) {
    const facts = { name: 'Anne', by: 'Paul', names: 'Anne', stage: 'Signé' }
    for (const given of [facts, {}]) {
      const container = draw({ requests: [request('r', { timeline: [{ at: now, event, facts: given }] })] }, language)
      const text = container.querySelector('.ysg-log__item span')?.textContent ?? ''
      expect(text.length, event).toBeGreaterThan(3)
      expect(text, event).not.toMatch(broken)
      cleanup()
    }
  }
})

const administrators = ['Sophie Vasseur']
const troubles: Trouble[] = [
  { kind: 'key_refused', administrators },
  ...(['level', 'decline', 'other'] as const).map((feature) => ({
    kind: 'feature_off' as const,
    feature,
    administrators,
    detail: 'x',
  })),
  { kind: 'workspace_missing', administrators },
  { kind: 'refused', detail: 'too long' },
  ...([...documentProblemKinds, 'anchors', 'initials', 'rejected'] as const).map((problem) => ({
    kind: 'document' as const,
    problem,
    name: 'A.pdf',
  })),
  { kind: 'lead_gone' },
  { kind: 'file_gone', name: 'A.pdf' },
  { kind: 'changed' },
  { kind: 'expiry_past' },
  { kind: 'deleted_at_yousign' },
  { kind: 'stopped', by: 'Paul' },
  { kind: 'gave_up', attempts: 3 },
  { kind: 'not_proved' },
  { kind: 'two_requests' },
]

test.each(['en', 'fr'] as const)('every trouble has a sentence in %s', (language) => {
  const seen = new Set<string>()
  for (const trouble of troubles) {
    const text = draw({ requests: [request('r', { state: 'failed', trouble })] }, language).querySelector(
      '.ysg-note',
    )?.textContent
    expect(text, JSON.stringify(trouble)).toMatch(/\.$/)
    expect(text).not.toMatch(broken)
    seen.add(text ?? '')
    cleanup()
  }
  expect(seen.size).toBe(troubles.length)
})

test('only the actions that the server lists are offered', () => {
  const person = signer('s', helene, { status: 'notified', notifiedAt: now })
  const quiet = draw({ requests: [request('r', { signers: [person], actions: [] })], composer: null })
  // Refresh of the card itself is a read, and the timeline only unfolds.
  expect([...quiet.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'))).toEqual(['Refresh'])
  cleanup()
  const busy = draw({ requests: [requests['ongoing'] ?? request('r')] }).textContent
  expect(busy).toContain('Remind')
})

test('the test environment is never mistaken for the real one', () => {
  expect(draw({ connection: { kind: 'connected', provider: 'Yousign', test: true } }).textContent).toContain(
    'no legal value',
  )
  cleanup()
  expect(draw({}).textContent).not.toContain('no legal value')
})

test('text from outside is text', () => {
  const container = draw({ requests: [request('r', { name: '<img src=x onerror=alert(1)>' })] })
  expect(container.querySelector('img')).toBeNull()
  expect(container.textContent).toContain('<img src=x onerror=alert(1)>')
})
