// Calls of the Digital Pipeline: our widget's action (contracts/kommo-api.md 8.1) and "API: Send webhook" (8.2).
import { err, ok, type Result } from '../../shared/result.ts'
import type { HookProblem, PipelineHint } from '../domain/event.ts'
import { at, digestOf, listOf, numberAt, readForm, readJsonTree, type Tree } from './form.ts'
import { accountOf, isJsonType } from './hooks.ts'

/** Reads either body, form-encoded or JSON. What it names is a hint; its only authority is the trigger token (P3). */
export function readPipelineHook(rawBody: Uint8Array, contentType: string): Result<PipelineHint, HookProblem> {
  const body = isJsonType(contentType) ? readJsonTree(rawBody) : readForm(rawBody)
  if (!body.ok) return body
  const hint = widgetAction(body.value) ?? sendWebhook(body.value)
  return hint === null ? err({ kind: 'unreadable', reason: 'no lead' }) : ok(hint)
}

function widgetAction(tree: Tree): PipelineHint | null {
  const data = at(tree, 'event', 'data')
  const leadId = numberAt(data, 'id')
  // element_type 2 is a lead; bodies without it are about one as well.
  const elementType = at(data, 'element_type')
  if (leadId === null || (elementType !== undefined && elementType !== '2')) return null
  const time = numberAt(tree, 'event', 'time')
  const direction = at(data, 'direction_of_movement')
  return {
    deliveryKey: digestOf(tree),
    accountId: accountOf(tree),
    leadId,
    pipelineId: numberAt(data, 'pipeline_id'),
    statusId: numberAt(data, 'status_id'),
    token: tokenOf(at(tree, 'action', 'settings', 'widget', 'settings')),
    entered: direction !== 'went_in_trigger' && direction !== 'went_from_trigger',
    at: time === null ? null : time * 1000,
  }
}

const sendWebhookEvents = ['status', 'add', 'update', 'mail_in', 'call_in', 'chat', 'site_visit'] as const

function sendWebhook(tree: Tree): PipelineHint | null {
  for (const event of sendWebhookEvents) {
    const lead = listOf(at(tree, 'leads', event))[0]
    const leadId = numberAt(lead, 'id')
    if (leadId === null) continue
    return {
      deliveryKey: digestOf(tree),
      accountId: accountOf(tree),
      leadId,
      pipelineId: numberAt(lead, 'pipeline_id'),
      statusId: numberAt(lead, 'status_id'),
      token: null,
      entered: true,
      at: null,
    }
  }
  return null
}

/** 128 random bits in hex or base64url, under whatever name the manifest gave the field. */
function tokenOf(settings: Tree | undefined): string | null {
  const token = listOf(settings).find(
    (value) => typeof value === 'string' && /^([0-9a-f]{32}|[A-Za-z0-9_-]{22})$/.test(value),
  )
  return typeof token === 'string' ? token : null
}
