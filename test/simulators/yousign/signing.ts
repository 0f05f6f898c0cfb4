// The signer's steps, shared by the pages, the tests and the control door. Each throws when the state does not allow it.
import { consentsOf } from './consents.ts'
import { emitRequest, emitSigner, type SignerEvent } from './events.ts'
import { post, sendCode, senderName } from './inbox.ts'
import { isAwaited, notifyNext, settle } from './lifecycle.ts'
import type { RequestRecord, SignerRecord } from './model.ts'
import type { World } from './world.ts'

/** Somebody asked for what cannot happen; a page shows it, a test fails. */
export class Impossible extends Error {}

export interface Turn {
  request: RequestRecord
  signer: SignerRecord
}

/** The signer and the request, whatever state they are in. */
export function findSigner(world: World, signerId: string): Turn {
  const request = world.state.requests.get(world.owners.get(signerId) ?? '')
  const signer = request?.signers.find((each) => each.id === signerId)
  if (request !== undefined && signer !== undefined) return { request, signer }
  throw new Impossible(`no signer ${signerId}`)
}

export function openLink(world: World, turn: Turn): void {
  assertTurn(turn)
  if (turn.signer.link_opened_at !== null) return
  turn.signer.link_opened_at = world.clock.now()
  emitSigner(world, 'signer.link_opened', turn.request, turn.signer)
  world.history.changed(turn.request)
}

export function needsIdentity(signer: SignerRecord): boolean {
  return signer.signature_level !== 'electronic_signature' && signer.identity !== 'succeeded'
}

export function needsCode(signer: SignerRecord): boolean {
  const mode = signer.signature_authentication_mode
  return mode === 'otp_email' || mode === 'otp_sms'
}

const identityEvents = {
  succeeded: 'signer.identification_succeeded',
  failed: 'signer.identification_failed',
  blocked: 'signer.identification_blocked',
  expired: 'signer.identification_expired',
} as const satisfies Record<string, SignerEvent>

/** How the identity check of AES and QES ends; `blocked` is QES's answer to another name (contracts/yousign.md 3.3). */
export function identify(world: World, turn: Turn, outcome: keyof typeof identityEvents): void {
  assertTurn(turn)
  const { request, signer } = turn
  if (signer.signature_level === 'electronic_signature') throw new Impossible('a simple signature checks no identity')
  if (signer.identity === 'blocked') throw new Impossible('the identification is blocked until the sender unblocks it')
  if (outcome === 'blocked' && signer.signature_level !== 'qualified_electronic_signature') {
    throw new Impossible('only a qualified signature blocks on another name')
  }
  signer.identity = outcome
  if (outcome === 'succeeded') signer.status = 'verified'
  emitSigner(world, identityEvents[outcome], request, signer)
  world.history.changed(request)
}

/** `given`: ids of the boxes that were ticked. Those that are not optional must be among them. */
export function consent(world: World, turn: Turn, given: readonly string[]): void {
  assertTurn(turn)
  const asked = consentsOf(turn.request, turn.signer)
  if (asked.some(({ id, optional }) => !optional && !given.includes(id)))
    throw new Impossible('a box that must be ticked is not')
  for (const one of asked.filter(({ id }) => given.includes(id))) one.given.push(turn.signer.id)
  world.history.changed(turn.request)
}

export function requestCode(world: World, turn: Turn): void {
  assertTurn(turn)
  if (!needsCode(turn.signer)) throw new Impossible('this signer needs no code')
  sendCode(world, turn.request, turn.signer)
}

/** The last step; `typed` is the code when the mode asks for one. */
export function putSignature(world: World, turn: Turn, typed?: string): void {
  assertTurn(turn)
  const { request, signer } = turn
  if (needsIdentity(signer)) throw new Impossible('the identity is not proved yet')
  if (needsCode(signer) && (signer.code === null || typed?.replaceAll(/\s/g, '') !== signer.code)) {
    throw new Impossible('this is not the code that was sent')
  }
  signer.code = null
  signer.status = 'signed'
  signer.signed_at = world.clock.now()
  emitSigner(world, 'signer.done', request, signer)
  notifyNext(world, request)
  world.history.changed(request)
}

/** Everything from the link to the signature. Another name than the one on the ID stops AES and QES. */
export function signThrough(world: World, turn: Turn, name: string | undefined): void {
  openLink(world, turn)
  const { signer } = turn
  if (needsIdentity(signer)) {
    if (name !== undefined && !sameName(name, signer)) {
      identify(world, turn, signer.signature_level === 'qualified_electronic_signature' ? 'blocked' : 'failed')
      return
    }
    identify(world, turn, 'succeeded')
  }
  if (needsCode(signer)) requestCode(world, turn)
  consent(
    world,
    turn,
    consentsOf(turn.request, turn.signer).map(({ id }) => id),
  )
  putSignature(world, turn, signer.code ?? undefined)
}

export function decline(world: World, turn: Turn, reason: string): void {
  assertTurn(turn)
  const { request, signer } = turn
  if (!request.signers_allowed_to_decline) throw new Impossible('the sender does not allow declining')
  signer.status = 'declined'
  request.decline_information = { signer_id: signer.id, reason, declined_at: world.clock.now() }
  emitSigner(world, 'signer.declined', request, signer)
  settle(world, request, 'declined', 'signature_request.declined')
  if (request.sender !== null) {
    const body = `${signer.info.first_name} ${signer.info.last_name} declined: ${reason}`
    const subject = `Declined: ${request.name}`
    post(world, { to: request.sender.email, channel: 'email', kind: 'declined', subject, body, signer_id: signer.id })
  }
}

export function writeToSender(world: World, turn: Turn, text: string): void {
  assertTurn(turn)
  const { request, signer } = turn
  emitSigner(world, 'signer.sender_contacted', request, signer)
  const to = request.sender?.email ?? 'office@example.fr'
  const subject = `${signer.info.first_name} ${signer.info.last_name} writes about ${request.name}`
  post(world, { to, channel: 'email', kind: 'to_sender', subject, body: text, signer_id: signer.id })
}

export function bounce(world: World, turn: Turn): void {
  const { request, signer } = turn
  world.state.bouncing.add(signer.info.email.toLowerCase())
  for (const message of world.state.inbox) {
    if (message.signer_id === signer.id && message.to === signer.info.email && message.kind === 'invitation') {
      message.bounced = true
    }
  }
  signer.delivery_failed = true
  emitSigner(world, 'signer.notification_delivery_failed', request, signer)
  world.history.changed(request)
}

export function fail(world: World, turn: Turn): void {
  assertTurn(turn)
  turn.signer.status = 'error'
  emitSigner(world, 'signer.error', turn.request, turn.signer)
  world.history.changed(turn.request)
}

/** What the signer's page says about why nothing can be done, or undefined when it is their turn. */
export function notTheirTurn({ request, signer }: Turn): string | undefined {
  if (signer.status === 'signed') return 'You have signed.'
  if (signer.status === 'error') return 'The signature failed for a technical reason.'
  const words = {
    draft: 'This document has not been sent yet.',
    approval: 'This document waits for an approval first.',
    ongoing: isAwaited(signer) ? undefined : 'It is not your turn yet.',
    paused: `${senderName(request)} has paused this document for a moment.`,
    done: 'Everybody has signed.',
    declined: 'This document was declined.',
    rejected: 'This document was not approved.',
    expired: 'The time to sign is over.',
    canceled: `${senderName(request)} has cancelled this document.`,
    deleted: 'This document is no longer available.',
  } as const satisfies Record<RequestRecord['status'], string | undefined>
  return words[request.status]
}

function assertTurn(turn: Turn): void {
  const why = notTheirTurn(turn)
  if (why !== undefined) throw new Impossible(`${why} (request ${turn.request.status}, signer ${turn.signer.status})`)
}

function sameName(name: string, signer: SignerRecord): boolean {
  const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/['-]/g, ' ').toLowerCase()
  return plain(name) === plain(`${signer.info.first_name} ${signer.info.last_name}`)
}

/** A colleague stops or resumes the request in the app. */
export function setPaused(world: World, request: RequestRecord, paused: boolean): void {
  const from = paused ? 'ongoing' : 'paused'
  if (request.status !== from) throw new Impossible(`the request is ${request.status}, not ${from}`)
  request.status = paused ? 'paused' : 'ongoing'
  emitRequest(world, paused ? 'signature_request.paused' : 'signature_request.resumed', request)
  world.history.changed(request)
}
