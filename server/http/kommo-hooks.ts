// Kommo's webhooks. Account hooks are unsigned: the secret path is their proof, and what they say is a hint. The
// pipeline action's address ships to browsers: its authority is the trigger token in the body (protocols.md P3).
import type { FastifyInstance } from 'fastify'
import { err, ok, type Result } from '../../shared/result.ts'
import type { CrmChanges, PipelineHint } from '../domain/event.ts'
import type { IncomingDelivery } from '../domain/use-cases.ts'
import type { HttpDeps } from './deps.ts'
import { answerNotFound } from './errors.ts'
import { quarantine, store } from './inbox.ts'
import { contentTypeOf, rawBody } from './raw-body.ts'
import { isOneOf } from './same-secret.ts'

/** `POST /hooks/kommo/pipeline`, and `POST /hooks/kommo/:key` for everything else; a fixed name wins over the key. */
export function kommoHookRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  pipelineRoute(scope, deps)
  accountRoute(scope, deps)
}

/**
 * A wrong key is an unknown address, said before the body is read. With the right one everything is stored and
 * answered with 204, readable or not: a hundred refusals and Kommo switches the hook off (contracts/kommo-api.md 7.4).
 */
function accountRoute(scope: FastifyInstance, deps: HttpDeps): void {
  const { kommoAccountId, kommoHookKeys, metrics, readKommoHook } = deps
  scope.post<{ Params: { key: string } }>(
    '/hooks/kommo/:key',
    {
      onRequest: async (request, reply) => {
        if (isOneOf(request.params.key, kommoHookKeys())) return
        metrics.deliveries.inc({ source: 'kommo', outcome: 'refused' })
        request.log.info({ reason: 'wrong_key' }, 'webhook of Kommo refused')
        return answerNotFound(request, reply)
      },
    },
    async (request, reply) => {
      const body = rawBody(request)
      const read = readKommoHook(body, contentTypeOf(request))
      if (!read.ok) {
        request.log.warn({ reason: read.failure.reason, bytes: body.byteLength }, 'webhook of Kommo is not readable')
        return store(deps, request, reply, quarantine('kommo', body, 'unreadable'), 204)
      }
      if (isForeign(read.value.accountId, kommoAccountId())) {
        request.log.warn({ reason: 'other_account' }, 'webhook of Kommo names another account')
        return store(deps, request, reply, quarantine('kommo', body, 'other_account'), 204)
      }
      return store(deps, request, reply, accountDelivery(read.value, body), 204)
    },
  )
}

/** Always 200, so that Kommo does not repeat; of what carries no trigger of ours nothing is kept. */
function pipelineRoute(scope: FastifyInstance, deps: HttpDeps): void {
  scope.post('/hooks/kommo/pipeline', async (request, reply) => {
    const body = rawBody(request)
    const hint = readHint(deps, body, contentTypeOf(request))
    if (!hint.ok) {
      deps.metrics.deliveries.inc({ source: 'kommo', outcome: 'dropped' })
      request.log.info({ reason: hint.failure, bytes: body.byteLength }, 'pipeline call dropped')
      return reply.code(200).send({ ok: true })
    }
    return store(deps, request, reply, pipelineDelivery(hint.value, body), 200)
  })
}

function readHint(deps: HttpDeps, body: Uint8Array, contentType: string): Result<PipelineHint, string> {
  const read = deps.readPipelineHook(body, contentType)
  if (!read.ok) return err(read.failure.reason)
  const { token, accountId, entered } = read.value
  if (token === null || !deps.knowsTrigger(token)) return err('unknown_trigger')
  if (isForeign(accountId, deps.kommoAccountId())) return err('other_account')
  return entered ? ok(read.value) : err('not_entered')
}

/** A body that names no account is taken at its key's or token's word. */
function isForeign(named: number | null, ours: number | null): boolean {
  return named !== null && ours !== null && named !== ours
}

function accountDelivery(said: CrmChanges, body: Uint8Array): IncomingDelivery {
  const leads = said.leads.map(({ id, action }) => ({ entity: 'lead' as const, id, action }))
  const contacts = said.contacts.map(({ id, action }) => ({ entity: 'contact' as const, id, action }))
  const named = [...leads, ...contacts]
  return {
    source: 'kommo',
    key: said.deliveryKey,
    event: [...new Set(named.map(({ entity, action }) => `${action}_${entity}`))].join(',') || 'other',
    eventAt: null,
    body,
    quarantined: false,
    changes: named.map(({ entity, id }) => ({ entity, id })),
  }
}

function pipelineDelivery(hint: PipelineHint, body: Uint8Array): IncomingDelivery {
  return {
    source: 'kommo',
    key: `pipeline:${hint.deliveryKey}`,
    event: 'pipeline',
    eventAt: hint.at,
    body,
    quarantined: false,
    changes: [{ entity: 'lead', id: hint.leadId }],
  }
}
