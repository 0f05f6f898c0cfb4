// Rules that go beyond the shape of a body: levels, modes, features, dates, and what an activation demands.
import { type Answer, type InvalidParam, refuse } from './answer.ts'
import { stages } from './lifecycle.ts'
import type { AuthenticationMode, Features, Level, RequestRecord } from './model.ts'
import { dayOf, monthsLater } from './time.ts'

/** The mode that holds when none is named: none for QES, no code for SES; AES has no default and must say `otp_sms`. */
export function modeFor(level: Level, asked: AuthenticationMode | null | undefined): AuthenticationMode | null {
  if (level === 'qualified_electronic_signature' || level === 'advanced_electronic_signature') return asked ?? null
  return asked ?? 'no_otp'
}

export interface Who {
  signature_level: Level
  signature_authentication_mode: AuthenticationMode | null
  phone_number: string | null
  /** Where the parameters stand in the body, as `signers[0].` or nothing. */
  at?: string
}

/** Level and mode fit together, and the phone is there when a code goes to it (contracts/yousign.md 3.1). */
export function levelProblems(who: Who): InvalidParam[] {
  const { signature_level: level, signature_authentication_mode: mode, at = '' } = who
  const problem = (name: string, reason: string) => [{ name: `${at}${name}`, reason }]
  if (level === 'advanced_electronic_signature' && mode !== 'otp_sms') {
    return problem('signature_authentication_mode', 'An advanced electronic signature takes otp_sms only.')
  }
  if (level === 'qualified_electronic_signature' && mode !== null) {
    return problem('signature_authentication_mode', 'A qualified electronic signature takes no authentication mode.')
  }
  if (mode !== 'otp_sms') return []
  if (who.phone_number === null) return problem('info.phone_number', 'A phone number is needed for otp_sms.')
  if (who.phone_number.startsWith('+86')) {
    return problem('info.phone_number', 'otp_sms is not available for phone numbers in China.')
  }
  return []
}

/** What the organisation has not switched on (contracts/yousign.md 3.5). */
export function featureRefusal(
  features: Features,
  wanted: { level?: Level; mode?: AuthenticationMode | null; decline?: boolean; redirects?: boolean },
): Answer | undefined {
  const { level, mode } = wanted
  if (level === 'advanced_electronic_signature' && !features.aes) return refuse.notEnabled('AES is not enabled.')
  if (level === 'qualified_electronic_signature' && !features.qes) return refuse.notEnabled('QES is not enabled.')
  if (mode === 'otp_sms' && !features.sms) return refuse.notEnabled('SMS codes are not enabled.')
  if (wanted.decline === true && !features.decline) return refuse.notEnabled('Declining is not enabled.')
  if (wanted.redirects === true && !features.redirects) return refuse.notEnabled('Redirect URLs are not enabled.')
  return undefined
}

/** Not past, and at most a year after the initiation (contracts/yousign.md 2.1). */
export function expirationProblems(day: string, timezone: string, initiation: number, now: number): InvalidParam[] {
  if (day < dayOf(now, timezone)) return [{ name: 'expiration_date', reason: 'This date is in the past.' }]
  if (day > monthsLater(dayOf(initiation, timezone), 12)) {
    return [{ name: 'expiration_date', reason: 'This date is more than a year after the initiation.' }]
  }
  return []
}

/** Why an activation is refused, or undefined; anchors count as the fields they are about to become. */
export function activationRefusal(request: RequestRecord, now: number): Answer | undefined {
  const problem = (detail: string) => refuse.because('signature_request.not_activable', detail)
  const signable = request.documents.filter((document) => document.nature === 'signable_document')
  if (signable.length === 0) return problem('The signature request has no document to sign.')
  if (request.documents.some((document) => document.is_locked)) {
    return refuse.because('document.locked', 'A document is protected by a password.')
  }
  if (request.signers.length === 0) return problem('The signature request has no signer.')
  if (request.expiration_day !== null && request.expiration_day < dayOf(now, request.timezone)) {
    return refuse.because('date.out_of_range', 'The expiration date is in the past.')
  }
  const boxes = signatureBoxes(request)
  for (const signer of request.signers) {
    if (!boxes.some((box) => box.signerId === signer.id)) {
      return problem(`The signer ${signer.id} has no signature field.`)
    }
  }
  return qualifiedRefusal(request, boxes)
}

/** The rules of QES: ordered, not mixed, one field per signer and document (contracts/yousign.md 3.3). */
function qualifiedRefusal(request: RequestRecord, boxes: Box[]): Answer | undefined {
  const problem = (detail: string) => refuse.because('signature_request.not_activable', detail)
  const qualified = request.signers.filter((signer) => signer.signature_level === 'qualified_electronic_signature')
  if (qualified.length === 0) return undefined
  if (qualified.length < request.signers.length) return problem('QES cannot be mixed with other signature levels.')
  if (!request.ordered_signers) return problem('QES needs ordered_signers.')
  const seen = new Set<string>()
  for (const box of boxes) {
    const pair = `${box.signerId} ${box.documentId}`
    if (seen.has(pair)) return problem('QES allows one signature field per signer and document.')
    seen.add(pair)
  }
  return undefined
}

interface Box {
  signerId: string
  documentId: string
}

/** Signature fields given by place, and those that anchors of known signers will become; `s1` is the first signer. */
export function signatureBoxes(request: RequestRecord): Box[] {
  const placed = request.fields
    .filter((field) => field.type === 'signature')
    .map((field) => ({ signerId: field.signer_id, documentId: field.document_id }))
  const anchored = request.documents.flatMap((document) =>
    document.anchors.flatMap((anchor) => {
      const signer = request.signers[anchor.signer - 1]
      return signer === undefined ? [] : [{ signerId: signer.id, documentId: document.id }]
    }),
  )
  return [...placed, ...anchored]
}

/** Where a new recipient may be put (SPEC on `insert_after_id` and `group_with_id`). */
export function orderProblems(
  request: RequestRecord,
  body: { insert_after_id?: string | null | undefined; group_with_id?: string | null | undefined },
): InvalidParam[] {
  const known = stages(request)
  const { insert_after_id: after, group_with_id: group } = body
  if (typeof group === 'string') {
    if (!request.custom_recipient_order) {
      return [{ name: 'group_with_id', reason: 'This is only available with custom_recipient_order.' }]
    }
    if (!known.has(group)) return [{ name: 'group_with_id', reason: 'This recipient is not known.' }]
  }
  if (typeof after === 'string') {
    if (!request.custom_recipient_order && !request.ordered_signers) {
      return [{ name: 'insert_after_id', reason: 'The signers of this request have no order.' }]
    }
    if (!known.has(after)) return [{ name: 'insert_after_id', reason: 'This recipient is not known.' }]
  }
  return []
}
