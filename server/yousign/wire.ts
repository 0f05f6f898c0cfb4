// The parts of Yousign's answers that we use (contracts/yousign.md 2 and 5), read tolerantly: more properties are fine,
// and so are absent ones where nothing depends on them. An unknown status is not: nobody could say what follows from it.
import { z } from 'zod'
import { authenticationModes, levels, signerLocales } from '../../shared/levels.ts'
import type { RemoteList, RemoteRequest, RemoteSigner, RemoteTemplate, Subscription } from '../domain/esignature.ts'
import { remoteRequestStatuses, remoteSignerStatuses, requestState, signerStatus } from './status.ts'

/** A date-time as epoch milliseconds. */
export const moment = z.string().transform((text, context) => {
  const at = Date.parse(text)
  if (!Number.isNaN(at)) return at
  context.addIssue({ code: 'custom', message: 'no date-time' })
  return z.NEVER
})

const optionalMoment = moment.nullish().transform((at) => at ?? null)
const id = z.string().min(1).max(255)

const signerState = z
  .object({ id, status: z.enum(remoteSignerStatuses) })
  .transform((signer) => ({ id: signer.id, status: signerStatus[signer.status] }))

/** SignatureRequest of 2.8, as created, read and listed. */
export const requestSchema = z
  .object({
    id,
    status: z.enum(remoteRequestStatuses),
    name: z.string().nullish(),
    external_id: z.string().nullish(),
    created_at: moment,
    activated_at: optionalMoment,
    completed_at: optionalMoment,
    expiration_date: optionalMoment,
    timezone: z.string().nullish(),
    signers: z.array(signerState).nullish(),
    documents: z.array(z.object({ id, nature: z.enum(['signable_document', 'attachment']) })).nullish(),
    decline_information: z
      .object({ signer_id: id, reason: z.string().nullish(), declined_at: moment })
      .nullish()
      .catch(null),
    rejection_information: z
      .object({ approver_id: z.string().nullish(), reason: z.string().nullish(), rejected_at: moment })
      .nullish()
      .catch(null),
  })
  .transform(
    (wire): RemoteRequest => ({
      id: wire.id,
      state: requestState[wire.status],
      externalId: wire.external_id ?? null,
      name: wire.name ?? '',
      createdAt: wire.created_at,
      activatedAt: wire.activated_at,
      completedAt: wire.completed_at,
      expiresAt: wire.expiration_date,
      signers: wire.signers ?? [],
      documents: (wire.documents ?? []).map((document) => ({ id: document.id, nature: document.nature })),
      decline: wire.decline_information
        ? {
            signerId: wire.decline_information.signer_id,
            reason: wire.decline_information.reason ?? null,
            at: wire.decline_information.declined_at,
          }
        : null,
      rejection: wire.rejection_information
        ? {
            approverId: wire.rejection_information.approver_id ?? null,
            reason: wire.rejection_information.reason ?? null,
            at: wire.rejection_information.rejected_at,
          }
        : null,
      timeZone: wire.timezone ?? 'Europe/Paris',
    }),
  )

const cursor = z
  .object({ next_cursor: z.string().nullish() })
  .nullish()
  .transform((meta) => meta?.next_cursor ?? null)

export const requestListSchema = z
  .object({ meta: cursor, data: z.array(requestSchema) })
  .transform((wire): RemoteList => ({ items: wire.data, next: wire.meta }))

/** The answer to activate (2.5). Its links are not read: they are fetched fresh when somebody needs one. */
export const activatedSchema = z
  .object({ status: z.enum(remoteRequestStatuses), signers: z.array(signerState).nullish() })
  .transform((wire) => ({ state: requestState[wire.status], signers: wire.signers ?? [] }))

/** Signer of 2.3. An unknown locale only decides the language of a text and must not hide the signer. */
export const signerSchema = z
  .object({
    id,
    status: z.enum(remoteSignerStatuses),
    info: z.object({
      first_name: z.string(),
      last_name: z.string(),
      email: z.string(),
      phone_number: z.string().nullish(),
      locale: z.enum(signerLocales).catch('en'),
    }),
    signature_level: z.enum(levels),
    signature_authentication_mode: z.enum(authenticationModes).nullish(),
    signature_link: z.string().nullish(),
    signature_link_expiration_date: optionalMoment,
    signed_at: optionalMoment,
  })
  .transform(
    (wire): RemoteSigner => ({
      id: wire.id,
      status: signerStatus[wire.status],
      firstName: wire.info.first_name,
      lastName: wire.info.last_name,
      email: wire.info.email,
      phone: wire.info.phone_number ?? null,
      locale: wire.info.locale,
      level: wire.signature_level,
      mode: wire.signature_authentication_mode ?? null,
      signedAt: wire.signed_at,
      link: wire.signature_link ? { url: wire.signature_link, expiresAt: wire.signature_link_expiration_date } : null,
    }),
  )

/** Not paginated: a bare array (1.4). */
export const signerListSchema = z.array(signerSchema)

/** Document of 2.2, as uploaded. */
export const documentSchema = z
  .object({
    id,
    total_pages: z.number().int().nullish(),
    total_anchors: z.number().int().nullish(),
    initials: z.object({}).nullish(),
    sha256: z.string().nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    pages: wire.total_pages ?? null,
    anchors: wire.total_anchors ?? 0,
    initials: wire.initials != null,
    sha256: wire.sha256 ?? null,
  }))

export const workspaceSchema = z.object({ id }).transform((wire) => ({ workspaceId: wire.id }))

export const templateListSchema = z
  .object({ meta: cursor, data: z.array(z.object({ id, name: z.string(), status: z.string() })).nullish() })
  .transform((wire) => ({
    next: wire.meta,
    items: (wire.data ?? []).map(
      (template): RemoteTemplate => ({ id: template.id, name: template.name, active: template.status === 'active' }),
    ),
  }))

/** Not paginated: a bare array (1.4). The secret that may stand in it is not read. */
export const subscriptionListSchema = z.array(
  z
    .object({
      id,
      endpoint: z.string(),
      sandbox: z.boolean(),
      enabled: z.boolean(),
      auto_retry: z.boolean(),
      subscribed_events: z.array(z.string()),
      scopes: z.array(z.string()),
    })
    .transform(
      ({ auto_retry: autoRetry, subscribed_events: events, ...wire }): Subscription => ({ ...wire, autoRetry, events }),
    ),
)

/** Error body of 1.5; 405 and 429 hold a `message` only. */
export const errorSchema = z.object({
  type: z.string().nullish().catch(null),
  detail: z.string().nullish().catch(null),
  message: z.string().nullish().catch(null),
  invalid_params: z
    .array(z.object({ name: z.string(), reason: z.string() }))
    .nullish()
    .catch(null),
})

/** Of what was made, only its id is of use. */
export const createdSchema = z.object({ id: z.string() })
