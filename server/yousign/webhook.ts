// Yousign's calls: signature first, then as little reading as needed (contracts/yousign.md 4.3 to 4.6).
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { levels, signerLocales } from '../../shared/levels.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Arrival, Delivery, SignatureEvent, WebhookRefusal } from '../domain/event.ts'
import { remoteRequestStatuses, remoteSignerStatuses, requestState, signerStatus } from './status.ts'
import { moment } from './wire.ts'

/**
 * Checks `X-Yousign-Signature-256` (`sha256=` and the hex HMAC of the raw bytes) against every secret, so that the old
 * one still counts during a rotation, and only then reads. A signed body that cannot be read is `unreadable`, never a
 * refusal: sending it again would not help. The age is not looked at, because retries last four days and the time is
 * not part of the signature; replays are caught by the event id.
 */
export function readDelivery(
  rawBody: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
): Result<Delivery, WebhookRefusal> {
  const refusal = whyRefused(rawBody, header, secrets)
  return refusal === null ? ok(parseDelivery(rawBody)) : err(refusal)
}

/** The same, but reads no more than what the border needs to know before it answers. */
export function readArrival(
  rawBody: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
): Result<Arrival, WebhookRefusal> {
  const refusal = whyRefused(rawBody, header, secrets)
  if (refusal !== null) return err(refusal)
  const read = parseEnvelope(rawBody)
  if (read.kind === 'unreadable') return ok(read)
  const { event_id: eventId, event_name: name, event_time: at } = read.envelope
  return ok({ kind: 'event', event: { eventId, name, at } })
}

function whyRefused(
  rawBody: Uint8Array,
  header: string | undefined,
  secrets: readonly string[],
): WebhookRefusal | null {
  if (header === undefined || header === '') return { kind: 'no_signature' }
  const match = /^sha256=([0-9a-f]{64})$/.exec(header)
  if (match?.[1] === undefined) return { kind: 'malformed_signature' }
  const given = Buffer.from(match[1], 'hex')
  let signed = false
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(rawBody).digest()
    // Every secret is tried, so that the time taken does not tell which one fits. An empty one would fit a forger.
    const fits = given.byteLength === expected.byteLength && timingSafeEqual(given, expected)
    signed = (fits && secret !== '') || signed
  }
  return signed ? null : { kind: 'wrong_signature' }
}

/** Reads a body whose signature was checked when it arrived. */
export function parseDelivery(rawBody: Uint8Array): Delivery {
  const read = parseEnvelope(rawBody)
  if (read.kind === 'unreadable') return read
  return { kind: 'event', event: eventOf(read.envelope, dataSchema.safeParse(read.data ?? {}).data ?? {}) }
}

type Envelope = { kind: 'read'; envelope: z.output<typeof envelopeSchema>; data: unknown }

function parseEnvelope(rawBody: Uint8Array): Envelope | Extract<Delivery, { kind: 'unreadable' }> {
  let body: unknown
  try {
    body = JSON.parse(utf8.decode(rawBody))
  } catch {
    return { kind: 'unreadable', reason: 'no JSON' }
  }
  const shape = bodySchema.safeParse(body)
  if (!shape.success) return { kind: 'unreadable', reason: 'no event' }
  // The envelope's fields stand at the root or, in newer descriptions, under `metadata` (4.5).
  const envelope = envelopeSchema.safeParse(shape.data.metadata ?? body)
  if (!envelope.success) {
    return { kind: 'unreadable', reason: `no ${envelope.error.issues[0]?.path.join('.') || 'envelope'}` }
  }
  return { kind: 'read', envelope: envelope.data, data: shape.data.data ?? envelope.data.data }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const word = z.string().min(1).max(255)
const stranger = z.string().max(255).nullish().catch(null)

const bodySchema = z.object({
  metadata: z.record(z.string(), z.unknown()).optional().catch(undefined),
  data: z.unknown().optional(),
})

const envelopeSchema = z.object({
  event_id: word,
  event_name: word,
  /** Unix seconds, as a string. */
  event_time: z.union([z.string(), z.number()]).transform((value, context) => {
    const seconds = Number(value)
    if (Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 && value !== '') return seconds * 1000
    context.addIssue({ code: 'custom', message: 'no time' })
    return z.NEVER
  }),
  sandbox: z.boolean(),
  data: z.unknown().optional(),
})

const optionalMoment = moment.nullish().catch(null)

const dataSchema = z.object({
  signature_request: z
    .object({
      id: stranger,
      status: z.enum(remoteRequestStatuses).nullish().catch(null),
      external_id: stranger,
      expiration_date: optionalMoment,
      signers: z
        .array(z.object({ id: stranger, status: z.enum(remoteSignerStatuses).nullish().catch(null) }).catch({}))
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  signer: z
    .object({
      id: word,
      status: z.enum(remoteSignerStatuses).nullish().catch(null),
      signed_at: optionalMoment,
      signature_level: z.enum(levels).nullish().catch(null),
      info: z
        .object({ locale: z.enum(signerLocales).nullish().catch(null) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  approver: z.object({ id: word }).nullish().catch(null),
})

function eventOf(
  envelope: z.output<typeof envelopeSchema>,
  data: Partial<z.output<typeof dataSchema>>,
): SignatureEvent {
  const request = data.signature_request
  const signer = data.signer ?? null
  const statuses = new Map<string, SignatureEvent['signers'][number]['status']>()
  for (const each of request?.signers ?? []) {
    if (each.id && each.status) statuses.set(each.id, signerStatus[each.status])
  }
  if (signer?.status) statuses.set(signer.id, signerStatus[signer.status])
  return {
    eventId: envelope.event_id,
    name: envelope.event_name,
    at: envelope.event_time,
    sandbox: envelope.sandbox,
    requestId: request?.id || null,
    externalId: request?.external_id || null,
    requestState: request?.status ? requestState[request.status] : null,
    expiresAt: request?.expiration_date ?? null,
    signer:
      signer === null
        ? null
        : {
            id: signer.id,
            status: signer.status ? signerStatus[signer.status] : null,
            signedAt: signer.signed_at ?? null,
            level: signer.signature_level ?? null,
            locale: signer.info?.locale ?? null,
          },
    signers: [...statuses].map(([id, status]) => ({ id, status })),
    approverId: data.approver?.id ?? null,
  }
}
