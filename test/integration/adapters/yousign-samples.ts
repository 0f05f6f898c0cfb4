// One request and one signer as Yousign tells them and as we order them.
import type { NewRequest, NewSigner } from '../../../server/domain/esignature.ts'
import { createYousign } from '../../../server/yousign/client.ts'
import { createNotingLane, type LocalServer, stillClock } from './local-server.ts'

export const requestId = 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b'
export const signerId = 'e5d4c3b2-aaaa-4bbb-8ccc-000000000011'
export const documentId = 'd0c0b0a0-1111-4222-8333-000000000021'
export const externalId = 'ky-1a2b-1001-abcdefgh12345678'

export const remoteRequest = {
  id: requestId,
  status: 'draft',
  name: 'Convention',
  created_at: '2026-11-24T12:00:00+00:00',
  activated_at: null,
  completed_at: null,
  timezone: 'Europe/Paris',
  expiration_date: '2026-12-24T22:59:59+00:00',
  external_id: externalId,
  signers: [{ id: signerId, status: 'initiated' }],
  documents: [{ id: documentId, nature: 'signable_document' }],
  decline_information: null,
  rejection_information: null,
  brand_new_property: { of: 'theirs' },
}

export const remoteSigner = {
  id: signerId,
  status: 'notified',
  info: { first_name: 'Zoé', last_name: 'Roy', email: 'z@example.fr', phone_number: '+33612345678', locale: 'fr' },
  signature_level: 'electronic_signature',
  signature_authentication_mode: 'otp_sms',
  signature_link: 'https://yousign.app/signatures/secret',
  signature_link_expiration_date: '2026-11-26T12:00:00+00:00',
  signed_at: null,
}

export const order: NewRequest = {
  name: 'Convention d’honoraires',
  externalId,
  ordering: 'staged',
  expirationDate: '2026-12-24',
  timeZone: 'Europe/Paris',
  reminders: { interval_in_days: 2, max_occurrences: 3 },
  mayDecline: true,
  auditTrailLocale: 'fr',
  senderName: 'Aubry & Vasseur',
  template: null,
}

export const signer: NewSigner = {
  firstName: 'Zoé',
  lastName: 'Roy',
  email: 'z@example.fr',
  phone: '+33612345678',
  locale: 'fr',
  level: 'electronic_signature',
  mode: 'otp_sms',
  fields: [{ documentId, page: 2, x: 60, y: 700, width: 180, height: 60, mention: null }],
  groupWith: null,
  customText: { subject: 'À signer', body: 'Bonjour' },
}

export function yousignOf(server: LocalServer) {
  const lane = createNotingLane('yousign')
  return createYousign({
    baseUrl: `${server.url}/v3/`,
    apiKey: () => 'key',
    lane,
    clock: stillClock,
    userAgent: 'kommo-yousign/test',
  })
}
