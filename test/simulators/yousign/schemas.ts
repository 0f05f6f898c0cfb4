// Request bodies as the OpenAPI file has them, closed: what it does not know or marks deprecated is refused.
import { z } from 'zod'
import { eventNames } from './events.ts'
import { isTimezone } from './time.ts'

/** The file's HumanName, letter for letter. */
export const humanName =
  /^(?!\s)[0-9A-Za-zĄÀÁÂÃÄÅÇĆÈÉÊËĘÌÍÎÏŁÑŃÒÓÔÕÖŚÙÚÛÜÝŹŻąàáâãäåæçćèéêëęìíîïłñńòóôõöśùúûüýÿźżßĀāĂăĈĉĊċČčĎďĐđĒēĔĕĖėĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĲĳĴĵĶķĸĹĺĻļĽľĿŀŅņŇňŉŊŋŌōŎŏŐőŒœŔŕŖŗŘřŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŽžſøØÆȘșȚț`'() -]+(?<!\s)$/u

const urls = /https?:|www\.|\b[\w-]+\.[a-z]{2,}\//i
const emails = /\S+@\S+\.\S+/
const markup = /[<>]/

/**
 * "Safe string": no markup and no address, no blanks at the edges; some properties allow e-mail addresses and edge blanks.
 * The exact definition is not public (contracts/yousign.md 2.1).
 */
function safe(max: number, allow: { email?: boolean; blanks?: boolean } = {}) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !markup.test(text), 'This value must not contain HTML.')
    .refine((text) => !urls.test(text), 'This value must not contain an URL.')
    .refine((text) => allow.email === true || !emails.test(text), 'This value must not contain an email.')
    .refine((text) => allow.blanks === true || text === text.trim(), 'This value must not start or end with a blank.')
}

const mailText = (max: number) => safe(max, { email: true, blanks: true }).nullable().default(null)
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'This is not a valid UUID.')
const day = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$/, 'This value is not a date (yyyy-mm-dd).')
const email = z
  .string()
  .max(100)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'This value is not a valid email address.')
const phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'This value is not a valid phone number (E.164).')
  .nullable()
const name = z.string().min(1).max(255).regex(humanName, 'This value is not a valid name.')
const locale = z.enum(['en', 'fr', 'de', 'it', 'nl', 'es', 'pl'])
const level = z.enum(['electronic_signature', 'advanced_electronic_signature', 'qualified_electronic_signature'])
const mode = z.enum(['otp_email', 'otp_sms', 'no_otp']).nullable()
const delivery = z.enum(['none', 'email'])
const redirect = z.url().max(255).nullable().default(null)
const redirects = z.strictObject({ success: redirect, error: redirect, decline: redirect })
const externalId = z
  .string()
  .max(255)
  .regex(/^[\w\-@.%+]+$/, 'This value is not valid.')
  .nullable()

const customText = z.strictObject({
  request_subject: mailText(512),
  request_body: mailText(2000),
  reminder_subject: mailText(512),
  reminder_body: mailText(2000),
})

export const info = z.strictObject({
  first_name: name,
  last_name: name,
  email,
  phone_number: phone.default(null),
  locale,
})

const emailNotification = z.strictObject({
  sender: z
    .strictObject({
      type: z.enum(['organization', 'workspace', 'custom', 'user']).default('organization'),
      custom_name: safe(128).nullable().default(null),
    })
    .optional(),
  custom_text: customText.nullable().optional(),
})

const requestParts = {
  name: safe(128),
  delivery_mode: delivery,
  ordered_signers: z.boolean(),
  ordered_approvers: z.boolean(),
  reminder_settings: z
    .strictObject({
      interval_in_days: z.union([z.literal(1), z.literal(2), z.literal(7), z.literal(14)]),
      max_occurrences: z.int().min(1).max(10),
    })
    .nullable(),
  timezone: z.string().refine(isTimezone, 'This value is not a valid timezone.'),
  expiration_date: day,
  external_id: externalId,
  custom_experience_id: uuid.nullable(),
  signers_allowed_to_decline: z.boolean(),
  workspace_id: uuid.nullable(),
  audit_trail_locale: z.enum(['de', 'en', 'es', 'fr', 'it', 'pt', 'ro']).nullable(),
  email_notification: emailNotification.nullable(),
  labels: z.array(uuid).max(50),
}

/** Contacts and verified identities are not simulated: a signer is a person spelled out or a user. */
const oneOfTwo = (it: { info?: unknown; user_id?: unknown }) => (it.info === undefined) !== (it.user_id === undefined)
const whoReason = 'Exactly one of info and user_id is needed.'

const placeholder = {
  label: z.string().min(1).max(64),
  signature_level: level.default('electronic_signature'),
  signature_authentication_mode: mode.optional(),
  redirect_urls: redirects.optional(),
  custom_text: customText.optional(),
  delivery_mode: delivery.nullable().optional(),
}

const placeholders = z.strictObject({
  signers: z
    .array(
      z.strictObject({ ...placeholder, info: info.optional(), user_id: uuid.optional() }).refine(oneOfTwo, whoReason),
    )
    .max(100)
    .default([]),
  read_only_text_fields: z
    .array(z.strictObject({ label: z.string().min(1).max(64), text: z.string().min(1).max(5000) }))
    .max(500)
    .default([]),
})

export const patchRequest = z.strictObject(requestParts).partial()
export const createRequest = z
  .strictObject({
    ...requestParts,
    custom_recipient_order: z.boolean(),
    template_id: uuid,
    template_placeholders: placeholders.nullable(),
    workflow_session_id: uuid.nullable(),
    previous_attempt_id: uuid.nullable(),
  })
  .partial()
  .required({ name: true, delivery_mode: true })

export const duplicateRequest = z.strictObject({
  signature_request_id: uuid,
  name: z.string().min(1).max(128).optional(),
  workflow_session_id: uuid.nullable().optional(),
  previous_attempt_id: uuid.nullable().optional(),
})

const place = {
  page: z.int().min(1),
  x: z.int().min(0).max(32767),
  y: z.int().min(0).max(32767),
}
const optionalName = z.string().min(1).max(128).nullable().optional()
const answerParts = { optional: z.boolean(), name: optionalName, read_only: z.boolean().optional() }

const fieldShapes = {
  signature: {
    type: z.literal('signature'),
    ...place,
    width: z.int().min(85).max(2000).default(85),
    height: z.int().min(37).max(1000).default(37),
    reason: z.string().min(1).max(150).regex(humanName).nullable().optional(),
  },
  mention: {
    type: z.literal('mention'),
    ...place,
    width: z.int().min(24).default(120),
    height: z
      .int()
      .refine(
        (height) => height === 24 || (height > 24 && height % 15 === 0),
        'It must be 24 or a multiple of 15 above.',
      )
      .nullable()
      .default(24),
    mention: safe(255, { email: true }),
    name: optionalName,
  },
  text: {
    type: z.literal('text'),
    ...place,
    width: z.int().min(24).default(120),
    height: z.int().min(24).default(24),
    max_length: z.int().min(1).max(32767),
    question: z.string().max(255),
    instruction: z.string().nullable().optional(),
    default_value: z.string().min(1).max(32767).nullable().optional(),
    ...answerParts,
  },
  checkbox: {
    type: z.literal('checkbox'),
    ...place,
    size: z.int().min(8).max(240).default(24),
    checked: z.boolean(),
    default_checked: z.boolean().optional(),
    ...answerParts,
  },
}

const inlineField = z.discriminatedUnion('type', [
  z.strictObject({ document_id: uuid, ...fieldShapes.signature }),
  z.strictObject({ document_id: uuid, ...fieldShapes.mention }),
  z.strictObject({ document_id: uuid, ...fieldShapes.text }),
  z.strictObject({ document_id: uuid, ...fieldShapes.checkbox }),
])
export const documentField = z.discriminatedUnion('type', [
  z.strictObject({ signer_id: uuid, ...fieldShapes.signature }),
  z.strictObject({ signer_id: uuid, ...fieldShapes.mention }),
  z.strictObject({ signer_id: uuid, ...fieldShapes.text }),
  z.strictObject({ signer_id: uuid, ...fieldShapes.checkbox }),
])

const signerParts = {
  insert_after_id: uuid.nullable().optional(),
  group_with_id: uuid.nullable().optional(),
  signature_authentication_mode: mode.optional(),
  redirect_urls: redirects.optional(),
  custom_text: customText.optional(),
  delivery_mode: delivery.nullable().optional(),
  email_notification: z.strictObject({ disabled: z.array(z.string().startsWith('signer.')) }).optional(),
  excluded_documents: z.array(uuid).optional(),
}
const newSigner = { ...signerParts, signature_level: level, fields: z.array(inlineField).max(500).default([]) }
export const createSigner = z
  .strictObject({ ...newSigner, info: info.optional(), user_id: uuid.optional() })
  .refine(oneOfTwo, whoReason)
export const patchSigner = z.strictObject({
  ...signerParts,
  signature_level: level.optional(),
  info: z.strictObject({ first_name: name, last_name: name, email, phone_number: phone, locale }).partial().optional(),
})

export const patchDocument = z.strictObject({
  nature: z.enum(['attachment', 'signable_document']).optional(),
  insert_after_id: uuid.nullable().optional(),
  name: z
    .string()
    .min(1)
    .max(128)
    .regex(/^(?!\s)[^/\\]+(?<!\s)$/)
    .optional(),
})

export const activateBody = z.strictObject({ sender_id: uuid.optional() })
export const cancelBody = z.strictObject({
  reason: z.enum(['contractualization_aborted', 'errors_in_document', 'other']),
  custom_note: safe(500).nullable().optional(),
})
export const reactivateBody = z.strictObject({ expiration_date: day })
const person = { first_name: z.string().min(1).max(255), last_name: z.string().min(1).max(255) }
export const createApprover = z.strictObject({
  info: z.strictObject({ ...person, email, phone_number: phone.default(null), locale }),
})
export const followers = z.array(z.strictObject({ email, locale })).min(1)
/** Its text may hold an address, unlike other safe strings (SPEC). */
export const createConsent = z.strictObject({
  type: z.enum(['checkbox', 'text_to_copy']),
  settings: z.strictObject({
    text: z
      .string()
      .min(1)
      .max(1000)
      .refine((text) => !markup.test(text), 'This value must not contain HTML.')
      .refine((text) => text === text.trim(), 'This value must not start or end with a blank.'),
  }),
  optional: z.boolean(),
  signer_ids: z.array(uuid).min(1),
  insert_after_id: uuid.nullable().optional(),
  document_id: uuid.nullable().optional(),
})
export const metadata = z.strictObject({
  data: z
    .record(z.string().min(1).max(30), z.union([z.string().max(255), z.number(), z.boolean()]))
    .refine((data) => Object.keys(data).length <= 10, 'There may be at most 10 keys.'),
})

const webhookParts = {
  endpoint: z.url().max(1024),
  description: safe(128).nullable(),
  sandbox: z.boolean(),
  subscribed_events: z.union([z.array(z.enum(eventNames)).min(1), z.tuple([z.literal('*')])]),
  secret_key: z.string().length(32).nullable(),
  scopes: z.union([z.array(z.enum(['app', 'public_api', 'connector_zapier_api'])), z.tuple([z.literal('*')])]),
  workspaces: z.union([z.array(uuid), z.tuple([z.literal('*')])]),
  auto_retry: z.boolean(),
  enabled: z.boolean(),
}
export const createWebhook = z.strictObject(webhookParts).partial({ secret_key: true, workspaces: true })
export const patchWebhook = z.strictObject(webhookParts).partial()

export type CreateRequest = z.infer<typeof createRequest>
export type CreateSigner = z.infer<typeof createSigner>
export type PatchSigner = z.infer<typeof patchSigner>
export type InlineField = z.infer<typeof inlineField>
