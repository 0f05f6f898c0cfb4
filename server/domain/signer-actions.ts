// What a person does for one signer: remind, hand over a link, correct a mistake, lift a blocked identity check.
import type { CorrectBody, LinkReply } from '../../shared/api.ts'
import { isEmail, isHumanName, sameName, tidyName } from '../../shared/names.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { openAtYousign } from '../../shared/states.ts'
import type { ComposerDeps } from './composer.ts'
import { learnJob, noteEffect } from './consequences.ts'
import { nameOfUser } from './review.ts'
import { problemOfYousign } from './rights.ts'
import { fullName, type SentValues, type SignatureRequest, type Signer } from './signature-request.ts'
import type { Viewer } from './use-cases.ts'
import { maskEmail, maskPhone } from './words/invitation.ts'

export const reminderPause = 24 * 60 * 60_000

/** An e-mail to the signer, once a day. A lost answer counts as sent: two reminders are worse than none. */
export async function remind(
  deps: ComposerDeps,
  viewer: Viewer,
  request: SignatureRequest,
  signer: Signer,
): Promise<Result<null, Problem>> {
  const now = deps.clock.now()
  if (request.state !== 'ongoing' || signer.status !== 'notified')
    return err({ code: 'too_late', state: signer.status })
  const last = Math.max(signer.remindedAt ?? 0, signer.notifiedAt ?? 0)
  if (now - last < reminderPause) return err({ code: 'too_soon', until: last + reminderPause })
  const called = await deps.esign.remind(request.yousignId ?? '', signer.yousignId ?? '', 'click')
  if (!called.ok && called.failure.kind !== 'unknown') return err(problemOfYousign(called.failure))
  const at = deps.clock.now()
  deps.store.record(
    {
      requestId: request.id,
      signers: [{ id: signer.id, columns: { remindedAt: at } }],
      ledger: [
        {
          key: `reminded:${signer.id}:${at}`,
          event: 'reminded',
          at,
          facts: { name: fullName(signer.sent), by: await nameOfUser(deps, viewer.userId) },
        },
      ],
    },
    at,
  )
  return ok(null)
}

/** A link of ours for this signer, with its QR code. Mints nothing at Yousign; ends with the signer's turn. */
export async function linkFor(
  deps: ComposerDeps,
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
  deps: ComposerDeps,
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
  const names = { by: await nameOfUser(deps, viewer.userId), name: fullName(signer.sent) }
  if (Object.keys(changed).length > 0) {
    const called = await deps.esign.correct(request.yousignId ?? '', signer.yousignId ?? '', changed, 'click')
    if (!called.ok && called.failure.kind !== 'unknown') return err(problemOfYousign(called.failure))
    if (!called.ok && !(await arrived(deps, request, signer, wanted))) return err({ code: 'yousign_unavailable' })
    recordCorrection(deps, request, signer, wanted, changed, names)
  }
  return body.unblock ? unblock(deps, request, signer, names) : ok(null)
}

async function unblock(
  deps: ComposerDeps,
  request: SignatureRequest,
  signer: Signer,
  names: { by: string; name: string },
): Promise<Result<null, Problem>> {
  const called = await deps.esign.unblock(request.yousignId ?? '', signer.yousignId ?? '', 'click')
  if (!called.ok && called.failure.kind !== 'unknown') return err(problemOfYousign(called.failure))
  if (!called.ok) return err({ code: 'yousign_unavailable' })
  const now = deps.clock.now()
  const current = deps.store.request(request.id)?.signers.find((one) => one.id === signer.id) ?? signer
  const { identification_blocked: _, ...marks } = current.marks
  deps.store.record(
    {
      requestId: request.id,
      signers: [{ id: signer.id, columns: { marks } }],
      ledger: [{ key: `unblocked:${signer.id}:${now}`, event: 'identification_unblocked', at: now, facts: names }],
      jobs: [learnJob(request.id, now)],
    },
    now,
  )
  return ok(null)
}

function wantedValues(deps: ComposerDeps, body: CorrectBody, country: string): SentValues | string {
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

function differences(before: SentValues, after: SentValues): Partial<SentValues> {
  const keys = ['firstName', 'lastName', 'email', 'phone'] as const
  return Object.fromEntries(keys.filter((key) => before[key] !== after[key]).map((key) => [key, after[key]]))
}

/** After a lost answer: repeated only if Yousign still shows the old values (P4), so here it is only looked at. */
async function arrived(
  deps: ComposerDeps,
  request: SignatureRequest,
  signer: Signer,
  wanted: SentValues,
): Promise<boolean> {
  const read = await deps.esign.signer(request.yousignId ?? '', signer.yousignId ?? '', 'click')
  return read.ok && Object.keys(differences(read.value, wanted)).length === 0
}

function recordCorrection(
  deps: ComposerDeps,
  request: SignatureRequest,
  signer: Signer,
  wanted: SentValues,
  changed: Partial<SentValues>,
  names: { by: string; name: string },
): void {
  const now = deps.clock.now()
  const current = deps.store.request(request.id)?.signers.find((one) => one.id === signer.id) ?? signer
  const { delivery_failed: bounced, ...rest } = current.marks
  const marks = 'email' in changed || bounced === undefined ? rest : { ...rest, delivery_failed: bounced }
  const { what, masked } = masks(request.snapshot.firm.language, signer.sent, wanted, changed)
  const facts = { document: request.snapshot.form.name, name: names.name, by: names.by, what, masked }
  deps.store.record(
    {
      requestId: request.id,
      signers: [{ id: signer.id, columns: { sent: { ...signer.sent, ...wanted }, marks } }],
      ledger: [{ key: `corrected:${signer.id}:${now}`, event: 'corrected', at: now, facts: { ...names, what } }],
      effects: [noteEffect(request, `corrected:${signer.id}:${now}`, 'corrected', facts)],
    },
    now,
  )
}

function masks(
  language: 'en' | 'fr',
  before: SentValues,
  after: SentValues,
  changed: Partial<SentValues>,
): { what: string; masked: string } {
  const words = {
    en: { email: 'E-mail', phone: 'Phone', name: 'Name' },
    fr: { email: 'E-mail', phone: 'Téléphone', name: 'Nom' },
  }[language]
  const parts: { what: string; masked: string }[] = []
  if ('email' in changed)
    parts.push({ what: words.email, masked: `${maskEmail(before.email)} -> ${maskEmail(after.email)}` })
  if ('phone' in changed)
    parts.push({
      what: words.phone,
      masked: `${before.phone ? maskPhone(before.phone) : '-'} -> ${after.phone ? maskPhone(after.phone) : '-'}`,
    })
  if ('firstName' in changed || 'lastName' in changed)
    parts.push({ what: words.name, masked: `${fullName(before)} -> ${fullName(after)}` })
  return { what: parts.map((part) => part.what).join(', '), masked: parts.map((part) => part.masked).join(', ') }
}
