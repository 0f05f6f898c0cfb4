// What happens to hundreds of requests at the simulated Yousign before anybody hears of it: legal lives, one act after the
// other, now of this request and now of that.
import type { RequestRecord, SignerRecord } from '../../simulators/yousign/model.ts'
import type { YousignSimulator } from '../../simulators/yousign/simulator.ts'
import type { Random } from '../random.ts'

export interface Lives {
  /** Every request as it is in the end, those that were deleted for good included, by Yousign's id. */
  requests: Map<string, RequestRecord>
}

type Act = [weight: number, run: () => void]

const awaited = new Set(['notified', 'verified', 'consent_given', 'processing'])
const day = 86_400_000

/**
 * Lets them live until so many events have happened. `tick`: time passes; events bear whole seconds, so some share one.
 * What ends a life comes seldom, or none would have many events.
 */
export function liveOn(
  yousign: YousignSimulator,
  random: Random,
  count: () => number,
  wanted: number,
  tick: (ms: number) => void,
): Lives {
  const all = [...yousign.state.requests.values()].filter((one) => one.external_id?.startsWith('ky-') === true)
  const extensions = new Map<string, number>()
  let alive = all
  while (count() < wanted && alive.length > 0) {
    tick(random.chance(0.2) ? 0 : 1_000 + random.whole(7_000))
    const one = random.pick(alive)
    const acts = actsOf(yousign, one, () => nextDeadline(one, extensions))
    if (acts.length === 0) alive = alive.filter((other) => other !== one)
    else choose(random, acts)()
  }
  return { requests: new Map(all.map((one) => [one.id, structuredClone(one)])) }
}

function choose(random: Random, acts: readonly Act[]): () => void {
  let left = random.next() * acts.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, run] of acts) {
    left -= weight
    if (left < 0) return run
  }
  return acts[0]?.[1] ?? (() => {})
}

function actsOf(yousign: YousignSimulator, one: RequestRecord, deadline: () => string): Act[] {
  const { id } = one
  switch (one.status) {
    case 'approval':
      return [
        ...one.approvers.flatMap((approver): Act[] =>
          approver.status === 'notified'
            ? [
                [4, () => yousign.approve(approver.id)],
                [0.3, () => yousign.reject(approver.id, 'Non')],
              ]
            : [],
        ),
        [0.2, () => yousign.cancelInApp(id)],
      ]
    case 'ongoing':
      return [
        ...one.signers.filter(({ status }) => awaited.has(status)).flatMap((signer) => actsOfSigner(yousign, signer)),
        [3, () => yousign.pause(id)],
        [1, () => yousign.expire(id)],
        [0.1, () => yousign.cancelInApp(id)],
      ]
    case 'paused':
      return [
        [5, () => yousign.resume(id)],
        [0.5, () => yousign.expire(id)],
        [0.1, () => yousign.cancelInApp(id)],
        [0.1, () => yousign.deleteInApp(id)],
      ]
    case 'expired':
      return [
        [5, () => yousign.reactivateInApp(id, deadline())],
        [0.2, () => yousign.deleteInApp(id)],
      ]
    // What was signed is deleted too, only not here: its documents are asked for, and those are another story.
    case 'declined':
    case 'rejected':
    case 'canceled':
      return [
        [0.5, () => yousign.deleteInApp(id)],
        [0.5, () => yousign.deleteInApp(id, { permanent: true })],
      ]
    default:
      return []
  }
}

function actsOfSigner(yousign: YousignSimulator, signer: SignerRecord): Act[] {
  const { id } = signer
  return [
    ...(signer.link_opened_at === null ? ([[2, () => yousign.openLink(id)]] satisfies Act[]) : []),
    [0.6, () => yousign.contactSender(id, 'Une question')],
    [0.3, () => yousign.bounce(id)],
    [0.6, () => yousign.sign(id)],
    [0.05, () => yousign.decline(id, 'Non')],
    [0.05, () => yousign.errorSigner(id)],
  ]
}

/** Later than any before, so that each deadline is one of its own. */
function nextDeadline(one: RequestRecord, extensions: Map<string, number>): string {
  const made = (extensions.get(one.id) ?? 0) + 1
  extensions.set(one.id, made)
  return new Date(one.created_at + (60 + made) * day).toISOString().slice(0, 10)
}
