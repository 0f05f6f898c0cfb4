// The bar above everything: what this is, and the switches a visitor may turn.
import { query, session } from './app.mjs'
import { card, openCard } from './card.mjs'
import { el, getJson, icon, redraw } from './dom.mjs'
import { setLang, setTheme, setUser, setWidth } from './switches.mjs'

const widths = ['200', '213', '275', '380'].map((width) => [width, `${width} px`])
const themes = [
  ['light', 'Light'],
  ['dark', 'Dark'],
]
const languages = [
  ['en', 'English'],
  ['es', 'Español'],
  ['pt', 'Português'],
  ['tr', 'Türkçe'],
  ['id', 'Indonesia'],
  ['fr', 'Français (not in Kommo)'],
]

/** Draws the bar again when the list of leads, the open one or a switch has changed. */
export async function drawDemoBar() {
  const leads = (await getJson('/_host/leads')) ?? []
  const names = leads.map((lead) => [String(lead.id), lead.name])
  const open = card.kind === 'lead' ? String(card.view.id) : ''
  const users = session.users.map((user) => [String(user.id), user.isAdmin ? `${user.name}, admin` : user.name])
  const state = ['w', 'theme', 'lang'].map((name) => query.get(name))
  redraw(document.getElementById('demo_bar'), [names, open, state], () =>
    el(
      'div.k-demo',
      { role: 'region', 'aria-label': 'Demo' },
      el('b', {}, 'Demo'),
      el('span.k-demo__claim', {}, 'Everything runs on this machine; nobody is contacted.'),
      picker('Lead', open === '' ? [['', 'Choose'], ...names] : names, open, (id) => openCard(Number(id))),
      picker('User', users, String(session.user.id), setUser),
      picker('Panel', widths, state[0] ?? '380', setWidth),
      picker('Theme', themes, state[1] ?? 'light', setTheme),
      picker('Language', languages, state[2] ?? session.user.lang, setLang),
      session.inboxUrl === null
        ? null
        : el(
            'a.k-demo__inbox',
            { href: session.inboxUrl, target: '_blank', rel: 'noreferrer' },
            icon('mail'),
            'Inbox of the signers',
          ),
    ),
  )
}

function picker(label, options, value, change) {
  const entries = options.map(([id, text]) => el('option', { value: id, selected: id === value }, text))
  const onchange = (event) => {
    // The bar is redrawn by what the switch does; a focused select would hold that back.
    event.target.blur()
    change(event.target.value)
  }
  return el('label', {}, el('span.k-demo__word', {}, label), el('select', { onchange }, ...entries))
}
