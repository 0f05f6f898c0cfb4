import { describe, expect, it } from 'vitest'
import type { FormSigner, SendForm } from '../../../shared/form.ts'
import type { SigningOrder } from '../../../shared/levels.ts'
import type { PlaceKind } from '../../../shared/places.ts'
import { plainTerms } from '../document-types/terms.ts'
import type { RequestDocument, SignatureRequest } from '../signature-request.ts'
import { camille, nadia, sampleRequest, sampleSnapshot, sophie } from '../testing/sample-request.ts'
import { remoteOrder, remoteSigner, stagesOf } from './order.ts'

function requestOf(people: FormSigner[], order: SigningOrder, more: Partial<SendForm> = {}): SignatureRequest {
  const form = { ...sampleSnapshot.form, order, signers: people, ...more }
  const stages = stagesOf(order, people)
  const request = sampleRequest({ snapshot: { ...sampleSnapshot, form, terms: plainTerms(form.level) } }, people)
  return {
    ...request,
    signers: request.signers.map((signer, index) => ({
      ...signer,
      sent: { ...signer.sent, stage: stages[index] ?? 0 },
    })),
  }
}

const everybody = [camille, nadia, sophie]
const may = { mayDecline: true }

/** Whom each signer is grouped with, as ids of Yousign. */
function groups(request: SignatureRequest): (string | null)[] {
  const ids = request.signers.map((_, index) => `y${index}`)
  return request.signers.map((signer, index) => remoteSigner(request, signer, [], ids.slice(0, index)).groupWith)
}

describe('the order of signing', () => {
  it.each<[string, FormSigner[], SigningOrder, number[], string, (string | null)[]]>([
    ['clients together, then the firm', everybody, 'clients_then_firm', [0, 0, 1], 'staged', [null, 'y0', null]],
    ['one client, then the firm', [camille, sophie], 'clients_then_firm', [0, 1], 'one_by_one', [null, null]],
    ['clients only', [camille, nadia], 'clients_then_firm', [0, 0], 'parallel', [null, null]],
    ['the firm alone', [sophie], 'clients_then_firm', [0], 'parallel', [null]],
    [
      'clients, then two of the firm',
      [...everybody, { ...sophie, lastName: 'Aubry' }],
      'clients_then_firm',
      [0, 0, 1, 1],
      'staged',
      [null, 'y0', null, 'y2'],
    ],
    ['one by one', everybody, 'one_by_one', [0, 1, 2], 'one_by_one', [null, null, null]],
    ['all at once', everybody, 'all_at_once', [0, 0, 0], 'parallel', [null, null, null]],
    ['one person one by one', [camille], 'one_by_one', [0], 'parallel', [null]],
  ])('"%s" becomes the right flags', (_, people, order, stages, ordering, grouped) => {
    expect(stagesOf(order, people)).toEqual(stages)
    const request = requestOf(people, order)
    expect(remoteOrder(request, may).ordering).toBe(ordering)
    expect(groups(request)).toEqual(grouped)
  })

  it.each([1, 2, 3])('is one by one at Qualified, also for %i', (count) => {
    const request = requestOf(everybody.slice(0, count), 'one_by_one', {
      level: 'qualified_electronic_signature',
      mode: null,
    })
    expect(remoteOrder(request, may).ordering).toBe('one_by_one')
    expect(remoteSigner(request, request.signers[0] ?? fail(), [], []).mode).toBeNull()
  })

  it('of a template is one by one where people would be grouped, because placeholders cannot be', () => {
    const source = {
      kind: 'template' as const,
      templateId: 't1',
      name: 'T',
      texts: [{ label: 'Objet', text: 'Vente' }],
    }
    const people = everybody.map((one, index) => ({ ...one, label: `L${index}` }))
    const order = remoteOrder(requestOf(people, 'clients_then_firm', { source }), may)
    expect(order.ordering).toBe('one_by_one')
    expect(order.template).toMatchObject({
      id: 't1',
      texts: source.texts,
      signers: [{ label: 'L0', lastName: 'Durand' }, { label: 'L1' }, { label: 'L2' }],
    })
  })
})

describe('what is created', () => {
  it("has the rules of its level, the firm as sender, and the firm's language for the judge", () => {
    expect(remoteOrder(requestOf([camille], 'all_at_once'), may)).toMatchObject({
      name: 'Mandat - Aubry & Vasseur',
      externalId: 'ky-abc123-10001-request234567abc',
      expirationDate: '2026-12-24',
      timeZone: 'Europe/Paris',
      reminders: { interval_in_days: 2, max_occurrences: 3 },
      mayDecline: true,
      auditTrailLocale: 'en',
      senderName: 'Aubry & Vasseur',
      template: null,
    })
    const advanced = requestOf([camille], 'all_at_once', { level: 'advanced_electronic_signature' })
    expect(remoteOrder(advanced, { mayDecline: false })).toMatchObject({
      reminders: { interval_in_days: 7, max_occurrences: 2 },
      mayDecline: false,
    })
  })

  it('never carries the name of the lead', () => {
    const request = requestOf(everybody, 'clients_then_firm')
    const said = JSON.stringify([
      remoteOrder(request, may),
      ...request.signers.map((signer) => remoteSigner(request, signer, ['d0'], [])),
    ])
    expect(said).not.toContain('Succession')
  })

  it('gives each signer the box on each document that is meant for that signer', () => {
    const box = (page: number) => ({ page, x: 10, y: 20, width: 160, height: 60 })
    const mine = (signer: number, kind: PlaceKind) => ({ ...box(signer + 1), signer, kind })
    const document: RequestDocument = {
      position: 0,
      name: 'a',
      storageKey: 'k',
      sha256: 'h',
      bytes: 1,
      pages: 2,
      parseAnchors: false,
      anchors: 0,
      boxes: [mine(1, 'signature'), mine(0, 'signature'), mine(0, 'date'), mine(1, 'name')],
      initials: false,
      yousignId: null,
    }
    const request = {
      ...requestOf([camille, nadia], 'all_at_once'),
      documents: [
        document,
        { ...document, position: 1, boxes: [], parseAnchors: true, anchors: 2 },
        { ...document, position: 2 },
      ],
    }
    const [first, second] = request.signers.map((one) => remoteSigner(request, one, ['d0', 'd1', 'd2'], []).fields)
    expect(first).toEqual(
      ['d0', 'd2'].flatMap((documentId) => [
        { ...box(1), documentId, mention: null },
        { ...box(1), documentId, mention: '%date%' },
      ]),
    )
    expect(second).toEqual(
      ['d0', 'd2'].flatMap((documentId) => [
        { ...box(2), documentId, mention: null },
        { ...box(2), documentId, mention: 'Nadia Benali' },
      ]),
    )
  })
})

function fail(): never {
  throw new Error('no signer')
}
