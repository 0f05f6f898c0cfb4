// Definitions of custom fields of leads, contacts and companies; administrators only for writes (contracts/kommo-api.md 4).
import { type Answer, created, forbidden, noContent, ok } from '../answers.ts'
import { asRecord, notAChoice, wrongType } from '../fields.ts'
import type { KommoField, KommoFieldEnum } from '../state.ts'
import type { World } from '../world.ts'
import { flag, idOf, text, whole } from './check.ts'
import {
  type Call,
  filterList,
  type Item,
  listItems,
  oneItem,
  ordered,
  page,
  type Route,
  refuse,
  self,
} from './route.ts'

/** Whose fields a route is about. */
type Entity = keyof World['state']['fields']

const entities: readonly Entity[] = ['leads', 'contacts', 'companies']

const types = new Set([
  'text',
  'numeric',
  'checkbox',
  'select',
  'multiselect',
  'date',
  'url',
  'textarea',
  'radiobutton',
  'streetaddress',
  'smart_address',
  'birthday',
  'legal_entity',
  'date_time',
  'monetary',
  'chained_list',
  'file',
  'tracking_data',
])
const optionTypes = new Set(['select', 'multiselect', 'radiobutton'])

export function customFieldRoutes(world: World): Route[] {
  return entities.flatMap((entity) => routesOf(world, entity))
}

function routesOf(world: World, entity: Entity): Route[] {
  const path = pathOf(entity)
  const fields = () => world.state.fields[entity]
  return [
    {
      method: 'GET',
      path,
      run(call) {
        const wanted = filterList(call.query, 'type')
        const rows = fields().filter((field) => wanted?.includes(field.type) ?? true)
        const keys = { id: (field: KommoField) => field.id, sort: (field: KommoField) => field.sort }
        return page(
          world,
          call,
          'custom_fields',
          ordered(call.query, rows, keys, 'sort').map((each) => fieldView(world, entity, each)),
        )
      },
    },
    { method: 'POST', path, run: (call) => create(world, entity, call) },
    {
      method: 'PATCH',
      path,
      run(call) {
        if (!call.caller.admin) return forbidden()
        const listed = listItems(call.body)
        if (!listed.ok) return listed.answer
        const work = listed.items.map((item) => {
          const id = idOf(item, 'id', (each) => fields().some((field) => field.id === each), true)
          const field = fields().find((each) => each.id === id)
          return { item, field, change: field === undefined ? undefined : readChange(world, field, item) }
        })
        const refusal = refuse(listed.items)
        if (refusal !== undefined) return refusal
        const views = work.flatMap(({ item, field, change }) => {
          if (field === undefined || change === undefined) return []
          Object.assign(field, change)
          world.changed({ entity: 'field', id: field.id })
          return [{ ...fieldView(world, entity, field), request_id: item.requestId }]
        })
        return ok({ _links: self(world, path), _embedded: { custom_fields: views } })
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      run(call) {
        const field = fields().find((each) => each.id === Number(call.params['id']))
        return field === undefined ? noContent() : ok(fieldView(world, entity, field))
      },
    },
    {
      method: 'PATCH',
      path: `${path}/:id`,
      run(call) {
        if (!call.caller.admin) return forbidden()
        const field = fields().find((each) => each.id === Number(call.params['id']))
        if (field === undefined) return noContent()
        const item = oneItem(call.body)
        const change = readChange(world, field, item)
        const refusal = refuse([item])
        if (refusal !== undefined) return refusal
        Object.assign(field, change)
        world.changed({ entity: 'field', id: field.id })
        return ok(fieldView(world, entity, field))
      },
    },
  ]
}

function pathOf(entity: Entity): string {
  return `/api/v4/${entity}/custom_fields`
}

function create(world: World, entity: Entity, call: Call): Answer {
  if (!call.caller.admin) return forbidden()
  const listed = listItems(call.body)
  if (!listed.ok) return listed.answer
  const taken = new Set(world.state.fields[entity].map((field) => field.code))
  const read = listed.items.map((item) => readField(world, entity, item, taken))
  const refusal = refuse(listed.items)
  if (refusal !== undefined) return refusal
  const views = read.map((field, index) => {
    world.state.fields[entity].push(field)
    world.changed({ entity: 'field', id: field.id })
    return { ...fieldView(world, entity, field), request_id: listed.items[index]?.requestId }
  })
  return created({
    _total_items: views.length,
    _links: self(world, pathOf(entity)),
    _embedded: { custom_fields: views },
  })
}

function readField(world: World, entity: Entity, item: Item, taken: Set<string | null>): KommoField {
  const name = text(item, 'name', true) ?? ''
  const type = text(item, 'type', true) ?? ''
  if (type !== '' && !types.has(type)) item.errors.push(notAChoice('type'))
  const code = text(item, 'code') ?? null
  // Kommo does not say whether codes are unique; writing by code only makes sense if they are.
  if (code !== null && taken.has(code)) item.errors.push(notAChoice('code'))
  if (code !== null) taken.add(code)
  const isApiOnly = flag(item, 'is_api_only') ?? false
  const required = item.data['required_statuses']
  if (isApiOnly && Array.isArray(required) && required.length > 0) item.errors.push(notAChoice('required_statuses'))
  const enums = readEnums(world, item, [])
  if (optionTypes.has(type) && (enums ?? []).length === 0) item.errors.push(notAChoice('enums'))
  const groupId = text(item, 'group_id') ?? null
  const sort = whole(item, 'sort') ?? 500 + world.state.fields[entity].length
  const id = item.errors.length === 0 ? world.state.nextId('fields') : 0
  return { id, name, type, code, sort, groupId, isApiOnly, isPredefined: false, enums: enums ?? [] }
}

function readChange(world: World, field: KommoField, item: Item): Partial<KommoField> {
  const name = text(item, 'name')
  const sort = whole(item, 'sort')
  const isApiOnly = flag(item, 'is_api_only')
  const code = text(item, 'code')
  const enums = readEnums(world, item, field.enums)
  if (item.data['type'] !== undefined && item.data['type'] !== field.type) item.errors.push(notAChoice('type'))
  return {
    ...(name === undefined ? {} : { name }),
    ...(sort === undefined ? {} : { sort }),
    ...(isApiOnly === undefined ? {} : { isApiOnly }),
    ...(code === undefined ? {} : { code }),
    ...(enums === undefined ? {} : { enums }),
  }
}

/** Options without an id are new ones, even when their text exists already: the duplicates Kommo makes. */
function readEnums(world: World, item: Item, known: KommoFieldEnum[]): KommoFieldEnum[] | undefined {
  const raw = item.data['enums']
  if (raw === undefined || raw === null) return undefined
  if (!Array.isArray(raw)) {
    item.errors.push(wrongType('enums', 'array'))
    return undefined
  }
  const kept = [...known]
  raw.forEach((each: unknown, index) => {
    const { id, value, sort, code } = asRecord(each)
    if (typeof value !== 'string' || value === '') item.errors.push(wrongType(`enums.${index}.value`, 'string'))
    const at = kept.findIndex((option) => option.id === id)
    const option: KommoFieldEnum = {
      id: at >= 0 ? Number(id) : world.state.nextId('enums'),
      value: String(value),
      sort: typeof sort === 'number' ? sort : index * 10,
      code: typeof code === 'string' ? code : (kept[at]?.code ?? null),
    }
    if (at >= 0) kept[at] = option
    else kept.push(option)
  })
  return kept
}

function fieldView(world: World, entity: Entity, field: KommoField): Record<string, unknown> {
  return {
    id: field.id,
    name: field.name,
    type: field.type,
    account_id: world.state.account.id,
    code: field.code,
    sort: field.sort,
    is_api_only: field.isApiOnly,
    enums: field.enums.length === 0 ? null : field.enums,
    group_id: field.groupId,
    required_statuses: [],
    is_deletable: !field.isPredefined,
    is_predefined: field.isPredefined,
    entity_type: entity,
    remind: null,
    tracking_callback: null,
    _links: self(world, `${pathOf(entity)}/${field.id}`),
  }
}
