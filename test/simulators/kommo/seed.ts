// The demonstration account: the law firm Aubry & Vasseur with the leads that make a signature easy or hard.
import { plainPdf } from './plain-pdf.ts'
import { sampleDocx } from './sample-docx.ts'
import type { SamplePdf } from './sample-pdf.ts'
import {
  companies,
  contacts,
  leadFields,
  leads,
  people,
  pipelines,
  type SeedContact,
  type SeedLead,
  stages,
  statusesOf,
  users,
} from './seed-data.ts'
import type { KommoField, KommoFieldValue, KommoState } from './state.ts'

const day = 86_400
const hour = 3600

/** Makes a PDF for a lead's files. */
type Draw = (about: SamplePdf) => Uint8Array | Promise<Uint8Array>

/** The account with documents that look like a law firm's; drawing them takes about two seconds. */
export async function demoSeed(state: KommoState, now: number): Promise<void> {
  const { samplePdf } = await import('./sample-pdf.ts')
  await fillAccount(state, now, samplePdf)
}

/** The same account with plain documents: same names, pages and anchors, at once. For tests. */
export function quickSeed(state: KommoState, now: number): Promise<void> {
  return fillAccount(state, now, (about) => {
    const clients = about.clients ?? []
    const anchors = [...clients, 'Sophie Vasseur'].map((_name, index) => `{{s${index + 1}|signature|120|40}}`)
    const count = about.pages ?? 3
    return plainPdf(
      Array.from({ length: count }, (_page, index) => [
        `${about.title ?? 'Convention d’honoraires'}, page ${index + 1}`,
        ...(index === 0 ? clients : []),
        ...(index === count - 1 && about.anchors === true ? anchors : []),
      ]),
    )
  })
}

/** Everything lies in the days before `now` (epoch milliseconds). */
async function fillAccount(state: KommoState, now: number, draw: Draw): Promise<void> {
  const seconds = Math.floor(now / 1000)
  state.account.name = 'Aubry & Vasseur'
  // Rights are changed in place by tests, so every account gets users of its own.
  for (const user of users) state.users.set(user.id, structuredClone(user))
  addPipelines(state)
  state.fields.leads.push(...leadDefinitions())
  for (const company of companies) addCompany(state, company, seconds - 60 * day)
  for (const contact of contacts) addContact(state, contact, seconds - 30 * day)
  for (const lead of leads) addLead(state, lead, seconds - lead.daysAgo * day)
  await addFiles(state, seconds, draw)
  addHistory(state, seconds)
}

function addPipelines(state: KommoState): void {
  const named: [number, string][] = [
    [pipelines.successions, 'Successions'],
    [pipelines.leases, 'Baux'],
  ]
  named.forEach(([id, name], index) => {
    state.pipelines.set(id, { id, name, sort: index + 1, isMain: index === 0, statuses: statusesOf(id) })
  })
}

function leadDefinitions(): KommoField[] {
  const kinds = ['Succession', 'Famille', 'Bail', 'Société']
  const enums = kinds.map((value, index) => ({ id: 900_051 + index, value, sort: index * 10, code: null }))
  const base = { code: null, groupId: null, isApiOnly: false, isPredefined: false }
  return [
    { ...base, id: leadFields.matter, name: 'Dossier', type: 'text', sort: 501, enums: [] },
    { ...base, id: leadFields.kind, name: 'Nature', type: 'select', sort: 502, enums },
    { ...base, id: leadFields.opened, name: 'Ouvert le', type: 'date', sort: 503, enums: [] },
  ]
}

function addCompany(state: KommoState, about: (typeof companies)[number], at: number): void {
  const values = new Map<number, KommoFieldValue[]>()
  fill(state.fields.companies, values, 'PHONE', [[about.phone, 'WORK']])
  fill(state.fields.companies, values, 'EMAIL', [[about.email, 'WORK']])
  state.companies.set(about.id, { ...entity(about.id, about.name, people.sophie, at), values })
}

function addContact(state: KommoState, about: SeedContact, at: number): void {
  const first = about.first ?? ''
  const last = about.last ?? ''
  const values = new Map<number, KommoFieldValue[]>()
  fill(state.fields.contacts, values, 'PHONE', about.phones ?? [])
  fill(state.fields.contacts, values, 'EMAIL', about.emails ?? [])
  state.contacts.set(about.id, {
    ...entity(about.id, about.name ?? `${first} ${last}`, people.marc, at),
    firstName: first,
    lastName: last,
    companyId: about.company ?? null,
    values,
  })
}

function addLead(state: KommoState, about: SeedLead, at: number): void {
  const values = new Map<number, KommoFieldValue[]>()
  if (about.matter !== undefined) values.set(leadFields.matter, [{ value: about.matter }])
  const kind = state.fields.leads
    .find((field) => field.id === leadFields.kind)
    ?.enums.find((each) => each.value === about.kind)
  if (kind !== undefined) values.set(leadFields.kind, [{ value: kind.value, enumId: kind.id, enumCode: null }])
  values.set(leadFields.opened, [{ value: at - (at % day) }])
  state.leads.set(about.id, {
    ...entity(about.id, about.name, about.by, at),
    price: about.price,
    pipelineId: about.pipeline,
    statusId: about.stage,
    lossReasonId: null,
    closedAt: null,
    contacts: about.contacts.map((id, index) => ({ id, isMain: index === 0 })),
    companyId: about.company ?? null,
    tags: about.tags.map((name) => ({ id: state.nextId('tags'), name })),
    values,
  })
  event(state, 'lead_added', about.id, about.by, at, [], [])
}

async function addFiles(state: KommoState, now: number, draw: Draw): Promise<void> {
  const roux = { matter: 'Divorce Roux-Carpentier, dossier 2026-0418', clients: ['Claire Roux', 'Thomas Carpentier'] }
  const duval = { matter: 'Vente Duval', clients: ['Béatrice Duval'] }
  const lambert = { matter: 'Tutelle Lambert', clients: ['Louis Lambert'] }
  const agreement = 'Convention d’honoraires.pdf'
  addFile(
    state,
    10_423,
    agreement,
    await draw({ clients: ['Hélène Mercier-Lefèvre', 'Jean-Baptiste Le Goff'], anchors: true }),
    now - day,
  )
  addFile(state, 10_424, agreement, await draw({ ...roux, anchors: true }), now - 3 * day)
  addFile(
    state,
    10_428,
    'Mandat de vente.pdf',
    await draw({ ...duval, title: 'Mandat de vente', pages: 2 }),
    now - 4 * day,
  )
  addFile(
    state,
    10_428,
    'Annexe 2 – inventaire.pdf',
    await draw({ ...duval, title: 'Inventaire', pages: 4 }),
    now - 4 * day,
  )
  addFile(
    state,
    10_428,
    'Courrier.docx',
    sampleDocx(['Madame,', 'Veuillez trouver ci-joint le mandat de vente.', 'Sophie Vasseur']),
    now - 4 * day,
  )
  addFile(state, 10_431, agreement, await draw({ ...lambert, pages: 2 }), now - 2 * day)
}

function addFile(state: KommoState, leadId: number, fullName: string, bytes: Uint8Array, at: number): void {
  const id = state.nextId('fileLinks')
  const dot = fullName.lastIndexOf('.')
  const extension = fullName.slice(dot + 1)
  const uuid = `5b0e1f5c-0000-4000-8000-${String(id).padStart(12, '0')}`
  const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  state.files.set(uuid, {
    uuid,
    versionUuid: uuid.replace('5b0e1f5c', '5b0e1f5d'),
    name: fullName.slice(0, dot),
    extension,
    mimeType: extension === 'pdf' ? 'application/pdf' : docx,
    bytes,
    hasMultipleVersions: false,
    createdBy: people.sophie,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
  })
  state.fileLinks.push({ id, entityType: 'leads', entityId: leadId, fileUuid: uuid })
}

/** Something to read in the feed of the first lead. */
function addHistory(state: KommoState, now: number): void {
  const { sophie, marc } = people
  const stage = (id: number) => [{ lead_status: { id, pipeline_id: pipelines.successions } }]
  event(state, 'lead_status_changed', 10_423, marc, now - 18 * day, stage(stages.meeting), stage(stages.fresh))
  event(state, 'lead_status_changed', 10_423, sophie, now - 5 * day, stage(stages.quote), stage(stages.meeting))
  note(state, 10_423, marc, now - 18 * day + hour, 'Rendez-vous avec Mme Mercier-Lefèvre. Son frère signe aussi.')
  note(state, 10_423, sophie, now - 5 * day + hour, 'Devis accepté par téléphone. Convention à envoyer.')
  const id = state.nextId('tasks')
  state.tasks.set(id, {
    id,
    text: 'Appeler Jean-Baptiste Le Goff',
    completeTill: now + day,
    entityId: 10_423,
    entityType: 'leads',
    taskTypeId: 1,
    responsibleUserId: sophie,
    duration: 0,
    isCompleted: false,
    result: null,
    createdBy: marc,
    updatedBy: marc,
    createdAt: now - 2 * day,
    updatedAt: now - 2 * day,
  })
}

function note(state: KommoState, leadId: number, by: number, at: number, text: string): void {
  const id = state.nextId('notes')
  const about = { entityType: 'leads', entityId: leadId, noteType: 'common', params: { text } } as const
  const when = { createdBy: by, updatedBy: by, createdAt: at, updatedAt: at }
  state.notes.set(id, { id, ...about, ...when, responsibleUserId: by, isPinned: false })
}

function event(
  state: KommoState,
  type: string,
  leadId: number,
  by: number,
  at: number,
  after: unknown[],
  before: unknown[],
): void {
  state.events.push({
    id: `01${(at * 1000).toString(36)}${String(state.events.length).padStart(18, '0')}`,
    type,
    entityId: leadId,
    entityType: 'lead',
    createdBy: by,
    createdAt: at,
    valueAfter: after,
    valueBefore: before,
  })
}

function entity(id: number, name: string, by: number, at: number) {
  const who = { responsibleUserId: by, createdBy: by, updatedBy: by, groupId: 0 }
  return { id, name, ...who, createdAt: at, updatedAt: at, isDeleted: false, tags: [] }
}

function fill(
  fields: KommoField[],
  values: Map<number, KommoFieldValue[]>,
  code: string,
  given: [string, string][],
): void {
  const field = fields.find((each) => each.code === code)
  if (field === undefined || given.length === 0) return
  const stored = given.map(([value, kind]): KommoFieldValue => {
    const option = field.enums.find((each) => each.code === kind)
    return option === undefined ? { value } : { value, enumId: option.id, enumCode: option.code }
  })
  values.set(field.id, stored)
}
