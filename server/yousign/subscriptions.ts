// Webhook subscriptions (contracts/yousign.md 4.1). They live in production; a sandbox key is refused.
import type { ESignature } from '../domain/esignature.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { at, type Door } from './door.ts'
import { subscriptionListSchema } from './wire.ts'

export function createSubscriptions(door: Door): Pick<ESignature, 'subscriptions' | 'changeSubscription'> {
  return {
    subscriptions: (priority) =>
      door({ method: 'GET', path: '/webhooks', priority, read: readJson(subscriptionListSchema) }),
    changeSubscription: (id, { enabled, autoRetry, events, scopes }, priority) =>
      door({
        method: 'PATCH',
        path: at('webhooks', id),
        body: { json: { enabled, auto_retry: autoRetry, subscribed_events: events, scopes } },
        priority,
        read: readNothing,
      }),
  }
}
