// What can happen to a request at Yousign, told as Yousign tells it: the events, and what a read shows at any moment.
// A model for property tests; steps that the state does not allow are left out, so any list of steps is a legal life.
import type { SignerStatus, YousignState } from '../../../shared/states.ts'
import type { RemoteRequest } from '../esignature.ts'
import type { SignatureEvent } from '../event.ts'

export const happenings = [
  'approve',
  'reject',
  'open',
  'bounce',
  'contact',
  'identification_failed',
  'identification_blocked',
  'identification_expired',
  'verify',
  'sign',
  'decline',
  'error',
  'pause',
  'resume',
  'expire',
  'reactivate',
  'cancel',
  'delete',
  'delete_for_good',
] as const
export type Happening = (typeof happenings)[number]

export interface Plan {
  people: number
  approval: boolean
  /** The next is asked only when the one before has signed. */
  oneByOne: boolean
  /** `wait`: milliseconds since the step before. */
  steps: readonly { what: Happening; who: number; wait: number }[]
}

export interface Life {
  /** In the order in which they happened, the activation first; `happened` is the moment to the millisecond. */
  events: { event: SignatureEvent; happened: number }[]
  /** What a read shows that sees the world as it was at that moment; null once it was deleted for good. */
  seenAt(moment: number): RemoteRequest | null
  /** What the answer to the activation showed. */
  activated: { state: YousignState; signers: RemoteRequest['signers']; expiresAt: number }
}

const day = 86_400_000
const awaited: ReadonlySet<SignerStatus> = new Set(['notified', 'verified', 'consent_given', 'processing'])
const open: ReadonlySet<string> = new Set(['approval', 'ongoing', 'paused'])

/** `id` is Yousign's; its signers are `<id>-0`, `<id>-1`, … */
export function live(plan: Plan, id: string, start: number): Life {
  const events: Life['events'] = []
  const versions: { at: number; remote: RemoteRequest | null }[] = []
  const statuses: SignerStatus[] = Array.from({ length: plan.people }, () => 'initiated')
  let state = (plan.approval ? 'approval' : 'ongoing') as RemoteRequest['state']
  let at = start
  let expiresAt = start + 10 * day
  let isGone = false
  let decline: RemoteRequest['decline'] = null
  let rejection: RemoteRequest['rejection'] = null
  let completedAt: number | null = null

  const signers = () => statuses.map((status, index) => ({ id: `${id}-${index}`, status }))
  const emit = (name: string, who: number | null = null, parts: Partial<SignatureEvent> = {}) => {
    const status = who === null ? undefined : statuses[who]
    const signer =
      status === undefined
        ? null
        : { id: `${id}-${who}`, status, level: null, locale: null, signedAt: status === 'signed' ? at : null }
    const eventId = `${id}-event-${events.length}`
    const whole = { requestState: state, signers: signers(), externalId: null, approverId: null, expiresAt }
    const event = {
      eventId,
      name,
      at: Math.floor(at / 1000) * 1000,
      sandbox: false,
      requestId: id,
      signer,
      ...whole,
      ...parts,
    }
    events.push({ event, happened: at })
  }
  const stop = (to: YousignState) => {
    state = to
    for (const [who, status] of statuses.entries()) {
      if (status === 'initiated' || awaited.has(status)) statuses[who] = 'aborted'
    }
    emit(`signature_request.${to}`)
  }
  const notify = () => {
    for (const [who, status] of statuses.entries()) {
      if (status === 'initiated') {
        statuses[who] = 'notified'
        emit('signer.notified', who)
      }
      if (plan.oneByOne && statuses[who] !== 'signed') return
    }
  }
  const expire = () => {
    at = Math.max(at, expiresAt + 1_000)
    state = 'expired'
    emit('signature_request.expired')
  }

  const acts: Record<Happening, (who: number) => void> = {
    approve() {
      if (state !== 'approval') return
      state = 'ongoing'
      emit('signature_request.approved')
      notify()
    },
    reject() {
      if (state !== 'approval') return
      rejection = { approverId: 'a', reason: 'Non', at }
      stop('rejected')
    },
    open: (who) => isTurn(who) && emit('signer.link_opened', who),
    bounce: (who) => isTurn(who) && emit('signer.notification_delivery_failed', who),
    contact: (who) => isTurn(who) && emit('signer.sender_contacted', who),
    identification_failed: (who) => isTurn(who) && emit('signer.identification_failed', who),
    identification_blocked: (who) => isTurn(who) && emit('signer.identification_blocked', who),
    identification_expired: (who) => isTurn(who) && emit('signer.identification_expired', who),
    verify(who) {
      // Nobody is told; the next event shows it.
      if (isTurn(who)) statuses[who] = 'verified'
    },
    sign(who) {
      if (!isTurn(who)) return
      statuses[who] = 'signed'
      emit('signer.done', who)
      if (statuses.every((status) => status === 'signed')) {
        completedAt = at
        stop('done')
      } else notify()
    },
    decline(who) {
      if (!isTurn(who)) return
      statuses[who] = 'declined'
      decline = { signerId: `${id}-${who}`, reason: 'Non', at }
      emit('signer.declined', who)
      stop('declined')
    },
    error(who) {
      if (!isTurn(who)) return
      statuses[who] = 'error'
      emit('signer.error', who)
    },
    pause: () => turn('ongoing', 'paused', 'paused'),
    resume: () => turn('paused', 'ongoing', 'resumed'),
    expire: () => (state === 'ongoing' || state === 'paused') && expire(),
    reactivate() {
      if (state !== 'expired') return
      expiresAt = Math.ceil((at + 5 * day) / day) * day
      state = 'ongoing'
      emit('signature_request.reactivated')
    },
    cancel: () => open.has(state) && stop('canceled'),
    delete: () => mayDelete() && remove('signature_request.deleted', { signers: [], expiresAt: null }),
    delete_for_good() {
      if (!mayDelete()) return
      remove('signature_request.permanently_deleted', { signers: [], expiresAt: null, requestState: null })
      isGone = true
    },
  }
  const isTurn = (who: number) => state === 'ongoing' && awaited.has(statuses[who] ?? 'aborted')
  const turn = (from: YousignState, to: YousignState, name: string) => {
    if (state !== from) return
    state = to
    emit(`signature_request.${name}`)
  }
  const mayDelete = () => state !== 'ongoing' && state !== 'approval' && state !== 'deleted'
  const remove = (name: string, parts: Partial<SignatureEvent>) => {
    state = 'deleted'
    emit(name, null, parts)
  }
  const keep = () => {
    const remote = {
      id,
      state,
      externalId: null,
      name: 'Mandat',
      createdAt: start,
      activatedAt: start,
      completedAt,
      expiresAt,
      signers: signers(),
    }
    versions.push({
      at,
      remote: isGone ? null : { ...remote, documents: [], decline, rejection, timeZone: 'Europe/Paris' },
    })
  }

  emit('signature_request.activated')
  if (state === 'ongoing') notify()
  const activated = {
    state: plan.approval ? ('approval' as const) : ('ongoing' as const),
    signers: signers(),
    expiresAt,
  }
  keep()
  for (const { what, who, wait } of plan.steps) {
    at += wait
    if (isGone) break
    // Nobody stops the calendar.
    if (at > expiresAt && (state === 'ongoing' || state === 'paused')) {
      const meanwhile = at
      at = expiresAt + 1_000
      expire()
      keep()
      at = Math.max(at, meanwhile)
    }
    acts[what](who)
    keep()
  }
  return {
    events,
    seenAt(moment) {
      const version = versions.findLast((one) => one.at <= moment) ?? versions[0]
      return version?.remote ?? null
    },
    activated,
  }
}
