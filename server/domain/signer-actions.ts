// What a person does for one signer: remind, hand over a link, correct a mistake, lift a blocked identity check.
import type { CorrectBody, LinkReply } from '../../shared/api.ts'
import { isEmail, isHumanName, sameName, tidyName } from '../../shared/names.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { openAtYousign } from '../../shared/states.ts'
import type { NewAction } from './action.ts'
import { askAndWait } from './acts/act.ts'
import type { Deps } from './deps.ts'
import { nameOfUser } from './review.ts'
import { fullName, type SentValues, type SignatureRequest, type Signer } from './signature-request.ts'
import type { Viewer } from './use-cases.ts'

export const reminderPause = 24 * 60 * 60_000

/** An e-mail to the signer, once a day. A lost answer counts as sent: two reminders are worse than none. */
export async function remind(
  deps: Deps,
  viewer: Viewer,
  request: SignatureRequest,
  signer: Signer,
): Promise<Result<null, Problem>> {
  const now = deps.clock.now()
  if (request.state !== 'ongoing' || signer.status !== 'notified')
    return err({ code: 'too_late', state: signer.status })
  const last = Math.max(signer.remindedAt ?? 0, signer.notifiedAt ?? 0)
  if (now - last < reminderPause) return err({ code: 'too_soon', until: last + reminderPause })
  const by = await nameOfUser(deps, viewer.userId)
  return askAndWait(deps, [
    { requestId: request.id, by, work: { kind: 'remind', signerId: signer.id, before: signer.remindedAt } },
  ])
}

/** A link of ours for this signer, with its QR code. Mints nothing at Yousign; ends with the signer's turn. */
export async function linkFor(
  deps: Deps,
  viewer: Viewer,
  request: SignatureRequest,
  signer: Signer,
): Promise<Result<LinkReply, Problem>> {
  if (!openAtYousign.has(request.state) || signer.status === 'signed' || signer.status === 'declined')
    return err({ code: 'too_late', state: signer.status })
  // Without a code whoever holds the link signs, so it is not handed out (product.md 3.2).
  if (request.snapshot.form.mode === 'no_otp') return err({ code: 'bad_request', detail: 'no_otp' })
  const by = await nameOfUser(deps, viewer.userId)
  const now = deps.clock.now()
  const { token, hash } = deps.newToken()
  const expiresAt = request.expiresAt ?? now + 30 * 24 * 60 * 60_000
  deps.store.record(
    {
      requestId: request.id,
      links: [{ tokenHash: hash, kind: 'signer', target: signer.id, expiresAt }],
      ledger: [
        { key: `link:${hash.slice(0, 16)}`, event: 'link_copied', at: now, facts: { name: fullName(signer.sent), by } },
      ],
    },
    now,
  )
  const url = `${deps.settings.publicUrl}/s/${token}`
  return ok({ url, qr: deps.qr(url), expiresAt })
}

/** Corrects a mistake in a signer's data at Yousign, and lifts a blocked identity check when asked. Never replaces a person. */
export async function correct(
  deps: Deps,
  viewer: Viewer,
  request: SignatureRequest,
  signer: Signer,
  body: CorrectBody,
  country: string,
): Promise<Result<null, Problem>> {
  if (!openAtYousign.has(request.state)) return err({ code: 'too_late', state: request.state })
  if (signer.status === 'signed' || signer.status === 'declined') return err({ code: 'too_late', state: signer.status })
  const wanted = wantedValues(deps, body, country)
  if (typeof wanted === 'string') return err({ code: 'bad_request', detail: wanted })
  // Somebody else signs: that is cancel and a new version, never a correction (product.md 3.4).
  if (!sameName(wanted.firstName, signer.sent.firstName) && !sameName(wanted.lastName, signer.sent.lastName)) {
    return err({ code: 'bad_request', detail: 'another_person' })
  }
  const changed = differences(signer.sent, wanted)
  const by = await nameOfUser(deps, viewer.userId)
  const actions: NewAction[] = []
  if (changed.length > 0)
    actions.push({ requestId: request.id, by, work: { kind: 'correct', signerId: signer.id, wanted, changed } })
  // Pressed again because the answer was lost, or lifted at Yousign meanwhile: nothing is left to do.
  const isBlocked = signer.marks.identification_blocked !== undefined
  if (body.unblock && isBlocked)
    actions.push({ requestId: request.id, by, work: { kind: 'unblock', signerId: signer.id } })
  return askAndWait(deps, actions)
}

function wantedValues(deps: Deps, body: CorrectBody, country: string): SentValues | string {
  const firstName = tidyName(body.firstName)
  const lastName = tidyName(body.lastName)
  if (!isHumanName(firstName) || !isHumanName(lastName)) return 'name'
  if (!isEmail(body.email.trim())) return 'email'
  if (body.phone === null || body.phone.trim() === '')
    return { firstName, lastName, email: body.email.trim(), phone: null }
  const read = deps.phones.read(body.phone, country)
  if (read.e164 === null || read.type === 'fixed' || read.type === 'invalid') return 'phone'
  return { firstName, lastName, email: body.email.trim(), phone: read.e164 }
}

function differences(before: SentValues, after: SentValues): (keyof SentValues)[] {
  const keys = ['firstName', 'lastName', 'email', 'phone'] as const
  return keys.filter((key) => before[key] !== after[key])
}
