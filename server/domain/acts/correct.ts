// A mistake in a signer's data, corrected at Yousign. Repeated after a lost answer only if a read shows the old values, and
// a value that somebody else has changed meanwhile is not overwritten (protocols.md P4).
import { openAtYousign } from '../../../shared/states.ts'
import type { ActionWork } from '../action.ts'
import { noteEffect } from '../consequences.ts'
import { fullName, type SentValues, type Signer } from '../signature-request.ts'
import type { Change } from '../store.ts'
import { maskEmail, maskPhone } from '../words/invitation.ts'
import type { Outcome } from '../work.ts'
import { type Act, failed, lookLater, refuse, settle, signerOf } from './step.ts'

type Correction = Act<Extract<ActionWork, { kind: 'correct' }>>

export async function correctSigner(act: Correction): Promise<Outcome> {
  const { deps, request, action, work } = act
  const signer = signerOf(request, work.signerId)
  if (signer === null) return refuse(act, { code: 'not_found' })
  if (action.inFlight) {
    const read = await deps.esign.signer(request.yousignId ?? '', signer.yousignId ?? '', 'click')
    if (!read.ok && read.failure.kind === 'not_found') return refuse(act, { code: 'not_found' })
    if (!read.ok) return lookLater(act, read.failure)
    const shows = (values: SentValues) => work.changed.every((key) => read.value[key] === values[key])
    if (shows(work.wanted)) return settle(act, corrected(act, signer))
    if (!shows(signer.sent)) return refuse(act, { code: 'too_late', state: 'changed' })
  }
  if (!openAtYousign.has(request.state)) return refuse(act, { code: 'too_late', state: request.state })
  if (signer.status === 'signed' || signer.status === 'declined')
    return refuse(act, { code: 'too_late', state: signer.status })
  deps.store.startAction(action.id)
  const changes = Object.fromEntries(work.changed.map((key) => [key, work.wanted[key]]))
  const called = await deps.esign.correct(request.yousignId ?? '', signer.yousignId ?? '', changes, 'click')
  return called.ok ? settle(act, corrected(act, signer)) : failed(act, called.failure)
}

/** The values as they are now, a line, and a note that shows them masked. */
function corrected({ deps, request, action, work }: Correction, before: Signer): Omit<Change, 'requestId'> {
  const now = deps.clock.now()
  const current = signerOf(deps.store.request(request.id) ?? request, before.id) ?? before
  const { delivery_failed: bounced, ...rest } = current.marks
  const marks = work.changed.includes('email') || bounced === undefined ? rest : { ...rest, delivery_failed: bounced }
  const { what, masked } = masks(request.snapshot.firm.language, before.sent, work)
  const names = { by: action.by, name: fullName(before.sent) }
  const key = `corrected:${before.id}:${action.id}`
  return {
    signers: [{ id: before.id, columns: { sent: { ...current.sent, ...work.wanted }, marks } }],
    ledger: [{ key, event: 'corrected', at: now, facts: { ...names, what } }],
    effects: [noteEffect(request, key, 'corrected', { document: request.snapshot.form.name, ...names, what, masked })],
  }
}

function masks(
  language: 'en' | 'fr',
  before: SentValues,
  { wanted, changed }: Correction['work'],
): { what: string; masked: string } {
  const words = {
    en: { email: 'E-mail', phone: 'Phone', name: 'Name' },
    fr: { email: 'E-mail', phone: 'Téléphone', name: 'Nom' },
  }[language]
  const parts: { what: string; masked: string }[] = []
  if (changed.includes('email'))
    parts.push({ what: words.email, masked: `${maskEmail(before.email)} -> ${maskEmail(wanted.email)}` })
  if (changed.includes('phone'))
    parts.push({
      what: words.phone,
      masked: `${before.phone ? maskPhone(before.phone) : '-'} -> ${wanted.phone ? maskPhone(wanted.phone) : '-'}`,
    })
  if (changed.includes('firstName') || changed.includes('lastName'))
    parts.push({ what: words.name, masked: `${fullName(before)} -> ${fullName(wanted)}` })
  return { what: parts.map((part) => part.what).join(', '), masked: parts.map((part) => part.masked).join(', ') }
}
