// What the server accepts from the card, body by body: strict shapes and bounded lengths. The card never imports this
// file (it imports no zod); shared/api.ts holds the same shapes as plain types, and the compiler compares the two.
// Bounds only keep a body small and sane; whether an e-mail or a name is good is a finding, said with its fix.
import { z } from 'zod'
import type {
  CancelBody,
  CorrectBody,
  EndpointName,
  ExtendBody,
  PaperBody,
  PhoneBody,
  ReviewBody,
  SendBody,
  SessionBody,
  SettingsSessionBody,
} from './api.ts'
import { cancelReasons, languages } from './card.ts'
import { documentTypeBody } from './document-type-schema.ts'
import type { Capacity, FormDocument, FormSigner, FormSource, SendForm, SignerOrigin } from './form.ts'
import { type ErasePersonBody, type KeepingChoices, type PersonBody, type RenewBody, reviewYears } from './keeping.ts'
import { authenticationModes, levels, maxExpiryDays, signerLocales, signingOrders } from './levels.ts'
import { type AddPackBody, type FirmChoices, firmDetails, professions, type SaveTypeBody } from './settings.ts'

/** Ids of ours and of the remotes: UUIDs, numbers as text, short words. */
export const idText = z.string().regex(/^[\w-]{1,64}$/, 'an id has 1 to 64 letters, digits, - or _')
/** Ids of Kommo: whole numbers above zero. */
export const kommoId = z.number().int().positive()

const text = (max: number) => z.string().max(max)
const days = z.number().int().min(1).max(maxExpiryDays)
const phone = text(64)
const email = text(254)
const personName = text(255)

const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('contact'), contactId: kommoId }),
  z.strictObject({ kind: z.literal('user'), userId: kommoId }),
  z.strictObject({ kind: z.literal('typed') }),
]) satisfies z.ZodType<SignerOrigin>

const capacity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('own') }),
  z.strictObject({ kind: z.literal('company'), company: text(255), role: text(255) }),
]) satisfies z.ZodType<Capacity>

const signer = z.strictObject({
  origin,
  side: z.enum(['client', 'firm']),
  firstName: personName,
  lastName: personName,
  email,
  phone: phone.nullable(),
  locale: z.enum(signerLocales),
  capacity,
  label: text(255).nullable(),
}) satisfies z.ZodType<FormSigner>

const document = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lead_file'), uuid: idText, name: text(255) }),
  z.strictObject({ kind: z.literal('upload'), uploadId: idText, name: text(255) }),
]) satisfies z.ZodType<FormDocument>

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('documents'), documents: z.array(document).max(20) }),
  z.strictObject({
    kind: z.literal('template'),
    templateId: idText,
    name: text(255),
    texts: z.array(z.strictObject({ label: text(255), text: text(2000) })).max(50),
  }),
  z.strictObject({ kind: z.literal('own_template'), templateId: idText, name: text(255) }),
]) satisfies z.ZodType<FormSource>

const form = z.strictObject({
  source,
  name: text(255),
  level: z.enum(levels),
  mode: z.enum(authenticationModes).nullable(),
  order: z.enum(signingOrders),
  signers: z.array(signer).max(50),
  expiryDays: days,
  type: z.strictObject({ id: idText, version: z.number().int().positive() }).nullable(),
  reason: text(300).nullable(),
}) satisfies z.ZodType<SendForm>

const session = z.strictObject({
  leadId: kommoId,
  languages: z.array(text(35)).max(20),
  hostLanguage: text(35),
  version: text(64),
}) satisfies z.ZodType<SessionBody>

const send = z.strictObject({
  reviewId: idText,
  intent: z.enum(['send', 'prepare']),
  besides: idText.nullable(),
  replaces: idText.nullable(),
}) satisfies z.ZodType<SendBody>

const cancel = z.strictObject({
  reason: z.enum(cancelReasons),
  note: text(500).nullable(),
}) satisfies z.ZodType<CancelBody>

const paper = z.strictObject({ scan: document, why: text(300) }) satisfies z.ZodType<PaperBody>

const correct = z.strictObject({
  firstName: personName,
  lastName: personName,
  email,
  phone: phone.nullable(),
  unblock: z.boolean(),
}) satisfies z.ZodType<CorrectBody>

const settingsSession = z.strictObject({
  languages: z.array(text(35)).max(20),
  hostLanguage: text(35),
}) satisfies z.ZodType<SettingsSessionBody>

const saveChoices = z.strictObject({
  firmName: text(128).nullable(),
  language: z.enum(languages).nullable(),
  undoSeconds: z.number().int().min(0).max(60),
  declineReasonInNotes: z.boolean(),
  mayLowerLevel: z.array(kommoId).max(200),
  details: z.partialRecord(z.enum(firmDetails), text(300)),
  people: z.array(z.strictObject({ userId: kommoId, function: text(100), phone: text(64) })).max(200),
  copyToKommo: z.boolean(),
}) satisfies z.ZodType<FirmChoices>

const saveType = z.strictObject({
  id: idText.nullable(),
  base: z.number().int().positive().nullable(),
  body: documentTypeBody,
}) satisfies z.ZodType<SaveTypeBody>

const addPack = z.strictObject({
  profession: z.enum(professions),
  language: z.enum(['en', 'fr']),
  confirmed: z.literal(true),
}) satisfies z.ZodType<AddPackBody>

const person = { email: email.min(3).nullable(), contactId: kommoId.nullable() }
const isOnePerson = (body: PersonBody) => (body.email === null) !== (body.contactId === null)
const onePerson = { message: 'name an e-mail address or a contact, one of the two' }
const years = z.number().int().min(reviewYears.least).max(reviewYears.most)
const findPerson = z.strictObject(person).refine(isOnePerson, onePerson) satisfies z.ZodType<PersonBody>
const erasePerson = z
  .strictObject({ ...person, requestIds: z.array(idText).max(500) })
  .refine(isOnePerson, onePerson) satisfies z.ZodType<ErasePersonBody>

/** The body of every endpoint that takes one; all others ignore theirs, and `upload` takes bytes. */
export const bodies = {
  session,
  review: z.strictObject({ form, replaces: idText.nullable() }) satisfies z.ZodType<ReviewBody>,
  send,
  phone: z.strictObject({ phone }) satisfies z.ZodType<PhoneBody>,
  cancel,
  paper,
  extend: z.strictObject({ days }) satisfies z.ZodType<ExtendBody>,
  correct,
  settingsSession,
  saveChoices,
  saveType,
  addPack,
  saveKeeping: z.strictObject({ reviewYears: years }) satisfies z.ZodType<KeepingChoices>,
  renewKeeping: z.strictObject({ requestId: idText, years }) satisfies z.ZodType<RenewBody>,
  findPerson,
  erasePerson,
} satisfies Partial<Record<EndpointName, z.ZodType>>

export type Bodies = { [E in keyof typeof bodies]: z.output<(typeof bodies)[E]> }
