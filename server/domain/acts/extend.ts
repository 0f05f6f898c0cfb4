// A new deadline for an expired request (protocols.md P7). Whether the call acted is told by the state at Yousign alone.
import type { ActionWork } from '../action.ts'
import { applyRead } from '../apply.ts'
import { learnJob, noteEffect } from '../consequences.ts'
import { momentInWords } from '../dates.ts'
import { merge } from '../merge.ts'
import { longestLag } from '../replica.ts'
import { besideOthers } from '../second-life.ts'
import type { Outcome } from '../work.ts'
import { type Act, failed, lookLater, refuse, settle } from './step.ts'

export async function extendRequest(act: Act<Extract<ActionWork, { kind: 'extend' }>>): Promise<Outcome> {
  const { deps, request, action, work } = act
  const yousignId = request.yousignId ?? ''
  if (!action.inFlight) {
    if (request.state !== 'expired' || request.deletedAt !== null)
      return refuse(act, { code: 'too_late', state: request.state })
    deps.store.startAction(action.id)
    const called = await deps.esign.reactivate(yousignId, work.expirationDate, 'click')
    if (!called.ok && called.failure.kind !== 'unknown') return failed(act, called.failure)
  }
  const read = await deps.esign.read(yousignId, 'click')
  if (!read.ok) return lookLater(act, read.failure)
  if (read.value.state === 'expired') return stillExpired(act)

  const now = deps.clock.now()
  const current = deps.store.request(request.id) ?? request
  const { language, timeZone } = request.snapshot.firm
  const facts = {
    document: request.snapshot.form.name,
    until: momentInWords(language, timeZone, read.value.expiresAt ?? now).date,
    by: action.by,
  }
  const verdict = applyRead(current, read.value, null, now)
  const applied = verdict.kind === 'applied' && verdict.change !== null ? verdict.change : { requestId: request.id }
  return settle(
    act,
    merge(besideOthers(deps, current, applied, now), {
      requestId: request.id,
      effects: [noteEffect(request, `extended:${read.value.expiresAt ?? now}`, 'extended', facts)],
      // Already over again, signed perhaps: what follows from that is the business of a read of its own.
      jobs: read.value.state === 'ongoing' ? [] : [learnJob(request.id, now)],
    }),
  )
}

/** The call was lost, is still on its way, or the read is a lagging one: asked again with the same date, which is harmless. */
async function stillExpired(act: Act<Extract<ActionWork, { kind: 'extend' }>>): Promise<Outcome> {
  const { deps, request, action, work } = act
  const now = deps.clock.now()
  if (now - action.createdAt > 2 * deps.settings.callTimeout) {
    const called = await deps.esign.reactivate(request.yousignId ?? '', work.expirationDate, 'click')
    if (!called.ok && called.failure.kind === 'refused') {
      const read = await deps.esign.read(request.yousignId ?? '', 'click')
      // "Not expired" says the call, "expired" the read: the read is older, unless it goes on saying so.
      const mayLag = now - action.createdAt < longestLag
      if (read.ok && read.value.state === 'expired' && !mayLag) return failed(act, called.failure)
    }
  }
  return { kind: 'again', at: now + 2_000, reason: 'still expired after the extension', counts: true }
}
