// The account's webhook subscriptions, one a destination; administrators only (contracts/kommo-api.md 7.1).
import { type Answer, badRequest, created, forbidden, noContent, ok } from '../answers.ts'
import { asRecord, missing, notAChoice, wrongType } from '../fields.ts'
import type { KommoWebhook } from '../state.ts'
import type { World } from '../world.ts'
import { text, whole } from './check.ts'
import { type Call, oneItem, type Route, refuse, self } from './route.ts'

const path = '/api/v4/webhooks'
const mostWebhooks = 100

const events = new Set([
  ...['add_lead', 'update_lead', 'delete_lead', 'restore_lead', 'status_lead', 'responsible_lead', 'note_lead'],
  ...['add_contact', 'update_contact', 'delete_contact', 'restore_contact', 'responsible_contact', 'note_contact'],
  ...['add_company', 'update_company', 'delete_company', 'restore_company', 'responsible_company', 'note_company'],
  ...['add_task', 'delete_task', 'responsible_task', 'add_talk', 'add_message', 'add_chat_template_review'],
])

export function webhookRoutes(world: World): Route[] {
  const guarded = (run: (call: Call) => Answer) => (call: Call) => {
    if (!call.caller.admin) return forbidden()
    return world.state.account.webhooksInPlan ? run(call) : forbidden('Webhooks are not available on your plan')
  }
  return [
    { method: 'GET', path, run: guarded((call) => list(world, call)) },
    { method: 'POST', path, run: guarded((call) => subscribe(world, call)) },
    {
      method: 'DELETE',
      path,
      run: guarded((call) => {
        const item = oneItem(call.body)
        const destination = text(item, 'destination', true)
        const refusal = refuse([item])
        if (refusal !== undefined) return refusal
        world.state.webhooks = world.state.webhooks.filter((each) => each.destination !== destination)
        world.changed({ entity: 'webhook', id: 0 })
        return noContent()
      }),
    },
  ]
}

/** Not paginated. */
function list(world: World, call: Call): Answer {
  const wanted = asRecord(call.query['filter'])['destination']
  const rows = world.state.webhooks.filter((each) => wanted === undefined || each.destination === wanted)
  if (rows.length === 0) return noContent()
  const webhooks = rows.map((each) => webhookView(world, each))
  return ok({ _total_items: webhooks.length, _links: self(world, call.path), _embedded: { webhooks } })
}

/** A known destination gets the new settings and stays disabled if it was; whether anybody listens there is not asked. */
function subscribe(world: World, call: Call): Answer {
  if (Array.isArray(call.body)) return badRequest('Request body must be an object')
  const { state } = world
  const item = oneItem(call.body)
  const destination = text(item, 'destination', true) ?? ''
  const sort = whole(item, 'sort') ?? 0
  if (destination !== '' && !isWebAddress(destination)) item.errors.push(notAChoice('destination'))
  const settings = item.data['settings']
  if (settings === undefined) item.errors.push(missing('settings'))
  else if (!Array.isArray(settings) || settings.length === 0) item.errors.push(wrongType('settings', 'array'))
  else {
    settings.forEach((each: unknown, index) => {
      if (typeof each !== 'string' || !events.has(each)) item.errors.push(notAChoice(`settings.${index}`))
    })
  }
  const refusal = refuse([item])
  if (refusal !== undefined) return refusal
  const now = world.seconds()
  const known = state.webhooks.find((each) => each.destination === destination)
  if (known !== undefined) {
    Object.assign(known, { settings: [...new Set(settings as string[])], sort, updatedAt: now })
    world.changed({ entity: 'webhook', id: known.id })
    return ok(webhookView(world, known))
  }
  if (state.webhooks.length >= mostWebhooks) return badRequest(`The limit of ${mostWebhooks} webhooks is reached`)
  const webhook: KommoWebhook = {
    id: state.nextId('webhooks'),
    destination,
    settings: [...new Set(settings as string[])],
    sort,
    disabled: false,
    createdBy: call.caller.userId,
    createdAt: now,
    updatedAt: now,
  }
  state.webhooks.push(webhook)
  world.changed({ entity: 'webhook', id: webhook.id })
  return created(webhookView(world, webhook))
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function webhookView(world: World, webhook: KommoWebhook): Record<string, unknown> {
  return {
    id: webhook.id,
    destination: webhook.destination,
    created_at: webhook.createdAt,
    updated_at: webhook.updatedAt,
    account_id: world.state.account.id,
    created_by: webhook.createdBy,
    sort: webhook.sort,
    disabled: webhook.disabled,
    settings: webhook.settings,
  }
}
