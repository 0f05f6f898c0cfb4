// Subscriptions (contracts/yousign.md 4.1). They live in production, whatever environment's events they carry.
import { type Answer, empty, type InvalidParam, json, no, type Outcome, refuse, value } from './answer.ts'
import type { Call } from './call.ts'
import type { WebhookRecord } from './model.ts'
import { parse } from './parse.ts'
import { createWebhook, patchWebhook } from './schemas.ts'
import { webhookView } from './views.ts'
import type { World } from './world.ts'

export function list(world: World): Answer {
  return json(200, [...world.state.webhooks.values()].map(webhookView))
}

export function read(world: World, call: Call): Answer {
  const found = webhookOf(world, call)
  return found.ok ? json(200, webhookView(found.value)) : found.answer
}

export function create(world: World, call: Call): Answer {
  const parsed = parse(createWebhook, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const { secret_key, workspaces, ...rest } = parsed.value
  const webhook = newWebhook(world, {
    ...rest,
    workspaces: workspaces ?? ['*'],
    ...(secret_key == null ? {} : { secret_key }),
  })
  const problems = webhookProblems(world, webhook)
  if (problems.length > 0) return refuse.invalid(problems)
  world.state.webhooks.set(webhook.id, webhook)
  return json(201, webhookView(webhook))
}

export function patch(world: World, call: Call): Answer {
  const found = webhookOf(world, call)
  if (!found.ok) return found.answer
  const parsed = parse(patchWebhook, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const { secret_key, ...rest } = parsed.value
  const given = Object.fromEntries(Object.entries(rest).filter(([, it]) => it !== undefined))
  const secret = secret_key === undefined ? {} : { secret_key: secret_key ?? world.random.token(32) }
  const changed: WebhookRecord = { ...found.value, ...given, ...secret, updated_at: world.clock.now() }
  const problems = webhookProblems(world, changed)
  if (problems.length > 0) return refuse.invalid(problems)
  world.state.webhooks.set(changed.id, changed)
  return json(200, webhookView(changed))
}

export function destroy(world: World, call: Call): Answer {
  const found = webhookOf(world, call)
  if (!found.ok) return found.answer
  world.state.webhooks.delete(found.value.id)
  return empty(204)
}

/** A subscription with the defaults of the app: all the organisation, retries, enabled. */
export function newWebhook(world: World, wanted: Partial<WebhookRecord> & { endpoint: string }): WebhookRecord {
  const now = world.clock.now()
  return {
    description: null,
    sandbox: world.state.sandbox,
    subscribed_events: ['*'],
    scopes: ['*'],
    workspaces: ['*'],
    secret_key: world.random.token(32),
    auto_retry: true,
    enabled: true,
    ...wanted,
    id: world.random.uuid(),
    created_at: now,
    updated_at: now,
  }
}

function webhookOf(world: World, call: Call): Outcome<WebhookRecord> {
  const webhook = world.state.webhooks.get(call.id('webhook'))
  return webhook === undefined ? no(refuse.notFound('The webhook was not found.')) : value(webhook)
}

function webhookProblems(world: World, webhook: WebhookRecord): InvalidParam[] {
  const problems: InvalidParam[] = []
  if (webhook.sandbox && !webhook.workspaces.includes('*')) {
    problems.push({ name: 'workspaces', reason: 'The sandbox accepts ["*"] only.' })
  }
  const unknown = webhook.workspaces.find((id) => id !== '*' && !world.state.workspaces.some((each) => each.id === id))
  if (unknown !== undefined) problems.push({ name: 'workspaces', reason: 'This workspace is not known.' })
  const reachable =
    isPublic(webhook.endpoint) || (world.settings.allowLoopbackEndpoints && isLoopback(webhook.endpoint))
  if (!reachable) problems.push({ name: 'endpoint', reason: 'The endpoint must be a public https address.' })
  return problems
}

const privateHost = /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[|0\.)/

function isPublic(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint)
  return protocol === 'https:' && !privateHost.test(hostname)
}

function isLoopback(endpoint: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+)$/.test(new URL(endpoint).hostname)
}
