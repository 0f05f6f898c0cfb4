// A reminder to one signer. An unknown outcome counts as sent: two reminders are worse than none (protocols.md P1).
import type { ActionWork } from '../action.ts'
import { fullName } from '../signature-request.ts'
import type { Outcome } from '../work.ts'
import { type Act, failed, refuse, settle, signerOf } from './step.ts'

export async function remindSigner(act: Act<Extract<ActionWork, { kind: 'remind' }>>): Promise<Outcome> {
  const { deps, request, action, work } = act
  const signer = signerOf(request, work.signerId)
  if (signer === null) return refuse(act, { code: 'not_found' })
  if (!action.inFlight) {
    if (request.state !== 'ongoing' || signer.status !== 'notified')
      return refuse(act, { code: 'too_late', state: signer.status })
    deps.store.startAction(action.id)
    const called = await deps.esign.remind(request.yousignId ?? '', signer.yousignId ?? '', 'click')
    if (!called.ok && called.failure.kind !== 'unknown') return failed(act, called.failure)
  }
  const at = deps.clock.now()
  return settle(act, {
    signers: [{ id: signer.id, columns: { remindedAt: at } }],
    ledger: [
      {
        key: `reminded:${signer.id}:${action.id}`,
        event: 'reminded',
        at,
        facts: { name: fullName(signer.sent), by: action.by },
      },
    ],
  })
}
