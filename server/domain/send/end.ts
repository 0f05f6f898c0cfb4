// How a send ends without having been sent: failed with a cause, or stopped by somebody. Nothing stays half-sent.
import type { Trouble } from '../../../shared/card.ts'
import type { Level } from '../../../shared/levels.ts'
import type { Deps } from '../deps.ts'
import type { CallFailure } from '../failure.ts'
import { recordDraft, type Sending, type Step } from './step.ts'

/** The request is `failed` with the cause; its draft, which reached nobody, is deleted for good. */
export async function fail(sending: Sending, trouble: Trouble): Promise<Step> {
  const discarded = await discard(sending)
  if (discarded === 'active') return 'next'
  const { deps, request } = sending
  const now = deps.clock.now()
  deps.store.record(
    {
      requestId: request.id,
      request: { state: 'failed', trouble, waiting: null, endedAt: now },
      ledger: [{ key: `failed:${now}`, event: 'failed', at: now, facts: { cause: trouble.kind } }],
    },
    now,
  )
  deps.log.info({ requestId: request.id, cause: trouble.kind }, 'send failed')
  return { kind: 'done' }
}

/** Somebody pressed Stop or Undo in time: the request is cancelled, nobody was contacted. */
export async function stop(sending: Sending | { deps: Deps; request: Sending['request']; draft: null }): Promise<Step> {
  const { deps, request, draft } = sending
  if (draft !== null && (await discard(sending)) === 'active') return 'next'
  const asked = request.cancelAsked
  const now = deps.clock.now()
  const by = asked?.by ?? request.snapshot.by.name
  deps.store.record(
    {
      requestId: request.id,
      request: {
        state: 'canceled',
        waiting: null,
        endedAt: now,
        trouble: { kind: 'stopped', by },
        ending: { kind: 'canceled', by, reason: null, note: null, at: now },
      },
      ledger: [{ key: 'stopped', event: 'stopped', at: now, facts: { by } }],
    },
    now,
  )
  return { kind: 'done' }
}

/**
 * Deletes the draft for good. Yousign refuses that while the request is active, which is how we learn that somebody
 * activated it: then it is marked so and `active` is returned. It deletes one that has ended, even signed by everybody: never
 * call it for a draft that an earlier call of ours may have activated. An unknown outcome leaves it to the sweep of drafts.
 */
export async function discard(sending: Sending): Promise<'gone' | 'abandoned' | 'active'> {
  const { deps, draft, request } = sending
  if (draft.state === 'gone' || draft.state === 'abandoned') return draft.state
  if (draft.yousignId === null) {
    recordDraft(sending, { state: 'abandoned', inFlight: null })
    return 'abandoned'
  }
  const removed = await deps.esign.remove(draft.yousignId, sending.priority)
  if (removed.ok || removed.failure.kind === 'not_found') {
    recordDraft(sending, { state: 'gone', inFlight: null })
    return 'gone'
  }
  if (removed.failure.kind === 'refused') {
    deps.log.warn({ requestId: request.id }, 'a draft could not be deleted because it is active; taking it as sent')
    recordDraft(sending, { state: 'activating', inFlight: 'activate' })
    return 'active'
  }
  recordDraft(sending, { state: 'abandoned', inFlight: null })
  return 'abandoned'
}

/** What a definite refusal of Yousign means for the person who pressed Send. */
export function troubleOf(deps: Pick<Deps, 'store'>, failure: CallFailure, level: Level): Trouble {
  if (failure.kind === 'unauthorized' || (failure.kind === 'lane_closed' && failure.reason === 'key_refused')) {
    return { kind: 'key_refused', administrators: [] }
  }
  if (failure.kind === 'not_found') return { kind: 'workspace_missing', administrators: [] }
  if (failure.kind !== 'refused' && failure.kind !== 'forbidden') return { kind: 'refused', detail: failure.kind }
  const params = failure.kind === 'refused' ? failure.params.map((param) => param.name).join(', ') : ''
  const text = `${failure.type} ${failure.detail} ${params}`
  if (/workspace/i.test(text)) return { kind: 'workspace_missing', administrators: [] }
  if (failure.kind === 'forbidden' || /not_enabled/.test(failure.type)) {
    const isLevel =
      level !== 'electronic_signature' && /signature_level|level|advanced|qualified|aes|qes|not_enabled/i.test(text)
    if (isLevel) {
      const off = deps.store.settings().levelsOff
      if (!off.includes(level) && /not_enabled/.test(failure.type))
        deps.store.changeSettings({ levelsOff: [...off, level] })
      return { kind: 'feature_off', feature: 'level', administrators: [], detail: failure.detail }
    }
    return {
      kind: 'feature_off',
      feature: /declin/i.test(text) ? 'decline' : 'other',
      administrators: [],
      detail: failure.detail,
    }
  }
  return { kind: 'refused', detail: [failure.detail, params].filter(Boolean).join(': ') }
}
