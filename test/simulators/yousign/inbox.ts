import type { Message, RequestRecord, SignerRecord } from './model.ts'
import { dayOf } from './time.ts'
import { mintLink, type World } from './world.ts'

type Draft = Omit<Message, 'id' | 'at' | 'bounced' | 'link' | 'code' | 'signer_id'> &
  Partial<Pick<Message, 'link' | 'code' | 'signer_id'>>

/** Puts a message where its reader finds it; false when the address refuses mail. */
export function post(world: World, draft: Draft): boolean {
  const bounced = draft.channel === 'email' && world.state.bouncing.has(draft.to.toLowerCase())
  const at = world.clock.now()
  world.state.inbox.push({
    id: world.random.uuid(),
    at,
    link: null,
    code: null,
    signer_id: null,
    ...draft,
    bounced,
  })
  return !bounced
}

/** What the signer is sent when it is their turn, or again after their address changed; false when it came back. */
export function invite(world: World, request: RequestRecord, signer: SignerRecord): boolean {
  if (!isMailed(request, signer) || silent(signer, 'signer.signature_request_signature_requested.first_notification')) {
    return true
  }
  const custom = request.email_notification.custom_text
  const until = dayOf(request.expires_at, request.timezone)
  return post(world, {
    to: signer.info.email,
    channel: 'email',
    kind: 'invitation',
    subject: signer.custom_text.request_subject ?? custom?.request_subject ?? `Please sign: ${request.name}`,
    body:
      signer.custom_text.request_body ??
      custom?.request_body ??
      `Dear ${signer.info.first_name},\n\n${senderName(request)} invites you to sign "${request.name}" electronically, until ${until}.`,
    link: mintLink(world, request.id, signer.id).url,
    signer_id: signer.id,
  })
}

/** A reminder is an e-mail, whoever delivered the first link (contracts/yousign.md 2.5). */
export function remindByMail(world: World, request: RequestRecord, signer: SignerRecord): void {
  if (silent(signer, 'signer.signature_request_signature_requested.reminder_to_sign')) return
  const custom = request.email_notification.custom_text
  post(world, {
    to: signer.info.email,
    channel: 'email',
    kind: 'reminder',
    subject: signer.custom_text.reminder_subject ?? custom?.reminder_subject ?? `Reminder: ${request.name}`,
    body:
      signer.custom_text.reminder_body ??
      custom?.reminder_body ??
      `Dear ${signer.info.first_name},\n\n${senderName(request)} still awaits your signature on "${request.name}".`,
    link: mintLink(world, request.id, signer.id).url,
    signer_id: signer.id,
  })
}

/** A six-digit code by SMS or e-mail, as the authentication mode says. */
export function sendCode(world: World, request: RequestRecord, signer: SignerRecord): void {
  const code = world.random.digits(6)
  signer.code = code
  const phone = signer.signature_authentication_mode === 'otp_sms' ? signer.info.phone_number : null
  post(world, {
    to: phone ?? signer.info.email,
    channel: phone === null ? 'email' : 'sms',
    kind: 'code',
    subject: `Your code is ${code.slice(0, 3)} ${code.slice(3)}`,
    body: `${code} is your code to sign "${request.name}". Nobody will ever ask you for it.`,
    code,
    signer_id: signer.id,
  })
}

const endings = {
  done: { kind: 'done', subject: (name: string) => `Signed: ${name}`, body: 'Everybody has signed.' },
  declined: { kind: 'declined', subject: (name: string) => `Declined: ${name}`, body: 'A signer declined.' },
  expired: { kind: 'expired', subject: (name: string) => `Expired: ${name}`, body: 'The time to sign is over.' },
  canceled: {
    kind: 'canceled',
    subject: (name: string) => `Cancelled: ${name}`,
    body: 'The sender cancelled this signature request. There is nothing more to do.',
  },
} as const satisfies Record<string, { kind: Message['kind']; subject: (name: string) => string; body: string }>

/** Tells everybody who was already asked how it ended. */
export function tellEnding(world: World, request: RequestRecord, ending: keyof typeof endings): void {
  const { kind, subject, body } = endings[ending]
  for (const signer of request.signers) {
    if (signer.status === 'initiated' || !isMailed(request, signer)) continue
    const text = { kind, subject: subject(request.name), body }
    post(world, { to: signer.info.email, channel: 'email', ...text, signer_id: signer.id })
  }
}

export function isMailed(request: RequestRecord, signer: SignerRecord): boolean {
  return (signer.delivery_mode ?? request.delivery_mode) === 'email'
}

export function senderName(request: RequestRecord): string {
  const { type, custom_name } = request.email_notification.sender
  return type === 'custom' && custom_name !== null ? custom_name : 'Aubry & Vasseur'
}

function silent(signer: SignerRecord, email: string): boolean {
  return signer.disabled_emails.includes(email)
}
