// Contacts and companies, read only: people change them in Kommo's pages (contracts/kommo-api.md 3.5).
import { forbidden, noContent, ok } from '../answers.ts'
import { valuesView } from '../fields.ts'
import { linkedLeads, may } from '../rights.ts'
import type { KommoCompany, KommoContact } from '../state.ts'
import type { Caller, World } from '../world.ts'
import { type Call, filterList, filterRange, ordered, page, type Route, self, withs } from './route.ts'

type Kind = 'contacts' | 'companies'

export function contactRoutes(world: World): Route[] {
  return [...routesOf(world, 'contacts'), ...routesOf(world, 'companies')]
}

function routesOf(world: World, kind: Kind): Route[] {
  const all = () => world.state[kind] as Map<number, KommoContact | KommoCompany>
  return [
    { method: 'GET', path: `/api/v4/${kind}`, run: (call) => list(world, call, kind, [...all().values()]) },
    {
      method: 'GET',
      path: `/api/v4/${kind}/:id`,
      run(call) {
        const found = all().get(Number(call.params['id']))
        if (found === undefined || found.isDeleted) return noContent()
        if (!may(world.state, call.caller, 'view', kind, found)) return forbidden()
        return ok(view(world, call.caller, kind, found, withs(call.query)))
      },
    },
  ]
}

function list(world: World, call: Call, kind: Kind, all: (KommoContact | KommoCompany)[]) {
  const ids = filterList(call.query, 'id')
  const names = filterList(call.query, 'name')
  const responsible = filterList(call.query, 'responsible_user_id')
  const updated = filterRange(call.query, 'updated_at')
  const words = typeof call.query['query'] === 'string' ? call.query['query'].toLowerCase() : undefined
  const rows = all.filter(
    (each) =>
      !each.isDeleted &&
      (ids?.includes(String(each.id)) ?? true) &&
      (names?.includes(each.name) ?? true) &&
      (responsible?.includes(String(each.responsibleUserId)) ?? true) &&
      (updated?.(each.updatedAt) ?? true) &&
      (words === undefined || wordsOf(each).includes(words)) &&
      may(world.state, call.caller, 'view', kind, each),
  )
  const keys = {
    id: (each: KommoContact | KommoCompany) => each.id,
    updated_at: (each: KommoContact | KommoCompany) => each.updatedAt,
  }
  const asked = withs(call.query)
  const shown = ordered(call.query, rows, keys, 'id').map((each) => view(world, call.caller, kind, each, asked))
  return page(world, call, kind, shown)
}

function view(world: World, caller: Caller, kind: Kind, who: KommoContact | KommoCompany, asked: Set<string>) {
  const { state } = world
  const leads = linkedLeads(state, kind, who.id).filter((lead) => may(state, caller, 'view', 'leads', lead))
  const companyId = 'companyId' in who ? who.companyId : null
  const names = 'firstName' in who ? { first_name: who.firstName, last_name: who.lastName } : {}
  return {
    id: who.id,
    name: who.name,
    ...names,
    responsible_user_id: who.responsibleUserId,
    group_id: who.groupId,
    created_by: who.createdBy,
    updated_by: who.updatedBy,
    created_at: who.createdAt,
    updated_at: who.updatedAt,
    closest_task_at: null,
    is_deleted: who.isDeleted,
    ...(kind === 'contacts' ? { is_unsorted: waits(world, who.id) } : {}),
    custom_fields_values: valuesView(state.fields[kind], who.values),
    account_id: state.account.id,
    _links: self(world, `/api/v4/${kind}/${who.id}`),
    _embedded: {
      tags: who.tags.map((tag) => ({ ...tag, color: null })),
      ...(kind === 'contacts'
        ? {
            companies:
              companyId === null ? [] : [{ id: companyId, _links: self(world, `/api/v4/companies/${companyId}`) }],
          }
        : {}),
      ...(asked.has('leads')
        ? { leads: leads.map((lead) => ({ id: lead.id, _links: self(world, `/api/v4/leads/${lead.id}`) })) }
        : {}),
      ...(asked.has('catalog_elements') ? { catalog_elements: [] } : {}),
    },
  }
}

/** Contacts whose leads all wait in Incoming leads are unsorted. */
function waits(world: World, contactId: number): boolean {
  const leads = linkedLeads(world.state, 'contacts', contactId)
  return (
    leads.length > 0 &&
    leads.every((lead) => {
      const stage = world.state.pipelines.get(lead.pipelineId)?.statuses.find((each) => each.id === lead.statusId)
      return stage?.type === 1
    })
  )
}

function wordsOf(who: KommoContact | KommoCompany): string {
  const values = [...who.values.values()].flat().map((each) => String(each.value))
  return [who.id, who.name, ...values].join('\n').toLowerCase()
}
