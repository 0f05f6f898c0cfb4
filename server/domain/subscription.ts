// Every six hours the subscription at Yousign is compared with what we need, and put right (protocols.md P2). One whose
// endpoint is not ours is never touched. Only a production key may look; for others this is a person's work.
import type { Deps } from './deps.ts'
import type { Subscription } from './esignature.ts'
import { describe } from './failure.ts'
import { retryAt } from './learn.ts'
import type { Handler, Outcome } from './work.ts'

/** What the last comparison found; kept for health and for the card of an administrator. */
export type SubscriptionState = 'fine' | 'repaired' | 'missing' | 'not_compared'

const period = 6 * 3_600_000
const memory = { kind: 'health', id: 'subscription' }

/** What we act upon (contracts/yousign.md 4.2); reminders and the rest would only be noise. */
export const neededEvents = [
  ...[
    'activated',
    'approved',
    'canceled',
    'declined',
    'deleted',
    'done',
    'expired',
    'paused',
    'permanently_deleted',
  ].map((name) => `signature_request.${name}`),
  ...['reactivated', 'rejected', 'resumed'].map((name) => `signature_request.${name}`),
  ...['notified', 'link_opened', 'done', 'declined', 'error'].map((name) => `signer.${name}`),
  ...['identification_failed', 'identification_blocked', 'identification_expired'].map((name) => `signer.${name}`),
  ...['sender_contacted', 'notification_delivery_failed'].map((name) => `signer.${name}`),
]

/** Handler of `compare_subscription`. */
export function createCompareSubscription(deps: Deps): Handler<'compare_subscription'> {
  return async () => {
    // A subscription lives in production, and a sandbox key cannot see it (4.1).
    if (deps.settings.environment === 'sandbox' || !deps.settings.connected()) return next(deps)
    const listed = await deps.esign.subscriptions('sweep')
    if (!listed.ok && (listed.failure.kind === 'forbidden' || listed.failure.kind === 'not_found')) return next(deps)
    if (!listed.ok) return later(describe(listed.failure), retryAt(listed.failure, deps.clock.now()))
    const endpoint = `${deps.settings.publicUrl}/hooks/yousign`
    const ours = listed.value.filter((one) => one.endpoint === endpoint && !one.sandbox)
    const good = ours.find(isComplete)
    if (good !== undefined) return found(deps, 'fine')
    const [first] = ours
    if (first === undefined) {
      deps.log.error({ endpoint }, 'Yousign has no webhook subscription for this server; add it in Yousign')
      return found(deps, 'missing')
    }
    const repaired = await deps.esign.changeSubscription(first.id, completed(first), 'sweep')
    if (!repaired.ok) return later(describe(repaired.failure), retryAt(repaired.failure, deps.clock.now()))
    deps.log.warn({ endpoint }, 'the webhook subscription at Yousign lacked something and was put right')
    return found(deps, 'repaired')
  }
}

export function subscriptionState({ store }: Pick<Deps, 'store'>): SubscriptionState {
  return (store.remembered(memory.kind, memory.id) as SubscriptionState | null) ?? 'not_compared'
}

function isComplete(one: Subscription): boolean {
  const { events, scopes } = completed(one)
  return one.enabled && one.autoRetry && events.length === one.events.length && scopes.length === one.scopes.length
}

/** What is there, and what is missing. */
function completed(one: Subscription): Pick<Subscription, 'events' | 'scopes'> & { enabled: true; autoRetry: true } {
  const all = (list: readonly string[], needed: readonly string[]) =>
    list.includes('*') ? [...list] : [...new Set([...list, ...needed])]
  return {
    enabled: true,
    autoRetry: true,
    events: all(one.events, neededEvents),
    scopes: all(one.scopes, ['app', 'public_api']),
  }
}

function found(deps: Deps, state: SubscriptionState): Outcome {
  deps.store.remember(memory.kind, memory.id, state, deps.clock.now())
  return next(deps)
}

function next(deps: Deps): Outcome {
  return { kind: 'again', at: deps.clock.now() + period, reason: 'recurring', counts: false }
}

function later(reason: string, at: number): Outcome {
  return { kind: 'again', at, reason, counts: false }
}
