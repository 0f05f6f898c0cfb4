// The parts of Kommo's answers that we use (contracts/kommo-api.md 1, 3, 5, 6), read tolerantly. Times are Unix seconds
// there and epoch milliseconds here.
import { z } from 'zod'
import type {
  CrmAccount,
  CrmCompany,
  CrmContact,
  CrmField,
  CrmFieldValue,
  CrmLead,
  CrmStage,
  CrmUser,
} from '../domain/crm.ts'

export const id = z.number().int()
export const seconds = z.number().transform((at) => at * 1000)
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

/** Problem body of section 2; the parts that do not fit are as if absent. */
export const problemSchema = z.object({
  title: z.string().nullish().catch(null),
  detail: z.string().nullish().catch(null),
  retry_after: z.number().nullish().catch(null),
  'validation-errors': z
    .array(z.object({ errors: z.array(z.object({ code: text, path: text, detail: text })).catch([]) }))
    .nullish()
    .catch(null),
})

/** Token pair of 1.3. */
export const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
})

export const accountSchema = z
  .object({
    id,
    name: text,
    country: text,
    language: text,
    currency: text,
    _embedded: z
      .object({ datetime_settings: z.object({ timezone: z.string().nullish() }).nullish().catch(null) })
      .nullish()
      .catch(null),
  })
  .transform(
    (wire): CrmAccount => ({
      id: wire.id,
      name: wire.name,
      country: wire.country.toUpperCase(),
      timeZone: wire._embedded?.datetime_settings?.timezone ?? 'UTC',
      language: wire.language || 'en',
      currency: wire.currency.toUpperCase(),
    }),
  )

export const driveUrlSchema = z.object({ drive_url: z.string().min(1) }).transform((wire) => wire.drive_url)

const fieldValue = z.object({
  value: z.union([z.string(), z.number(), z.boolean()]).nullish().catch(null),
  enum_code: z.string().nullish().catch(null),
})

const customFields = z
  .array(
    z.object({
      field_id: z.number().nullish().catch(null),
      field_code: z.string().nullish().catch(null),
      field_type: z.string().nullish().catch(null),
      values: z.array(fieldValue).nullish().catch(null),
    }),
  )
  .nullish()
  .catch(null)

type CustomFields = z.infer<typeof customFields>

/** Days and moments come as Unix seconds (section 4); what has a form that nobody writes into a contract is left out. */
function valuesIn(fields: CustomFields): CrmFieldValue[] {
  return (fields ?? []).flatMap(({ field_id: id, field_type: type, values }): CrmFieldValue[] => {
    const given = (values ?? []).flatMap(({ value }) => (value === null || value === undefined ? [] : [value]))
    const [first] = given
    if (id === null || id === undefined || first === undefined) return []
    if (typeof first === 'number' && moments.has(type ?? '')) return [{ id, value: { at: first * 1000 } }]
    return [{ id, value: type === 'multiselect' || given.length > 1 ? given.map(String) : first }]
  })
}

const moments: ReadonlySet<string> = new Set(['date', 'date_time', 'birthday'])

export const leadSchema = z
  .object({
    id,
    name: text,
    price: z.number().nullish(),
    pipeline_id: id,
    status_id: id,
    responsible_user_id: id,
    is_deleted: z.boolean().nullish(),
    updated_at: seconds,
    custom_fields_values: customFields,
    _embedded: z
      .object({
        contacts: z.array(z.object({ id, is_main: z.boolean().nullish() })).nullish(),
        companies: z.array(z.object({ id })).nullish(),
      })
      .nullish(),
  })
  .transform((wire): CrmLead => {
    const contacts = (wire._embedded?.contacts ?? []).map((link) => ({ id: link.id, isMain: link.is_main === true }))
    return {
      id: wire.id,
      name: wire.name,
      price: wire.price ?? null,
      pipelineId: wire.pipeline_id,
      statusId: wire.status_id,
      responsibleUserId: wire.responsible_user_id,
      isDeleted: wire.is_deleted === true,
      contacts: contacts.sort((a, b) => Number(b.isMain) - Number(a.isMain)),
      companyId: wire._embedded?.companies?.[0]?.id ?? null,
      fields: valuesIn(wire.custom_fields_values),
      updatedAt: wire.updated_at,
    }
  })

/** Values are free text and unvalidated (3.5); they are handed on as they are, without blanks around them. */
const contactSchema = z
  .object({
    id,
    name: text,
    first_name: text,
    last_name: text,
    updated_at: seconds,
    custom_fields_values: customFields,
  })
  .transform((wire): CrmContact => {
    const valuesOf = (code: string) =>
      (wire.custom_fields_values ?? [])
        .filter((field) => field.field_code === code)
        .flatMap((field) => field.values ?? [])
        .map((entry) => ({ value: String(entry.value ?? '').trim(), kind: entry.enum_code ?? 'OTHER' }))
        .filter((entry) => entry.value !== '')
    return {
      id: wire.id,
      name: wire.name,
      firstName: wire.first_name,
      lastName: wire.last_name,
      emails: valuesOf('EMAIL'),
      phones: valuesOf('PHONE'),
      position: valuesOf('POSITION')[0]?.value ?? '',
      fields: valuesIn(wire.custom_fields_values),
      updatedAt: wire.updated_at,
    }
  })

export const contactListSchema = z
  .object({ _embedded: z.object({ contacts: z.array(contactSchema) }) })
  .transform((wire) => wire._embedded.contacts)

export const companySchema = z
  .object({ name: text, custom_fields_values: customFields })
  .transform((wire): CrmCompany => ({ name: wire.name, fields: valuesIn(wire.custom_fields_values) }))

export const fieldListSchema = z
  .object({
    _embedded: z.object({
      custom_fields: z.array(z.object({ id, name: text })),
    }),
    _links: z
      .object({ next: z.object({ href: z.string() }).nullish().catch(null) })
      .nullish()
      .catch(null),
  })
  .transform((wire) => ({
    fields: wire._embedded.custom_fields as CrmField[],
    more: Boolean(wire._links?.next),
  }))

export const userListSchema = z
  .object({
    _embedded: z.object({
      users: z.array(
        z
          .object({
            id,
            name: text,
            email: text,
            lang: text,
            rights: z.object({ is_admin: z.boolean().nullish(), is_active: z.boolean().nullish() }).nullish(),
          })
          .transform(
            (wire): CrmUser => ({
              id: wire.id,
              name: wire.name,
              email: wire.email,
              isAdmin: wire.rights?.is_admin === true,
              isActive: wire.rights?.is_active === true,
              language: wire.lang || 'en',
            }),
          ),
      ),
    }),
    _links: z
      .object({ next: z.object({ href: z.string() }).nullish().catch(null) })
      .nullish()
      .catch(null),
  })
  .transform((wire) => ({ users: wire._embedded.users, more: Boolean(wire._links?.next) }))

/** Archived pipelines are left out: nothing can be sent from or moved to there. */
export const pipelineListSchema = z
  .object({
    _embedded: z.object({
      pipelines: z.array(
        z.object({
          id,
          name: text,
          is_archive: z.boolean().nullish(),
          _embedded: z.object({ statuses: z.array(z.object({ id, name: text })) }),
        }),
      ),
    }),
  })
  .transform((wire) =>
    wire._embedded.pipelines
      .filter((pipeline) => pipeline.is_archive !== true)
      .flatMap((pipeline) =>
        pipeline._embedded.statuses.map(
          (status): CrmStage => ({
            pipelineId: pipeline.id,
            pipelineName: pipeline.name,
            statusId: status.id,
            name: status.name,
          }),
        ),
      ),
  )

/** What creating one note or one task answers: the id in a list under its name (5.1, 5.2). */
export function createdSchema(list: 'notes' | 'tasks') {
  return z.object({ _embedded: z.record(z.string(), z.array(z.object({ id })).min(1)) }).transform((wire, context) => {
    const created = wire._embedded[list]?.[0]
    if (created !== undefined) return { id: created.id }
    context.addIssue({ code: 'custom', message: `no ${list}` })
    return z.NEVER
  })
}

export const noteListSchema = z
  .object({
    _embedded: z.object({
      notes: z.array(z.object({ id, params: z.object({ text: z.string().nullish() }).nullish().catch(null) })),
    }),
  })
  .transform((wire) => wire._embedded.notes.map((note) => ({ id: note.id, text: note.params?.text ?? '' })))

export const taskListSchema = z
  .object({
    _embedded: z.object({ tasks: z.array(z.object({ id, text, entity_id: z.number().nullish() })) }),
  })
  .transform((wire) =>
    wire._embedded.tasks.map((task) => ({ id: task.id, text: task.text, leadId: task.entity_id ?? null })),
  )
