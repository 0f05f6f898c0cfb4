import type { Message } from '../model.ts'
import type { World } from '../world.ts'
import { button, html, type Markup, page, when } from './layout.ts'

/** All messages, newest first, or those of one address or number. */
export function inboxPage(world: World, who: string | undefined): string {
  const { inbox } = world.state
  const shown = inbox.filter((message) => who === undefined || message.to === who).reverse()
  const readers = [...new Set(inbox.map((message) => message.to))].reverse()
  const body = html`<div class="inbox">
<nav class="people" aria-label="People"><h2>People</h2>
<ul>
<li><a class="who" href="/inbox"${who === undefined && html` aria-current="true"`}><span class="avatar" aria-hidden="true">∗</span><b>Everybody</b><span class="count" aria-label="${inbox.length} messages">${inbox.length}</span></a></li>
${readers.map((reader) => html`<li>${readerLink(world, reader, reader === who)}</li>`)}
</ul></nav>
<main class="mails"><h1>${who === undefined ? 'All messages' : `Messages of ${who}`}</h1>
${who?.includes('@') && bounceSwitch(world, who)}
${shown.length === 0 ? html`<p class="soft">Nothing has been sent yet.</p>` : shown.map((message) => card(world, message))}
</main></div>`
  return page(world, 'Inboxes', 'inbox', body)
}

function readerLink(world: World, reader: string, current: boolean): Markup {
  const messages = world.state.inbox.filter((message) => message.to === reader)
  const name = nameOf(world, reader)
  const initials = name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
  return html`<a class="who" href="/inbox?to=${encodeURIComponent(reader)}"${current && html` aria-current="true"`}>
<span class="avatar" aria-hidden="true">${initials}</span><span><b>${name}</b>${name !== reader && html`<span class="soft">${reader}</span>`}</span>
<span class="count" aria-label="${messages.length} messages">${messages.length}</span></a>`
}

function nameOf(world: World, reader: string): string {
  const signer = world.state.inbox.findLast((message) => message.to === reader && message.signer_id !== null)?.signer_id
  const request = world.state.requests.get(world.owners.get(signer ?? '') ?? '')
  const info = request?.signers.find((each) => each.id === signer)?.info
  const theirs = info !== undefined && (info.email === reader || info.phone_number === reader)
  return theirs ? `${info.first_name} ${info.last_name}` : reader
}

/** An address that bounces refuses every later mail; invitations are reported as undelivered. */
function bounceSwitch(world: World, address: string): Markup {
  const bounces = world.state.bouncing.has(address.toLowerCase())
  const label = bounces ? 'This e-mail works again' : 'This e-mail bounces'
  return button(label, '/inbox/bounce', 'small', { to: address, bounces: bounces ? 'no' : 'yes' })
}

const labels = {
  invitation: 'Read and sign',
  reminder: 'Read and sign',
  approval: 'Go to the request',
  code: '',
  done: '',
  declined: '',
  expired: '',
  canceled: '',
  to_sender: '',
} as const satisfies Record<Message['kind'], string>

function card(world: World, message: Message): Markup {
  const channel = message.channel === 'sms' ? 'SMS' : 'E-mail'
  return html`<article class="card" aria-label="${message.subject}">
<h2>${message.subject}</h2>
<p class="soft">${channel} to ${nameOf(world, message.to)}, ${message.to}, ${when(message.at)}</p>
${message.bounced && html`<p class="warn">This message came back; nobody has read it.</p>`}
${message.code !== null && html`<p class="code" data-code>${message.code}</p>`}
<p class="text">${message.body}</p>
${message.link !== null && !message.bounced && html`<p><a class="btn main" href="${message.link}">${labels[message.kind]}</a></p>`}
</article>`
}
