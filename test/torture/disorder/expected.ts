// What must be there in the end, worked out from the events alone: which effects each of them causes. Pure.
import type { SignatureEvent } from '../../../server/domain/event.ts'

/** Note and task about a signer, by what happened. */
const alarms: Readonly<Record<string, string>> = {
  'signer.notification_delivery_failed': 'delivery_failed',
  'signer.sender_contacted': 'sender_contacted',
}

const endings: Readonly<Record<string, string>> = {
  'signature_request.declined': 'declined',
  'signature_request.rejected': 'rejected',
  'signature_request.canceled': 'canceled',
}

/**
 * Keys of the notes and tasks of one request, without its id; `signers`: Yousign's ids in signing order. Two alarms about one
 * signer in the same second are one, because an event tells no more.
 */
export function expectedEffects(events: readonly SignatureEvent[], signers: readonly string[]): Set<string> {
  const keys = new Set<string>()
  const both = (what: string) => {
    keys.add(`note:${what}`)
    keys.add(`task:${what}`)
  }
  const names = new Set(events.map(({ name }) => name))
  for (const event of events) {
    const position = signers.indexOf(event.signer?.id ?? '')
    const alarm = alarms[event.name]
    const ending = endings[event.name]
    if (alarm !== undefined) both(`${alarm}:${position}:${event.at}`)
    if (ending !== undefined) both(ending)
    if (event.name === 'signer.error') both(`signer_error:${position}:0`)
    if (event.name === 'signature_request.expired') both(`expired:${event.expiresAt}`)
    if (event.name === 'signature_request.done') keys.add('note:done')
    if (event.name === 'signature_request.approved') keys.add('note:sent')
    if (event.name === 'signature_request.activated' && event.requestState === 'ongoing') keys.add('note:sent')
  }
  const isDeleted = names.has('signature_request.deleted') || names.has('signature_request.permanently_deleted')
  if (isDeleted && !hasEnded(events)) both('deleted')
  return keys
}

/** Ended, or expired and not extended since: what is deleted after that had no one left to tell. */
function hasEnded(events: readonly SignatureEvent[]): boolean {
  const settled = ['done', 'declined', 'rejected', 'canceled'].map((state) => `signature_request.${state}`)
  const last = events.findLast(({ name }) => name.endsWith('.expired') || name.endsWith('.reactivated'))
  return events.some(({ name }) => settled.includes(name)) || last?.name === 'signature_request.expired'
}
