// The frame of each page: navigation, and the places into which the views draw.
import { query, session } from './app.mjs'
import { card, leaveCard } from './card.mjs'
import { el, icon, redraw } from './dom.mjs'
import { applyExpanded, createPanel } from './panel.mjs'
import { drawFeed, noteForm } from './view-feed.mjs'
import { drawFiles } from './view-files.mjs'
import { drawContact, drawHead, drawLead } from './view-lead.mjs'
import { drawList } from './view-list.mjs'
import { drawPeople } from './view-people.mjs'

const items = [
  ['home', 'Overview'],
  ['board', 'Leads'],
  ['chat', 'Chats'],
  ['task', 'Tasks'],
  ['users', 'Contacts'],
  ['mail', 'Mail'],
  ['chart', 'Reports'],
  ['sliders', 'Settings'],
]

const tabs = { main: 'Main', files: 'Files' }
let tab = 'main'

const list = () => [el('main.k-list', { id: 'k_list' })]
const contents = { list, denied: list, settings: () => [el('main.k-list', { id: 'list_page_holder' })] }

/** Another page: everything is built anew, as the real one does between cards. */
export function drawPage() {
  tab = 'main'
  const content = contents[card.kind]?.() ?? [holder()]
  document.getElementById('page_holder').replaceChildren(el('div.k-app', {}, rail(), ...content))
  applyExpanded()
  drawContent()
}

/** News of the same page: only what changed is redrawn, and never under somebody's cursor. */
export function drawContent() {
  const { view, draft, kind } = card
  document.title = kind === 'lead' || kind === 'contact' ? view.name : 'Leads'
  if (kind === 'settings') return
  if (kind === 'list' || kind === 'denied') {
    redraw(place('k_list'), [kind, view], () => (kind === 'list' ? drawList(view) : denied()))
    return
  }
  redraw(place('k_head'), [kind, view.name, view.tags, view.status, view.stages, draft], () => drawHead(card))
  redraw(place('k_tabs'), [kind, tab, view.files?.length], drawTabs)
  const shown = tab === 'files' ? drawFiles : kind === 'contact' ? drawContact : drawLead
  redraw(place('k_main'), [kind, tab, view.mainUser, view.price, view.fields, view.files, draft], () => shown(card))
  redraw(place('k_people'), [kind, tab, view.contacts, view.company], () =>
    kind === 'lead' && tab === 'main' ? drawPeople(view) : [],
  )
  const scroll = place('k_feed')
  const atEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 40
  redraw(scroll, [kind, view.feed], () => drawFeed(view.feed ?? []))
  if (atEnd) scroll.scrollTop = scroll.scrollHeight
  redraw(place('k_note'), [kind], () => (kind === 'lead' ? noteForm(view.id) : []))
}

function holder() {
  const left = el(
    'aside.k-left',
    { 'aria-label': card.kind === 'contact' ? 'Contact' : 'Lead', tabindex: '0' },
    ...['k_head', 'k_tabs', 'k_main', 'k_people'].map((id) => el('div', { id })),
  )
  const feed = el(
    'main.k-feed',
    {},
    el('div.k-feed__scroll', { id: 'k_feed', tabindex: '0', role: 'region', 'aria-label': 'Feed' }),
    el('div', { id: 'k_note' }),
  )
  const width = query.get('w') ?? '380'
  return el('div.card-holder', { id: 'card_holder', 'data-width': width }, left, feed, ...createPanel())
}

function drawTabs() {
  if (card.kind !== 'lead') return []
  const button = ([name, label]) =>
    el(
      'button.k-tab',
      { type: 'button', role: 'tab', 'aria-selected': String(name === tab), onclick: () => openTab(name) },
      label,
      name === 'files' && card.view.files.length > 0 ? el('span.k-count', {}, String(card.view.files.length)) : null,
    )
  return el('div.k-tabs', { role: 'tablist', 'aria-label': 'Sections' }, ...Object.entries(tabs).map(button))
}

function openTab(name) {
  tab = name
  drawContent()
}

function rail() {
  const initials = session.account.name
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
    .slice(0, 2)
  const link = ([name, label]) => {
    const current = label === 'Leads' ? 'page' : undefined
    const onclick = (event) => {
      event.preventDefault()
      if (current !== undefined) void leaveCard()
    }
    return el('a.k-rail__link', { href: '/leads/list', 'aria-current': current, onclick }, icon(name), label)
  }
  const mark = el('b.k-rail__mark', { 'aria-hidden': 'true' }, initials.map((word) => word[0]).join(''))
  return el('nav.k-rail', { 'aria-label': 'Main' }, mark, ...items.map(link))
}

function denied() {
  const text = el('p', {}, 'It does not exist, or it is not shared with you. Ask the person in charge.')
  return el('section.k-denied', {}, el('h1', {}, 'You have no access to this lead'), text)
}

function place(id) {
  return document.getElementById(id)
}
