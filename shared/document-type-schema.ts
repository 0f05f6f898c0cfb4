// What the server accepts as a document type. The card never imports this file (it imports no zod).
import { z } from 'zod'
import { type ClientRule, consentKeys, type DocumentTypeBody, type FirmRule, type TypeSource } from './document-type.ts'
import { authenticationModes, levels, maxExpiryDays, signingOrders } from './levels.ts'
import { mostBoxes, mostOffset, type PlaceBox, type Places, placeKinds } from './places.ts'

const id = z.number().int().positive()
const line = (most: number) => z.string().trim().min(1).max(most)

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), pattern: line(100).nullable() }),
  z.strictObject({
    kind: z.literal('template'),
    templateId: line(64),
    name: line(255),
    labels: z.array(line(255)).max(20),
    texts: z.array(z.strictObject({ label: line(255), text: z.string().max(2000) })).max(50),
  }),
  z.strictObject({ kind: z.literal('own_template'), templateId: line(64), name: line(255) }),
]) satisfies z.ZodType<TypeSource>

const clients = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('main') }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('position'), position: line(100) }),
]) satisfies z.ZodType<ClientRule>

const firm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('responsible') }),
  z.strictObject({ kind: z.literal('user'), userId: id }),
]) satisfies z.ZodType<FirmRule>

const stage = z.strictObject({ pipelineId: id.nullable(), statusId: id, fromStatusIds: z.array(id).max(100) })

const points = (least: number) => z.number().int().min(least).max(32_767)

const placeBox = z.strictObject({
  signer: z.number().int().min(1).max(50),
  kind: z.enum(placeKinds),
  page: z.strictObject({ from: z.enum(['first', 'last']), offset: z.number().int().min(0).max(mostOffset) }),
  x: points(0),
  y: points(0),
  width: points(1),
  height: points(1),
}) satisfies z.ZodType<PlaceBox>

export const placesShape = z.strictObject({
  boxes: z.array(placeBox).max(mostBoxes),
  initials: z.boolean(),
}) satisfies z.ZodType<Places>

/** Shapes and bounds only; whether the parts fit each other says `problemsOf` (server/domain/document-types/rules.ts). */
export const documentTypeBody = z.strictObject({
  name: line(100),
  source,
  level: z.enum(levels),
  minimum: z.enum(levels),
  floor: z.enum(['firm', 'law']),
  mode: z.enum(authenticationModes).nullable(),
  modes: z.array(z.enum(authenticationModes)).max(3),
  mayRaise: z.boolean(),
  clients,
  firm: z.array(firm).max(10),
  order: z.enum(signingOrders),
  capacity: z.enum(['own', 'company']),
  consents: z.array(z.enum(consentKeys)).max(consentKeys.length),
  expiryDays: z.number().int().min(1).max(maxExpiryDays),
  reminders: z
    .strictObject({
      days: z.union([z.literal(1), z.literal(2), z.literal(7), z.literal(14)]),
      most: z.number().int().min(1).max(10),
    })
    .nullable(),
  mayDecline: z.boolean(),
  invitation: z.strictObject({ subject: line(512), body: line(2000) }).nullable(),
  copyTo: z.array(z.email().max(100)).max(10),
  pipelines: z.array(id).max(200),
  stage: stage.nullable(),
  followUps: z.array(z.strictObject({ days: z.number().int().min(0).max(3650), text: line(500) })).max(10),
  advice: line(300).nullable(),
  familyLaw: z.boolean(),
  places: placesShape.nullable(),
}) satisfies z.ZodType<DocumentTypeBody>
