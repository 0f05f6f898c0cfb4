// The history of the account, newest first, at most 100 a page (contracts/kommo-api.md 7.4).
import { asRecord } from '../fields.ts'
import { may } from '../rights.ts'
import type { KommoEvent } from '../state.ts'
import type { Caller, World } from '../world.ts'
import { filterList, filterRange, page, type Query, type Route, self } from './route.ts'

export function eventRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/v4/events',
      run(call) {
        const keep = eventFilter(call.query)
        const rows = world.state.events.filter((event) => keep(event) && maySee(world, call.caller, event))
        return page(
          world,
          call,
          'events',
          rows.reverse().map((event) => eventView(world, event)),
          100,
          100,
        )
      },
    },
  ]
}

function eventFilter(query: Query): (event: KommoEvent) => boolean {
  const lists: [string, (event: KommoEvent) => string][] = [
    ['id', (event) => event.id],
    ['type', (event) => event.type],
    ['entity', (event) => event.entityType],
    ['entity_id', (event) => String(event.entityId)],
    ['created_by', (event) => String(event.createdBy)],
  ]
  const created = filterRange(query, 'created_at')
  const after = stages(query, 'value_after')
  const before = stages(query, 'value_before')
  return (event) =>
    lists.every(([name, of]) => filterList(query, name)?.includes(of(event)) ?? true) &&
    (created?.(event.createdAt) ?? true) &&
    (after === undefined || isIn(event.valueAfter, after)) &&
    (before === undefined || isIn(event.valueBefore, before))
}

/** `filter[value_after][leads_statuses][n][pipeline_id|status_id]`; events that carry no stage never match. */
function stages(query: Query, side: string): Record<string, unknown>[] | undefined {
  const asked = asRecord(asRecord(query['filter'])[side])['leads_statuses']
  return asked === undefined ? undefined : Object.values(asked as object).map(asRecord)
}

function isIn(values: unknown[], wanted: Record<string, unknown>[]): boolean {
  const stage = asRecord(asRecord(values[0])['lead_status'])
  return wanted.some(
    (each) => each['status_id'] === String(stage['id']) && each['pipeline_id'] === String(stage['pipeline_id']),
  )
}

function maySee(world: World, caller: Caller, event: KommoEvent): boolean {
  if (event.entityType === 'task') return true
  const kind = ({ lead: 'leads', contact: 'contacts', company: 'companies' } as const)[event.entityType]
  const owner = world.state[kind].get(event.entityId)
  return owner !== undefined && may(world.state, caller, 'view', kind, owner)
}

function eventView(world: World, event: KommoEvent): Record<string, unknown> {
  const kind = { lead: 'leads', contact: 'contacts', company: 'companies', task: 'tasks' }[event.entityType]
  return {
    id: event.id,
    type: event.type,
    entity_id: event.entityId,
    entity_type: event.entityType,
    created_by: event.createdBy,
    created_at: event.createdAt,
    value_after: event.valueAfter,
    value_before: event.valueBefore,
    account_id: world.state.account.id,
    _links: self(world, `/api/v4/events/${event.id}`),
    _embedded: { entity: { id: event.entityId, _links: self(world, `/api/v4/${kind}/${event.entityId}`) } },
  }
}
