// A sent request and its parts, for the unit tests of this room.
import type { FormSigner, SendForm } from '../../../shared/form.ts'
import { plainTerms } from '../document-types/terms.ts'
import type { SignatureRequest, Signer, Snapshot } from '../signature-request.ts'

/** Tuesday, 24 November 2026, 10:00 in Paris. */
export const now = Date.UTC(2026, 10, 24, 9, 0, 0)

export const camille: FormSigner = {
  origin: { kind: 'contact', contactId: 20_001 },
  side: 'client',
  firstName: 'Camille',
  lastName: 'Durand',
  email: 'camille.durand@example.fr',
  phone: '+33639980001',
  locale: 'fr',
  capacity: { kind: 'own' },
  label: null,
}

export const nadia: FormSigner = {
  ...camille,
  origin: { kind: 'contact', contactId: 20_002 },
  firstName: 'Nadia',
  lastName: 'Benali',
  email: 'nadia.benali@example.fr',
  phone: '+33639980002',
}

export const sophie: FormSigner = {
  ...camille,
  origin: { kind: 'user', userId: 8_765_001 },
  side: 'firm',
  firstName: 'Sophie',
  lastName: 'Vasseur',
  email: 'sophie.vasseur@aubry-vasseur.example',
  phone: '+33639980099',
}

export const sampleForm: SendForm = {
  source: { kind: 'documents', documents: [{ kind: 'lead_file', uuid: 'file-1', name: 'Mandat.pdf' }] },
  name: 'Mandat',
  level: 'electronic_signature',
  mode: 'otp_sms',
  order: 'clients_then_firm',
  signers: [camille],
  expiryDays: 30,
  type: null,
  reason: null,
}

export const sampleSnapshot: Snapshot = {
  form: sampleForm,
  remoteName: 'Mandat - Aubry & Vasseur',
  by: { userId: 8_765_001, name: 'Sophie Vasseur' },
  takenAt: now,
  lead: { name: 'Succession Durand', pipelineId: 1, statusId: 10, responsibleUserId: 8_765_002 },
  firm: { name: 'Aubry & Vasseur', language: 'en', timeZone: 'Europe/Paris' },
  expirationDate: '2026-12-24',
  stageAfter: null,
  environment: 'production',
  levelSuggested: { level: 'electronic_signature', at: now },
  terms: plainTerms('electronic_signature'),
  filled: null,
}

/** Ids of Yousign are `y0`, `y1`, … in the order of the signers, ours `s0`, `s1`, …; all of them asked together. */
export function sampleRequest(
  change: Partial<SignatureRequest> = {},
  signers: readonly FormSigner[] = change.snapshot?.form.signers ?? sampleForm.signers,
): SignatureRequest {
  return {
    id: 'request234567abc',
    leadId: 10_001,
    documentKey: 'bytes:1',
    submissionKey: 'review-1',
    reference: 'YS-REQUES',
    externalId: 'ky-abc123-10001-request234567abc',
    state: 'ongoing',
    snapshot: { ...sampleSnapshot, form: { ...sampleForm, signers: [...signers] } },
    yousignId: 'yousign-1',
    createdAt: now - 60_000,
    notBefore: now - 60_000,
    sentAt: now,
    endedAt: null,
    changedAt: now,
    checkedAt: null,
    expiresAt: Date.UTC(2026, 11, 24, 22, 59, 59),
    cancelAsked: null,
    paper: null,
    deletedAt: null,
    trouble: null,
    waiting: null,
    ending: null,
    replaces: null,
    connection: null,
    revision: 1,
    signers: signers.map((signer, position) => sampleSigner(signer, position)),
    documents: [],
    ...change,
  }
}

export function sampleSigner(signer: FormSigner, position: number, change: Partial<Signer> = {}): Signer {
  const { firstName, lastName, email, phone, origin, side, locale, capacity, label } = signer
  return {
    id: `s${position}`,
    position,
    yousignId: `y${position}`,
    sent: { firstName, lastName, email, phone, origin, side, locale, capacity, label, stage: 0 },
    base: null,
    status: 'initiated',
    marks: {},
    notifiedAt: null,
    signedAt: null,
    remindedAt: null,
    words: null,
    ...change,
  }
}
