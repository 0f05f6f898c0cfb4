import { describe, expect, it } from 'vitest'
import type { CardAction } from '../../shared/card.ts'
import type { RequestState } from '../../shared/states.ts'
import type { Deps } from './deps.ts'
import { requestActions, signerActions, turnsBefore } from './offers.ts'
import type { Draft, SignatureRequest, Signer } from './signature-request.ts'
import { camille, nadia, now, sampleRequest, sampleSigner, sampleSnapshot, sophie } from './testing/sample-request.ts'

const day = 24 * 60 * 60_000
/** Other requests of the same lead. */
const depsWith = (others: SignatureRequest[] = []) =>
  ({ store: { requestsOfLead: () => others }, clock: { now: () => now } }) as unknown as Deps
const nothing = { drafts: [], stuck: false, now }
const draftOf = (state: Draft['state']) => ({ state }) as Draft

describe('what may be done with a request', () => {
  it.each<[RequestState, CardAction[]]>([
    ['prepared', ['send_prepared', 'discard']],
    ['preparing', ['stop']],
    ['held', ['send_prepared', 'discard']],
    ['needs_person', ['refresh']],
    ['failed', ['retry', 'new_version', 'paper']],
    ['approval', ['cancel', 'refresh', 'send_second', 'paper']],
    ['ongoing', ['cancel', 'refresh', 'send_second', 'paper']],
    ['paused', ['refresh']],
    ['done', ['send_second']],
    ['declined', ['new_version', 'paper']],
    ['rejected', ['new_version', 'paper']],
    ['expired', ['extend', 'new_version', 'paper']],
    ['canceled', ['new_version', 'paper']],
  ])('that is %s', (state, actions) => {
    expect(requestActions(depsWith(), sampleRequest({ state }), nothing)).toEqual(actions)
  })

  it('while it is prepared for sending is Undo first, then Stop, then nothing once it may have reached people', () => {
    const preparing = sampleRequest({ state: 'preparing', notBefore: now + 1 })
    expect(requestActions(depsWith(), preparing, nothing)).toEqual(['undo'])
    expect(
      requestActions(depsWith(), { ...preparing, notBefore: now }, { ...nothing, drafts: [draftOf('open')] }),
    ).toEqual(['stop'])
    for (const state of ['activating', 'active'] as const)
      expect(requestActions(depsWith(), preparing, { ...nothing, drafts: [draftOf(state)] })).toEqual([])
    const asked = { by: 'Sophie Vasseur', at: now, reason: 'other' as const, note: null, calledAt: null }
    expect(requestActions(depsWith(), { ...preparing, cancelAsked: asked }, nothing)).toEqual([])
  })

  it('after a failure is no Retry where sending the same again cannot help', () => {
    for (const kind of ['changed', 'expiry_past', 'lead_gone'] as const)
      expect(requestActions(depsWith(), sampleRequest({ state: 'failed', trouble: { kind } }), nothing)).toEqual([
        'new_version',
        'paper',
      ])
    const key = sampleRequest({ state: 'failed', trouble: { kind: 'key_refused', administrators: [] } })
    expect(requestActions(depsWith(), key, nothing)).toContain('retry')
  })

  it('after its deadline is an extension only within a year, and while no other one of the document is live', () => {
    const expired = sampleRequest({ state: 'expired' })
    const other = sampleRequest({ id: 'other', state: 'ongoing' })
    expect(requestActions(depsWith([expired, other]), expired, nothing)).toEqual(['new_version', 'paper'])
    expect(requestActions(depsWith([expired, { ...other, state: 'declined' }]), expired, nothing)).toContain('extend')
    expect(requestActions(depsWith([expired, { ...other, documentKey: 'another' }]), expired, nothing)).toContain(
      'extend',
    )
    expect(requestActions(depsWith(), { ...expired, sentAt: now - 365 * day }, nothing)).toEqual([
      'new_version',
      'paper',
    ])
  })

  it('that was signed on paper is only a knowing second one, unless a colleague has set it going again', () => {
    const scan = { name: 'Scan.pdf', storageKey: 'k', sha256: 'h', bytes: 1 }
    const paper = { by: 'Sophie Vasseur', at: now, why: 'No e-mail', scan, outcome: 'kept' as const }
    for (const state of ['canceled', 'declined', 'expired', 'failed'] as const)
      expect(requestActions(depsWith(), sampleRequest({ state, paper }), nothing), state).toEqual(['send_second'])
    expect(requestActions(depsWith(), sampleRequest({ paper }), nothing)).toEqual(['cancel', 'refresh', 'send_second'])
  })

  it('that a new version has replaced is neither sent nor extended again, unless that one came to nothing', () => {
    const old = sampleRequest({ state: 'expired' })
    const next = sampleRequest({ id: 'next', replaces: old.id, documentKey: 'another' })
    for (const state of ['prepared', 'preparing', 'ongoing', 'done'] as const)
      expect(requestActions(depsWith([{ ...next, state }, old]), old, nothing), state).toEqual([])
    for (const state of ['failed', 'canceled', 'declined'] as const)
      expect(requestActions(depsWith([{ ...next, state }, old]), old, nothing), state).toContain('new_version')
  })

  it('that was deleted at Yousign is a new version only, and nothing where it was signed', () => {
    expect(requestActions(depsWith(), sampleRequest({ deletedAt: now }), nothing)).toEqual(['new_version'])
    expect(requestActions(depsWith(), sampleRequest({ state: 'done', deletedAt: now }), nothing)).toEqual([])
  })

  it('with work that got stuck is a Retry of that work', () => {
    expect(requestActions(depsWith(), sampleRequest({ state: 'done' }), { ...nothing, stuck: true })).toEqual([
      'send_second',
      'retry_effects',
    ])
  })
})

describe('what may be done for a signer', () => {
  const actions = (signer: Partial<Signer>, request: Partial<SignatureRequest> = {}, viewer = 1) =>
    signerActions(sampleRequest(request), sampleSigner(camille, 0, signer), viewer, now)

  it('who was asked', () => {
    expect(actions({ status: 'notified', notifiedAt: now - day })).toEqual(['remind', 'copy_link', 'qr', 'correct'])
    expect(actions({ status: 'notified', notifiedAt: now - day + 1 })).toEqual(['copy_link', 'qr', 'correct'])
    expect(actions({ status: 'notified', notifiedAt: now - 9 * day, remindedAt: now - 1 })).not.toContain('remind')
    expect(actions({ status: 'verified' })).toEqual(['copy_link', 'qr', 'correct'])
  })

  it('whose turn has not come or is over', () => {
    expect(actions({ status: 'initiated' })).toEqual(['correct'])
    for (const status of ['signed', 'declined', 'aborted'] as const) expect(actions({ status })).toEqual([])
  })

  it('when the request does not run', () => {
    for (const state of ['paused', 'done', 'declined', 'expired', 'canceled'] as const)
      expect(actions({ status: 'notified' }, { state })).toEqual([])
    expect(actions({ status: 'notified' }, { deletedAt: now })).toEqual([])
    expect(actions({ status: 'initiated' }, { state: 'approval' })).toEqual(['correct'])
  })

  it('is no link where no code protects the signature', () => {
    const snapshot = { ...sampleSnapshot, form: { ...sampleSnapshot.form, mode: 'no_otp' as const } }
    expect(actions({ status: 'notified', notifiedAt: now }, { snapshot })).toEqual(['correct'])
  })

  it('is Unblock only while the identity check is blocked', () => {
    expect(actions({ status: 'notified', notifiedAt: now, marks: { identification_blocked: now } })).toContain(
      'unblock',
    )
    expect(actions({ status: 'notified', notifiedAt: now, marks: { identification_failed: now } })).not.toContain(
      'unblock',
    )
  })

  it('is to sign for the one who looks at the card', () => {
    const request = sampleRequest()
    const signer = sampleSigner(sophie, 0, { status: 'notified', notifiedAt: now })
    expect(signerActions(request, signer, 8_765_001, now)).toContain('sign_now')
    expect(signerActions(request, signer, 8_765_002, now)).not.toContain('sign_now')
  })
})

describe('who signs before somebody', () => {
  const staged = (signer: Signer, stage: number, status: Signer['status']): Signer => ({
    ...signer,
    status,
    sent: { ...signer.sent, stage },
  })
  it('are those of earlier stages who have not signed', () => {
    const [first, second, third] = [camille, nadia, sophie].map((one, index) => sampleSigner(one, index)) as [
      Signer,
      Signer,
      Signer,
    ]
    const last = staged(third, 1, 'initiated')
    const request = sampleRequest({ signers: [staged(first, 0, 'signed'), staged(second, 0, 'notified'), last] })
    expect(turnsBefore(request, last).map((one) => one.id)).toEqual(['s1'])
    expect(turnsBefore(request, staged(second, 0, 'notified'))).toEqual([])
  })
})
