// Signature requests: create, find, read, activate, end (contracts/yousign.md 2.1, 2.5, 2.8).
import { ok } from '../../shared/result.ts'
import type { ESignature, RequestFilter } from '../domain/esignature.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { newRequestBody } from './bodies.ts'
import { at, type Door } from './door.ts'
import { activatedSchema, requestListSchema, requestSchema } from './wire.ts'

type Requests = Pick<ESignature, 'create' | 'list' | 'read' | 'activate' | 'remove' | 'cancel' | 'reactivate'>

export function createRequests(door: Door): Requests {
  return {
    create: (order, priority) =>
      door({
        method: 'POST',
        path: '/signature_requests',
        body: { json: newRequestBody(order) },
        priority,
        read: readJson(requestSchema),
      }),

    async list(filter, priority) {
      const page = await door({
        method: 'GET',
        path: '/signature_requests',
        query: listQuery(filter),
        priority,
        read: readJson(requestListSchema),
      })
      if (!page.ok || filter.externalId === undefined) return page
      // A filter that the service ignored must not hand us a stranger's request (protocols.md P1 step 2).
      const items = page.value.items.filter((item) => item.externalId === filter.externalId)
      return ok({ items, next: page.value.next })
    },

    read: (id, priority) =>
      door({ method: 'GET', path: at('signature_requests', id), priority, read: readJson(requestSchema) }),

    activate: (id, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'activate'),
        priority,
        read: readJson(activatedSchema),
      }),

    remove: (id, priority) =>
      door({
        method: 'DELETE',
        path: at('signature_requests', id),
        query: { permanent_delete: 'true' },
        priority,
        read: readNothing,
      }),

    cancel: (id, reason, note, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'cancel'),
        body: { json: { reason, ...(note === null ? {} : { custom_note: note }) } },
        priority,
        read: readNothing,
      }),

    reactivate: (id, expirationDate, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'reactivate'),
        body: { json: { expiration_date: expirationDate } },
        priority,
        read: readNothing,
      }),
  }
}

/** Requests made in the app are hidden unless `source` names them (1.4). */
function listQuery(filter: RequestFilter): Record<string, string> {
  return {
    limit: '100',
    'source[in]': 'public_api,app',
    ...(filter.externalId === undefined ? {} : { 'external_id[eq]': filter.externalId }),
    ...(filter.states === undefined ? {} : { 'status[in]': filter.states.join(',') }),
    ...(filter.createdAfter === undefined
      ? {}
      : { 'created_at[after]': new Date(filter.createdAfter).toISOString().slice(0, 10) }),
    ...(filter.after === undefined ? {} : { after: filter.after }),
  }
}
