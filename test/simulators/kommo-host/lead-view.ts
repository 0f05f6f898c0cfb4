// What the lead card shows, read from the account's state: the JSON behind `/_host/lead/<id>`.
import type {
  EntityKind,
  KommoCompany,
  KommoContact,
  KommoField,
  KommoFieldValue,
  KommoLead,
  KommoState,
  KommoUser,
} from '../kommo/state.ts'
import { maySee, userName } from './acting-user.ts'
import type { FeedItem } from './feed.ts'
import { leadFeed } from './feed.ts'

export interface FieldView {
  id: number
  name: string
  code: string | null
  type: string
  /** Shown text; several values are joined. */
  value: string
  readOnly: boolean
}

export interface ContactView {
  id: number
  name: string
  isMain: boolean
  emails: { value: string; code: string }[]
  phones: { value: string; code: string }[]
  fields: FieldView[]
}

export interface StageView {
  id: number
  name: string
  color: string
}

export interface FileView {
  uuid: string
  name: string
  bytes: number
  /** Epoch milliseconds. */
  at: number
  by: string
}

export interface LeadView {
  id: number
  name: string
  price: number
  isDeleted: boolean
  mainUser: { id: number; name: string }
  tags: string[]
  pipeline: { id: number; name: string }
  status: StageView
  /** In order, without the incoming stage; won and lost last. */
  stages: StageView[]
  fields: FieldView[]
  contacts: ContactView[]
  company: { id: number; name: string; fields: FieldView[] } | null
  files: FileView[]
  feed: FeedItem[]
}

/** The card of a lead as that user sees it; undefined when it does not exist or is not shown to that user. */
export function leadView(state: KommoState, leadId: number, user: KommoUser): LeadView | undefined {
  const lead = state.leads.get(leadId)
  if (lead === undefined || !maySee(state, user, lead)) return undefined
  const pipeline = state.pipelines.get(lead.pipelineId)
  const stages = leadStages(state, lead)
  const company = lead.companyId === null ? undefined : state.companies.get(lead.companyId)
  return {
    id: lead.id,
    name: lead.name,
    price: lead.price,
    isDeleted: lead.isDeleted,
    mainUser: { id: lead.responsibleUserId, name: userName(state, lead.responsibleUserId) },
    tags: lead.tags.map((tag) => tag.name),
    pipeline: { id: lead.pipelineId, name: pipeline?.name ?? '' },
    status: stages.find((stage) => stage.id === lead.statusId) ?? { id: lead.statusId, name: '', color: '#c5c5c5' },
    stages,
    fields: fieldViews(state, 'leads', lead),
    contacts: lead.contacts.flatMap(({ id, isMain }) => {
      const contact = state.contacts.get(id)
      return contact === undefined || contact.isDeleted ? [] : [contactView(state, contact, isMain)]
    }),
    company:
      company === undefined ? null : { id: company.id, name: company.name, fields: companyFields(state, company) },
    files: leadFiles(state, lead.id),
    feed: leadFeed(state, lead),
  }
}

/** A contact's own card, or one of a lead's contacts. */
export function contactView(state: KommoState, contact: KommoContact, isMain: boolean): ContactView {
  return {
    id: contact.id,
    name: contact.name || `${contact.firstName} ${contact.lastName}`.trim(),
    isMain,
    emails: reachable(state, contact, 'EMAIL'),
    phones: reachable(state, contact, 'PHONE'),
    fields: fieldViews(state, 'contacts', contact).filter((field) => field.code !== 'EMAIL' && field.code !== 'PHONE'),
  }
}

/** The leads a user may pick, by name of pipeline and number. */
export function leadList(state: KommoState, user: KommoUser) {
  return [...state.leads.values()]
    .filter((lead) => !lead.isDeleted && maySee(state, user, lead))
    .map((lead) => {
      const main = lead.contacts.find((contact) => contact.isMain) ?? lead.contacts[0]
      return {
        id: lead.id,
        name: lead.name,
        price: lead.price,
        contact: main === undefined ? '' : (state.contacts.get(main.id)?.name ?? ''),
        status: leadStages(state, lead).find((stage) => stage.id === lead.statusId) ?? null,
        pipeline: state.pipelines.get(lead.pipelineId)?.name ?? '',
        mainUser: userName(state, lead.responsibleUserId),
      }
    })
}

function leadStages(state: KommoState, lead: KommoLead): StageView[] {
  const statuses = state.pipelines.get(lead.pipelineId)?.statuses ?? []
  return statuses
    .filter((status) => status.type === 0 || status.id === lead.statusId)
    .toSorted((a, b) => a.sort - b.sort)
    .map(({ id, name, color }) => ({ id, name, color }))
}

function leadFiles(state: KommoState, leadId: number): FileView[] {
  return state.fileLinks.flatMap((link) => {
    const file = link.entityType === 'leads' && link.entityId === leadId ? state.files.get(link.fileUuid) : undefined
    if (file === undefined || file.deletedAt !== null) return []
    const by = userName(state, file.createdBy)
    const name = file.extension === '' ? file.name : `${file.name}.${file.extension}`
    return [{ uuid: file.uuid, name, bytes: file.bytes.byteLength, at: file.createdAt * 1000, by }]
  })
}

function companyFields(state: KommoState, company: KommoCompany): FieldView[] {
  return fieldViews(state, 'companies', company).filter((field) => field.value !== '')
}

function fieldViews(
  state: KommoState,
  kind: EntityKind,
  entity: { values: Map<number, KommoFieldValue[]> },
): FieldView[] {
  return state.fields[kind]
    .toSorted((a, b) => a.sort - b.sort)
    .map((field) => ({
      id: field.id,
      name: field.name,
      code: field.code,
      type: field.type,
      value: (entity.values.get(field.id) ?? []).map((value) => shown(field, value)).join(', '),
      readOnly: field.isApiOnly || field.type === 'file',
    }))
}

function shown(field: KommoField, { value }: KommoFieldValue): string {
  if (typeof value === 'object') return value.file_name ?? value.file_uuid
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (field.type.startsWith('date') && Number(value) > 0) {
    return new Date(Number(value) * 1000).toLocaleDateString('en-GB', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    })
  }
  return String(value)
}

function reachable(state: KommoState, contact: KommoContact, code: 'EMAIL' | 'PHONE') {
  const field = state.fields.contacts.find((candidate) => candidate.code === code)
  const values = field === undefined ? [] : (contact.values.get(field.id) ?? [])
  return values.map((value) => ({ value: String(value.value), code: value.enumCode ?? 'WORK' }))
}
