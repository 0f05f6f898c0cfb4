// The account, its pipelines and its users (contracts/kommo-api.md 1.7, 3.4, 3.6).
import { forbidden, noContent, notFound, ok } from '../answers.ts'
import type { EntityKind, KommoPipeline, KommoStatus, KommoUser } from '../state.ts'
import type { World } from '../world.ts'
import { page, type Route, self, withs } from './route.ts'

export function accountRoutes(world: World): Route[] {
  const { state } = world
  return [
    {
      method: 'GET',
      path: '/api/v4/account',
      run: (call) => ok(accountView(world, call.caller.userId, withs(call.query))),
    },
    {
      method: 'GET',
      path: '/api/v4/leads/pipelines',
      run(call) {
        const pipelines = sorted([...state.pipelines.values()]).map((each) => pipelineView(world, each))
        const total = { _total_items: pipelines.length }
        return pipelines.length === 0
          ? noContent()
          : ok({ ...total, _links: self(world, call.path), _embedded: { pipelines } })
      },
    },
    {
      method: 'GET',
      path: '/api/v4/leads/pipelines/:id',
      run(call) {
        const pipeline = state.pipelines.get(Number(call.params['id']))
        return pipeline === undefined ? notFound() : ok(pipelineView(world, pipeline))
      },
    },
    {
      method: 'GET',
      path: '/api/v4/leads/pipelines/:id/statuses',
      run(call) {
        const pipeline = state.pipelines.get(Number(call.params['id']))
        if (pipeline === undefined) return notFound()
        const statuses = sorted(pipeline.statuses).map((each) => statusView(world, pipeline, each))
        return ok({ _total_items: statuses.length, _links: self(world, call.path), _embedded: { statuses } })
      },
    },
    {
      method: 'GET',
      path: '/api/v4/users',
      run(call) {
        if (!call.caller.admin) return forbidden()
        const users = [...state.users.values()].map((user) => userView(world, user, withs(call.query)))
        return page(world, call, 'users', users)
      },
    },
    {
      method: 'GET',
      path: '/api/v4/users/:id',
      run(call) {
        if (!call.caller.admin) return forbidden()
        const user = state.users.get(Number(call.params['id']))
        return user === undefined ? noContent() : ok(userView(world, user, withs(call.query)))
      },
    },
  ]
}

function accountView(world: World, userId: number, asked: Set<string>): Record<string, unknown> {
  const { account } = world.state
  const embedded: Record<string, unknown> = {}
  if (asked.has('users_groups')) embedded['users_groups'] = account.groups.map((group) => ({ ...group, uuid: null }))
  if (asked.has('task_types')) {
    embedded['task_types'] = account.taskTypes.map((each) => ({ ...each, color: null, icon_id: null }))
  }
  if (asked.has('amojo_rights')) embedded['amojo_rights'] = { can_direct: true, can_create_groups: true }
  if (asked.has('datetime_settings')) {
    embedded['datetime_settings'] = {
      date_pattern: 'd.m.Y H:i',
      short_date_pattern: 'd.m.Y',
      short_time_pattern: 'H:i',
      date_format: 'd.m.Y',
      time_format: 'H:i:s',
      timezone: account.timezone,
      timezone_offset: offset(world.clock.now(), account.timezone),
    }
  }
  return {
    id: account.id,
    name: account.name,
    subdomain: account.subdomain,
    language: account.language,
    created_at: 0,
    created_by: 0,
    updated_at: 0,
    updated_by: 0,
    current_user_id: userId,
    country: account.country,
    currency: account.currency,
    currency_symbol: account.currencySymbol,
    customers_mode: 'disabled',
    is_unsorted_on: true,
    mobile_feature_version: 0,
    is_loss_reason_enabled: false,
    is_helpbot_enabled: false,
    is_technical_account: false,
    contact_name_display_order: 1,
    ...(asked.has('drive_url') ? { drive_url: world.origin.drive } : {}),
    ...(asked.has('amojo_id') ? { amojo_id: account.uuid } : {}),
    ...(asked.has('version') ? { version: 9 } : {}),
    _links: self(world, '/api/v4/account'),
    _embedded: embedded,
  }
}

function pipelineView(world: World, pipeline: KommoPipeline): Record<string, unknown> {
  return {
    id: pipeline.id,
    name: pipeline.name,
    sort: pipeline.sort,
    is_main: pipeline.isMain,
    is_unsorted_on: pipeline.statuses.some((each) => each.type === 1),
    is_archive: false,
    account_id: world.state.account.id,
    _links: self(world, `/api/v4/leads/pipelines/${pipeline.id}`),
    _embedded: { statuses: sorted(pipeline.statuses).map((each) => statusView(world, pipeline, each)) },
  }
}

function statusView(world: World, pipeline: KommoPipeline, status: KommoStatus): Record<string, unknown> {
  return {
    id: status.id,
    name: status.name,
    sort: status.sort,
    is_editable: status.type === 0 && status.id !== 142 && status.id !== 143,
    pipeline_id: pipeline.id,
    color: status.color,
    type: status.type,
    account_id: world.state.account.id,
    _links: self(world, `/api/v4/leads/pipelines/${pipeline.id}/statuses/${status.id}`),
  }
}

function userView(world: World, user: KommoUser, asked: Set<string>): Record<string, unknown> {
  const group = world.state.account.groups.find((each) => each.id === user.groupId)
  const embedded: Record<string, unknown> = {}
  if (asked.has('group')) embedded['groups'] = group === undefined ? [] : [group]
  if (asked.has('role')) embedded['roles'] = user.roleId === null ? [] : [{ id: user.roleId, name: 'Role' }]
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    lang: user.lang,
    rights: {
      ...rightsOf(user),
      mail_access: true,
      catalog_access: true,
      files_access: true,
      is_admin: user.isAdmin,
      is_free: user.isFree,
      is_active: user.isActive,
      group_id: user.groupId === 0 ? null : user.groupId,
      role_id: user.roleId,
      status_rights: [],
    },
    ...(asked.has('uuid') ? { uuid: `00000000-0000-4000-8000-${String(user.id).padStart(12, '0')}` } : {}),
    _links: self(world, `/api/v4/users/${user.id}`),
    _embedded: embedded,
  }
}

function rightsOf(user: KommoUser): Record<string, unknown> {
  const all = { view: 'A', edit: 'A', add: 'A', delete: 'A', export: 'A' }
  const of = (kind: EntityKind) => (user.isAdmin ? all : user.rights[kind])
  return {
    leads: of('leads'),
    contacts: of('contacts'),
    companies: of('companies'),
    tasks: user.isAdmin ? { edit: 'A', delete: 'A' } : user.rights.tasks,
  }
}

function sorted<T extends { sort: number }>(rows: T[]): T[] {
  return [...rows].sort((a, b) => a.sort - b.sort)
}

/** `+01:00` of that moment in that zone. */
function offset(now: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name === 'GMT' ? '+00:00' : name.replace('GMT', '')
}
