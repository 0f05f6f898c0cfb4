// @vitest-environment happy-dom
import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ReviewReply } from '../../shared/api.ts'
import { err, ok } from '../../shared/result.ts'
import { type Bench, createBench, replied } from '../../test/fixtures/card-deps.ts'
import { composer, now, request } from '../../test/fixtures/people.ts'
import type { Api } from '../actions/api.ts'
import { Card } from '../ui/Card.tsx'

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

let lead = 1

/** Draws the card and again after every event; each test has a lead of its own, because drafts are kept by lead. */
function open(api: Partial<Api>, more: Parameters<typeof createBench>[0] = {}) {
  lead += 1
  const bench: Bench = createBench({ leadId: lead, ...more }, api)
  const draw = () => <Card deps={bench.deps} state={bench.state()} seconds={null} retry={() => {}} />
  const view = render(draw())
  bench.changed.current = () => view.rerender(draw())
  return { ...bench, ...view }
}

const review = (form: ReviewReply['form']): ReviewReply => ({
  reviewId: 'review-1',
  form,
  findings: [],
  documents: [{ name: 'Convention.pdf', bytes: 1000, pages: 4, sha256: 'a', signaturePage: false }],
  deadline: { at: now + 30 * 86_400_000, timeZone: 'Europe/Paris' },
  stageAfter: 'Signé',
  undoSeconds: 5,
  newVersion: null,
})
const reviews = async (form: ReviewReply['form']) => ok(review(form))

async function press(view: ReturnType<typeof open>, name: RegExp | string) {
  fireEvent.click(await view.findByRole('button', { name }))
}

test('the usual case is sent in two presses, the second not before 400 ms', async () => {
  const sent = request('new', { state: 'preparing', createdAt: now })
  const send = vi.fn(() => replied(sent))
  const view = open({ review: vi.fn(reviews), send })
  await press(view, 'Review and send')
  const button = await view.findByRole('button', { name: 'Send to 2 people' })
  expect(view.container.textContent).toContain('helene.mercier@example.fr')
  expect(view.container.textContent).toContain('Thu 24 Dec 2026')
  fireEvent.click(button)
  expect(send).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(450)
  fireEvent.click(button)
  fireEvent.click(button)
  await waitFor(() => expect(view.state().shown).toBe('new'))
  expect(send).toHaveBeenCalledOnce()
  expect(send).toHaveBeenCalledWith({ reviewId: 'review-1', intent: 'send', besides: null, replaces: null })
})

test('Prepare only sends nothing and takes one press', async () => {
  const send = vi.fn(() => replied(request('new', { state: 'prepared' })))
  const view = open({ review: reviews, send })
  await press(view, 'Prepare only')
  await waitFor(() => expect(send).toHaveBeenCalledWith(expect.objectContaining({ intent: 'prepare' })))
  await waitFor(() => expect(view.state().shown).toBe('new'))
})

test('a document that is under way is shown, and a second one is sent knowingly', async () => {
  const send = vi
    .fn<Api['send']>()
    .mockResolvedValueOnce(err({ code: 'already_under_way', requestId: 'winner', since: now }))
    .mockImplementation(() => replied(request('new')))
  const view = open({ review: reviews, send })
  await press(view, 'Review and send')
  await view.findByRole('button', { name: /Send to/ })
  await vi.advanceTimersByTimeAsync(450)
  await press(view, /Send to/)
  expect((await view.findByRole('alert')).textContent).toContain('already waiting for signature')
  await press(view, 'Send a second one')
  await waitFor(() => expect(send).toHaveBeenLastCalledWith(expect.objectContaining({ besides: 'winner' })))
})

test('what changed in Kommo is shown, then reviewed anew', async () => {
  const reviewed = vi.fn(reviews)
  const before = composer.usual?.signers[0]?.email ?? ''
  const difference = { what: 'signer_email' as const, of: 'Hélène', before, after: 'new@example.fr' }
  const usual = {
    ...composer.usual,
    signers: composer.usual?.signers.map((each, at) => (at === 0 ? { ...each, email: 'new@example.fr' } : each)),
  }
  const view = open({
    review: reviewed,
    send: async () => err({ code: 'changed', differences: [difference] }),
    card: async () => ok({ ...view.state().card, composer: { ...composer, usual: usual as typeof composer.usual } }),
  })
  await press(view, 'Review and send')
  await view.findByRole('button', { name: /Send to/ })
  await vi.advanceTimersByTimeAsync(450)
  await press(view, /Send to/)
  await press(view, 'See the new version')
  await waitFor(() => expect(reviewed).toHaveBeenCalledTimes(2))
  expect(reviewed.mock.calls[1]?.[0].signers[0]?.email).toBe('new@example.fr')
})

test('red findings stop the send where they are put right', async () => {
  const reviewed = vi.fn(reviews)
  const contacts = composer.contacts.map((contact) => ({ ...contact, isMain: contact.contactId === 502 }))
  const view = open({ review: reviewed }, { composer: { ...composer, contacts, usual: null } })
  await press(view, /Fix \d things to send/)
  expect(reviewed).not.toHaveBeenCalled()
  await press(view, 'legoff@example.com')
  expect(view.container.textContent).not.toContain('Choose the one to use')
})

test('what the server finds is shown in the form', async () => {
  const found = { severity: 'red' as const, signer: null, code: 'not_signable' as const }
  const view = open({ review: async (form) => ok({ ...review(form), findings: [found] }) })
  await press(view, 'Review and send')
  await view.findByText(/notarial deed/)
  expect(view.queryByRole('button', { name: /Send to/ })).toBeNull()
})

test('unsaved edits in the lead stop the send with a sentence', async () => {
  const reviewed = vi.fn(reviews)
  const view = open({ review: reviewed })
  let unsaved = true
  view.deps.tools.edits = { isUnsaved: () => unsaved, settle: () => {}, stop: () => {} }
  await press(view, 'Review and send')
  await view.findByText('You have unsaved changes in this lead. Save in Kommo first.')
  expect(reviewed).not.toHaveBeenCalled()
  unsaved = false
  await press(view, 'I have saved')
  await press(view, 'Review and send')
  await waitFor(() => expect(reviewed).toHaveBeenCalledOnce())
})

test('what was changed is kept when the card is left, until it is given up', async () => {
  const view = open({}, { requests: [request('r')] })
  await press(view, 'Send another')
  await press(view, /^Level/)
  fireEvent.click(await view.findByRole('radio', { name: /Advanced/ }))
  await press(view, 'Back')
  await press(view, 'Send another')
  expect((await view.findByRole('button', { name: /^Level/ })).textContent).toContain('Advanced')
  await press(view, 'Do not send')
  await press(view, 'Send another')
  expect((await view.findByRole('button', { name: /^Level/ })).textContent).toContain('Simple')
})

test('a new version is compared before it is sent, and not sent when the old one was signed meanwhile', async () => {
  const old = request('old', { state: 'canceled', endedAt: now, actions: ['new_version'] })
  const newVersion: ReviewReply['newVersion'] = {
    requestId: 'old',
    reference: 'YS-7F3A',
    document: 'same',
    differences: [
      { what: 'level', of: '', before: 'electronic_signature', after: 'advanced_electronic_signature' },
      { what: 'deadline', of: '', before: '2026-12-24', after: '2026-12-31' },
      { what: 'signer_email', of: 'Hélène Mercier-Lefèvre', before: 'a@example.fr', after: 'b@example.fr' },
      { what: 'signer_added', of: '', before: '', after: 'Claire Aubry' },
    ],
    signed: [
      { name: 'Hélène Mercier-Lefèvre', signsAgain: true },
      { name: 'Jean-Baptiste Le Goff', signsAgain: false },
    ],
  }
  const reviewed = vi.fn<Api['review']>(async (form) => ok({ ...review(form), newVersion }))
  const send = vi.fn(async () =>
    err({ code: 'not_replaceable' as const, requestId: 'old', reference: 'YS-7F3A', why: 'signed' as const }),
  )
  const view = open({ review: reviewed, send }, { requests: [old], composer })
  view.deps.dispatch({ kind: 'show', request: 'old' })
  await press(view, 'New version')
  await press(view, 'Review and send')
  await view.findByText('What changes against YS-7F3A')
  expect(reviewed.mock.calls[0]?.[1]).toBe('old')
  const text = view.container.textContent ?? ''
  expect(text).toContain('The document is the same, byte for byte.')
  expect(text).toMatch(/Level.*Simple Advanced/)
  expect(text).toMatch(/Thu 24 Dec.*Thu 31 Dec/)
  expect(text).toContain('E‑mail Hélène Mercier-Lefèvre')
  expect(text).toContain('Signed already and sign again: Hélène Mercier-Lefèvre.')
  expect(text).toContain('are not asked any more: Jean-Baptiste Le Goff.')
  await vi.advanceTimersByTimeAsync(450)
  await press(view, /Send to/)
  expect((await view.findByRole('alert')).textContent).toContain('YS-7F3A was signed meanwhile')
  expect(view.queryByRole('button', { name: /Send to/ })).toBeNull()
  await press(view, 'Show')
  await waitFor(() => expect(view.state()).toMatchObject({ shown: 'old', view: { kind: 'card' } }))
})

test('signers are sorted by keyboard, and each move is announced', async () => {
  const view = open({})
  await press(view, 'Change signers')
  const grip = await view.findByRole('button', { name: 'Move Claire Aubry' })
  fireEvent.keyDown(grip, { key: ' ' })
  fireEvent.keyDown(grip, { key: 'ArrowUp' })
  expect(view.said).toEqual(['Claire Aubry moved to place 1 of 2.'])
  const names = () => view.getAllByRole('button', { name: /^Move / }).map((each) => each.getAttribute('aria-label'))
  expect(names()).toEqual(['Move Claire Aubry', 'Move Hélène Mercier-Lefèvre'])
  fireEvent.keyDown(view.getByRole('button', { name: 'Move Claire Aubry' }), { key: 'Escape' })
  expect(names()).toEqual(['Move Hélène Mercier-Lefèvre', 'Move Claire Aubry'])
})
