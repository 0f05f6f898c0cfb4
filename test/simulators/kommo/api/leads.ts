// Leads: one, list, change, links (contracts/kommo-api.md 3.1 to 3.3).
import { type Answer, forbidden, invalid, noContent, ok } from '../answers.ts'
import { changeLead, type LeadPatch } from '../changes.ts'
import { asRecord, notAChoice, readValues, valuesView, wrongType } from '../fields.ts'
import { may } from '../rights.ts'
import type { KommoLead } from '../state.ts'
import type { World } from '../world.ts'
import { author, idOf, text, whole } from './check.ts'
import {
  type Call,
  filterList,
  filterRange,
  type Item,
  listItems,
  oneItem,
  ordered,
  page,
  type Query,
  type Route,
  refuse,
  self,
  withs,
} from './route.ts'

export function leadRoutes(world: World): Route[] {
  const { state } = world
  return [
    { method: 'GET', path: '/api/v4/leads', run: (call) => list(world, call) },
    { method: 'PATCH', path: '/api/v4/leads', run: (call) => changeMany(world, call) },
    {
      method: 'GET',
      path: '/api/v4/leads/:id',
      run(call) {
        const lead = state.leads.get(Number(call.params['id']))
        const asked = withs(call.query)
        if (lead === undefined || lead.isDeleted !== asked.has('only_deleted')) return noContent()
        if (!may(state, call.caller, 'view', 'leads', lead)) return forbidden()
        return ok(leadView(world, lead, asked))
      },
    },
    {
      method: 'PATCH',
      path: '/api/v4/leads/:id',
      run(call) {
        const lead = state.leads.get(Number(call.params['id']))
        if (lead === undefined || lead.isDeleted) return invalid([{ request_id: '0', errors: [notAChoice('id')] }])
        if (!may(state, call.caller, 'edit', 'leads', lead)) return forbidden()
        const item = oneItem(call.body)
        const patch = readPatch(world, lead, item)
        const refusal = refuse([item])
        if (refusal !== undefined) return refusal
        changeLead(world, lead, patch, patch.by ?? call.caller.userId)
        return ok(changed(world, lead))
      },
    },
    {
      method: 'GET',
      path: '/api/v4/leads/:id/links',
      run(call) {
        const lead = state.leads.get(Number(call.params['id']))
        if (lead === undefined || lead.isDeleted) return noContent()
        if (!may(state, call.caller, 'view', 'leads', lead)) return forbidden()
        const links = there(world, lead).map((each) => link(each.id, 'contacts', { main_contact: each.isMain }))
        if (lead.companyId !== null) links.push(link(lead.companyId, 'companies', null))
        return links.length === 0 ? noContent() : ok({ _links: self(world, call.path), _embedded: { links } })
      },
    },
  ]
}

function leadView(world: World, lead: KommoLead, asked: Set<string>): Record<string, unknown> {
  const { state } = world
  const open = [...state.tasks.values()].filter(
    (task) => task.entityType === 'leads' && task.entityId === lead.id && !task.isCompleted,
  )
  const embedded: Record<string, unknown> = {
    tags: lead.tags.map((tag) => ({ ...tag, color: null })),
    companies:
      lead.companyId === null
        ? []
        : [{ id: lead.companyId, _links: self(world, `/api/v4/companies/${lead.companyId}`) }],
  }
  if (asked.has('contacts')) {
    embedded['contacts'] = there(world, lead).map((each) => ({
      id: each.id,
      is_main: each.isMain,
      _links: self(world, `/api/v4/contacts/${each.id}`),
    }))
  }
  if (asked.has('catalog_elements')) embedded['catalog_elements'] = []
  if (asked.has('loss_reason')) embedded['loss_reason'] = []
  return {
    id: lead.id,
    name: lead.name,
    price: lead.price,
    responsible_user_id: lead.responsibleUserId,
    group_id: lead.groupId,
    status_id: lead.statusId,
    pipeline_id: lead.pipelineId,
    loss_reason_id: lead.lossReasonId,
    created_by: lead.createdBy,
    updated_by: lead.updatedBy,
    created_at: lead.createdAt,
    updated_at: lead.updatedAt,
    closed_at: lead.closedAt,
    closest_task_at: open.length === 0 ? null : Math.min(...open.map((task) => task.completeTill)),
    is_deleted: lead.isDeleted,
    custom_fields_values: valuesView(state.fields.leads, lead.values),
    score: null,
    account_id: state.account.id,
    labor_cost: null,
    is_price_computed: false,
    _links: self(world, `/api/v4/leads/${lead.id}`),
    _embedded: embedded,
  }
}

/** Contacts in the bin are not shown on the lead. */
function there(world: World, lead: KommoLead): KommoLead['contacts'] {
  return lead.contacts.filter((each) => world.state.contacts.get(each.id)?.isDeleted === false)
}

function list(world: World, call: Call): Answer {
  const { state } = world
  const keep = leadFilter(call.query)
  const rows = [...state.leads.values()].filter(
    (lead) => !lead.isDeleted && keep(lead) && may(state, call.caller, 'view', 'leads', lead),
  )
  const keys = {
    id: (lead: KommoLead) => lead.id,
    created_at: (lead: KommoLead) => lead.createdAt,
    updated_at: (lead: KommoLead) => lead.updatedAt,
  }
  const shown = ordered(call.query, rows, keys, 'id').map((lead) => leadView(world, lead, withs(call.query)))
  return page(world, call, 'leads', shown)
}

/** Documented filters only; one on custom fields is silently ignored, as on accounts without the paid option. */
function leadFilter(query: Query): (lead: KommoLead) => boolean {
  const lists: [string, (lead: KommoLead) => string][] = [
    ['id', (lead) => String(lead.id)],
    ['name', (lead) => lead.name],
    ['price', (lead) => String(lead.price)],
    ['created_by', (lead) => String(lead.createdBy)],
    ['updated_by', (lead) => String(lead.updatedBy)],
    ['responsible_user_id', (lead) => String(lead.responsibleUserId)],
    ['pipeline_id', (lead) => String(lead.pipelineId)],
  ]
  const ranges: [string, (lead: KommoLead) => number | null][] = [
    ['created_at', (lead) => lead.createdAt],
    ['updated_at', (lead) => lead.updatedAt],
    ['closed_at', (lead) => lead.closedAt],
  ]
  const statuses = asRecord(query['filter'])['statuses']
  const stages = statuses === undefined ? undefined : Object.values(statuses as object).map(asRecord)
  const words = typeof query['query'] === 'string' ? query['query'].toLowerCase() : undefined
  return (lead) =>
    lists.every(([name, of]) => filterList(query, name)?.includes(of(lead)) ?? true) &&
    ranges.every(([name, of]) => filterRange(query, name)?.(of(lead)) ?? true) &&
    (stages?.some(
      (each) => each['status_id'] === String(lead.statusId) && each['pipeline_id'] === String(lead.pipelineId),
    ) ??
      true) &&
    (words === undefined || wordsOf(lead).includes(words))
}

function wordsOf(lead: KommoLead): string {
  const values = [...lead.values.values()].flat().map((each) => String(each.value))
  return [lead.id, lead.name, ...values].join('\n').toLowerCase()
}

function changeMany(world: World, call: Call): Answer {
  const listed = listItems(call.body)
  if (!listed.ok) return listed.answer
  const work = listed.items.map((item) => {
    const id = idOf(item, 'id', (each) => world.state.leads.get(each)?.isDeleted === false, true)
    const lead = id === undefined ? undefined : world.state.leads.get(id)
    return lead === undefined ? undefined : { lead, patch: readPatch(world, lead, item) }
  })
  const refusal = refuse(listed.items)
  if (refusal !== undefined) return refusal
  if (work.some((each) => each !== undefined && !may(world.state, call.caller, 'edit', 'leads', each.lead)))
    return forbidden()
  const leads = work.flatMap((each) => {
    if (each === undefined) return []
    changeLead(world, each.lead, each.patch, each.patch.by ?? call.caller.userId)
    return [changed(world, each.lead)]
  })
  return ok({ _links: self(world, call.path), _embedded: { leads } })
}

function changed(world: World, lead: KommoLead): Record<string, unknown> {
  return { id: lead.id, updated_at: lead.updatedAt, _links: self(world, `/api/v4/leads/${lead.id}`) }
}

function readPatch(world: World, lead: KommoLead, item: Item): LeadPatch & { by?: number } {
  const { state } = world
  const isUser = (id: number) => state.users.has(id)
  const patch: LeadPatch & { by?: number } = {}
  const name = text(item, 'name')
  const price = whole(item, 'price')
  const responsible = idOf(item, 'responsible_user_id', isUser)
  const by = author(item, 'updated_by', isUser)
  const createdAt = whole(item, 'created_at')
  if (name !== undefined) patch.name = name
  if (price !== undefined) patch.price = price
  if (responsible !== undefined) patch.responsibleUserId = responsible
  if (by !== undefined) patch.by = by
  if (createdAt !== undefined) patch.createdAt = createdAt
  const closedAt = item.data['closed_at'] === null ? null : whole(item, 'closed_at')
  if (closedAt !== undefined) patch.closedAt = closedAt
  readStage(world, lead, item, patch)
  readTags(world, lead, item, patch)
  if (item.data['custom_fields_values'] !== undefined) {
    const read = readValues(state.fields.leads, item.data['custom_fields_values'], (uuid) => state.files.has(uuid))
    if (read.ok) patch.values = read.values
    else item.errors.push(...read.errors)
  }
  return patch
}

/** A stage must belong to the pipeline; leads that wait in Incoming leads have to be accepted first. */
function readStage(world: World, lead: KommoLead, item: Item, patch: LeadPatch): void {
  const pipelineId = idOf(item, 'pipeline_id', (id) => world.state.pipelines.has(id))
  const pipeline = world.state.pipelines.get(pipelineId ?? lead.pipelineId)
  const statusId = idOf(
    item,
    'status_id',
    (id) => pipeline?.statuses.some((each) => each.id === id && each.type === 0) === true,
  )
  if (pipelineId === undefined && statusId === undefined) return
  const now = world.state.pipelines.get(lead.pipelineId)?.statuses.find((each) => each.id === lead.statusId)
  if (now?.type === 1) item.errors.push(notAChoice('status_id'))
  const first = pipeline?.statuses.find((each) => each.type === 0)?.id
  if (pipelineId !== undefined) patch.pipelineId = pipelineId
  const target = statusId ?? (pipelineId !== undefined && pipelineId !== lead.pipelineId ? first : undefined)
  if (target !== undefined) patch.statusId = target
  const reason = target === 143 ? whole(item, 'loss_reason_id') : undefined
  if (reason !== undefined) patch.lossReasonId = reason
}

/** `_embedded.tags` replaces all tags; `tags_to_add` and `tags_to_delete` do not. */
function readTags(world: World, lead: KommoLead, item: Item, patch: LeadPatch): void {
  const named = (path: string, list: unknown): KommoLead['tags'] | undefined => {
    if (list === undefined) return undefined
    if (Array.isArray(list)) {
      return list.map((raw: unknown) => {
        const { id, name } = asRecord(raw)
        const known = [...world.state.leads.values()]
          .flatMap((each) => each.tags)
          .find((tag) => tag.id === id || tag.name === name)
        return known ?? { id: world.state.nextId('tags'), name: String(name ?? '') }
      })
    }
    item.errors.push(wrongType(path, 'array'))
    return undefined
  }
  const all = named('_embedded.tags', asRecord(item.data['_embedded'])['tags'])
  const add = named('tags_to_add', item.data['tags_to_add'])
  const remove = named('tags_to_delete', item.data['tags_to_delete'])
  if (all === undefined && add === undefined && remove === undefined) return
  const gone = new Set((remove ?? []).map((tag) => tag.id))
  const merged = [...(all ?? lead.tags), ...(add ?? [])].filter((tag) => !gone.has(tag.id))
  patch.tags = merged.filter((tag, index) => merged.findIndex((each) => each.id === tag.id) === index)
}

function link(id: number, type: string, metadata: Record<string, unknown> | null): Record<string, unknown> {
  return { to_entity_id: id, to_entity_type: type, metadata }
}
