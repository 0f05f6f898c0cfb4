// Lifts a blocked identity check of one signer. Doing it twice does nothing more, so it is repeated after a lost answer.
import type { ActionWork } from '../action.ts'
import { learnJob } from '../consequences.ts'
import { fullName } from '../signature-request.ts'
import type { Outcome } from '../work.ts'
import { type Act, failed, refuse, settle, signerOf } from './step.ts'

export async function unblockSigner(act: Act<Extract<ActionWork, { kind: 'unblock' }>>): Promise<Outcome> {
  const { deps, request, action, work } = act
  const signer = signerOf(request, work.signerId)
  if (signer === null) return refuse(act, { code: 'not_found' })
  deps.store.startAction(action.id)
  const called = await deps.esign.unblock(request.yousignId ?? '', signer.yousignId ?? '', 'click')
  // Refused after a lost answer: the first call has lifted it, so nothing is blocked any more.
  const acted = called.ok || (action.inFlight && called.failure.kind === 'refused')
  if (!acted) return failed(act, called.failure)
  const now = deps.clock.now()
  const current = signerOf(deps.store.request(request.id) ?? request, signer.id) ?? signer
  const { identification_blocked: _, ...marks } = current.marks
  const facts = { by: action.by, name: fullName(signer.sent) }
  return settle(act, {
    signers: [{ id: signer.id, columns: { marks } }],
    ledger: [{ key: `unblocked:${signer.id}:${action.id}`, event: 'identification_unblocked', at: now, facts }],
    jobs: [learnJob(request.id, now)],
  })
}
