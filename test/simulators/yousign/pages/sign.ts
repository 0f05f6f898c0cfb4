import type { ConsentRecord } from '../consent-record.ts'
import { consentsOf } from '../consents.ts'
import { render } from '../downloads.ts'
import { senderName } from '../inbox.ts'
import { isAwaited, stages } from '../lifecycle.ts'
import type { Level, SignerRecord } from '../model.ts'
import { needsCode, needsIdentity, notTheirTurn, type Turn } from '../signing.ts'
import type { World } from '../world.ts'
import { button, html, type Markup, page, when } from './layout.ts'
import { sheets } from './sheet.ts'

export type Step = 'invitation' | 'read' | 'identity' | 'code' | 'sign'

const levels = {
  electronic_signature: 'Simple',
  advanced_electronic_signature: 'Advanced, with an identity check',
  qualified_electronic_signature: 'Qualified, identity by video',
} as const satisfies Record<Level, string>

/** One step of the signer's way; `problem` is what went wrong with the step before. */
export async function signPage(world: World, token: string, turn: Turn, step: Step, problem?: string): Promise<string> {
  const { request, signer } = turn
  const documents = await Promise.all(
    request.documents.map(async (document) =>
      sheets(await render(world, request, document), request, document, signer),
    ),
  )
  const ended = notTheirTurn(turn)
  const side = ended === undefined ? steps[step](turn, token) : endedSide(world, turn, ended)
  const hidden = step === 'invitation' && ended === undefined
  const body = html`<div class="sign">
<main class="doc" tabindex="0" aria-label="Document"><h1 class="vh">${request.name}</h1>
${hidden ? html`<p class="soft">Open the document to read it.</p>` : documents.flat()}</main>
<aside class="side" aria-label="Sign">
<p class="soft">${senderName(request)} asks you to sign</p><h2>${request.name}</h2>
${facts(turn)}
${problem !== undefined && html`<p class="warn" role="alert">${problem}</p>`}
${side}
${!hidden && request.documents.map((document) => html`<p><a href="/sign/${token}/file/${document.id}">Download ${document.filename}</a></p>`)}
</aside></div>`
  return page(world, request.name, 'sign', body)
}

/** A link that is unknown or older than 48 hours; the person can have a fresh one by mail. */
export function deadLinkPage(world: World, token: string, known: boolean): string {
  const renew = known
    ? button('Send me a new link', `/sign/${token}/renew`, 'main')
    : html`<p class="soft">Ask the sender for a new one.</p>`
  const body = html`<main class="mails"><div class="card"><h1>This link has expired</h1>
<p>A link to sign works for 48 hours.</p>${renew}</div></main>`
  return page(world, 'This link has expired', 'sign', body)
}

function facts({ request, signer }: Turn): Markup {
  const pages = request.documents.reduce((sum, document) => sum + (document.total_pages ?? 0), 0)
  const mode = signer.signature_authentication_mode
  const code = mode === 'otp_sms' ? ', with a code by SMS' : mode === 'otp_email' ? ', with a code by e-mail' : ''
  const stage = stages(request)
  const next = request.signers.filter((each) => (stage.get(each.id) ?? 0) > (stage.get(signer.id) ?? 0))
  return html`<dl class="facts"><dt>You</dt><dd>${signer.info.first_name} ${signer.info.last_name}</dd>
<dt>Pages</dt><dd>${pages}</dd><dt>Level</dt><dd>${levels[signer.signature_level]}${code}</dd>
<dt>Until</dt><dd>${when(request.expires_at)}</dd>
${next.length > 0 && html`<dt>Then</dt><dd>${next.map(fullName).join(', ')}</dd>`}</dl>`
}

const steps: Record<Step, (turn: Turn, token: string) => Markup> = {
  invitation: (_turn, token) =>
    html`<div class="stack">${button('Open the document', `/sign/${token}/open`, 'main')}</div>`,
  read: (turn, token) => html`<form class="stack" method="post" action="/sign/${token}/continue">
${consentsOf(turn.request, turn.signer).map((one) => box(one))}
<button class="btn main">Continue</button></form>
${declining(turn, token)}${writing(token)}`,
  identity: ({ signer }, token) => html`<h2>Prove who you are</h2>
<p class="soft">Identity document and a short video, on a phone. Choose what the simulator answers.</p>
<div class="stack">${button('Confirm my identity', `/sign/${token}/identity`, 'main', { outcome: 'succeeded' })}
${button('The check fails', `/sign/${token}/identity`, '', { outcome: 'failed' })}
${isQualified(signer) && button('The name differs', `/sign/${token}/identity`, '', { outcome: 'blocked' })}
${button('The check runs out of time', `/sign/${token}/identity`, '', { outcome: 'expired' })}</div>`,
  code: ({ signer }, token) => html`<form class="stack" method="post" action="/sign/${token}/sign">
<p>A code was sent to ${signer.signature_authentication_mode === 'otp_sms' ? (signer.info.phone_number ?? '') : signer.info.email}. It is in the <a href="/inbox">inbox</a>.</p>
<label class="field">Code <input class="code" name="code" inputmode="numeric" autocomplete="one-time-code" required></label>
<button class="btn main">Sign</button></form>
<div class="stack">${button('Send another code', `/sign/${token}/continue`)}</div>`,
  sign: (turn, token) =>
    html`<div class="stack">${button('Sign', `/sign/${token}/sign`, 'main')}</div>${declining(turn, token)}`,
}

function box({ id, text, optional }: ConsentRecord): Markup {
  return html`<label><input type="checkbox" name="consent" value="${id}"${!optional && html` required`}> ${text}</label>`
}

export function isStep(text: string | undefined): text is Step {
  return text !== undefined && text in steps
}

/** Where somebody who has read the document has to go next. */
export function nextStep(signer: SignerRecord): Step {
  if (needsIdentity(signer)) return 'identity'
  return needsCode(signer) ? 'code' : 'sign'
}

function declining({ request }: Turn, token: string): Markup | undefined {
  if (!request.signers_allowed_to_decline) return undefined
  return html`<details><summary>Decline to sign</summary><form method="post" action="/sign/${token}/decline">
<label class="field">Why? <textarea name="reason" rows="3" maxlength="1000" required></textarea></label>
<p class="soft">${senderName(request)} is told at once. This cannot be undone.</p><button class="btn bad">Decline</button></form></details>`
}

function writing(token: string): Markup {
  return html`<details><summary>I have a question</summary><form method="post" action="/sign/${token}/write">
<label class="field">Message <textarea name="text" rows="3" required></textarea></label>
<button class="btn">Write to the sender</button></form></details>`
}

function endedSide(world: World, { request, signer }: Turn, why: string): Markup {
  if (signer.status !== 'signed') return html`<h2>Nothing to sign</h2><p>${why}</p>`
  const left = request.signers.filter((each) => each.status !== 'signed').map(fullName)
  const rest = left.length > 0 ? ` when ${left.join(' and ')} ${left.length === 1 ? 'has' : 'have'} signed too` : ''
  const back = world.settings.backUrl
  const next = request.signers.filter((each) => request.status === 'ongoing' && isAwaited(each))
  return html`<div class="ok" aria-hidden="true">✓</div><h2>Signed</h2>
<p>Thank you, ${signer.info.first_name}. You get the finished document by e-mail${rest}.</p>
<p class="soft">${when(signer.signed_at ?? 0)}</p>
${back !== undefined && html`<p><a class="btn main" href="${back}">See it on the lead</a></p>`}
${next.map(({ info }) => html`<p><a class="btn" href="/inbox?to=${encodeURIComponent(info.email)}">Next signer: ${info.first_name} ${info.last_name}</a></p>`)}
<p><a href="/inbox">Back to the inboxes</a></p>`
}

function isQualified(signer: SignerRecord): boolean {
  return signer.signature_level === 'qualified_electronic_signature'
}

function fullName({ info }: SignerRecord): string {
  return `${info.first_name} ${info.last_name}`
}
