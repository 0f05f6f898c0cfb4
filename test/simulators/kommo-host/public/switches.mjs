// Theme, width, language and acting user: each also goes into the address, so that a reload keeps it.
import { query } from './app.mjs'
import { card, leaveCard, openCard, openContactCard, openNewCard } from './card.mjs'

let switched = () => {}

/** Called after each switch, for the bar that shows them. */
export function onSwitch(run) {
  switched = run
}

/** `dark` sets `data-color-scheme` on `<html>`; anything else takes it away. */
export function setTheme(theme) {
  remember('theme', theme)
  applyTheme()
}

/** Panel width in CSS pixels. */
export function setWidth(width) {
  remember('w', String(width))
  applyWidth()
}

/** The user's language in Kommo: another lang file, and so every widget anew. */
export async function setLang(lang) {
  remember('lang', lang)
  Object.assign(window.APP, { lang_id: lang })
  window.APP.constant('account').language = lang
  await reopen()
}

/** Signs another user in; the page starts over. */
export function setUser(id) {
  query.set('user', id)
  location.search = query.toString()
}

export function applyTheme() {
  const theme = query.get('theme')
  if (theme === 'dark') document.documentElement.dataset.colorScheme = 'dark'
  else delete document.documentElement.dataset.colorScheme
  window.APP.constant('user').theme = theme === 'dark' ? 2 : 1
}

export function applyWidth() {
  document.documentElement.style.setProperty('--host-panel-width', `${query.get('w') ?? 380}px`)
}

function remember(name, value) {
  query.set(name, value)
  history.replaceState(null, '', `${location.pathname}?${query}`)
  switched()
}

function reopen() {
  const options = { replace: true }
  if (card.kind === 'lead') return openCard(card.view.id, options)
  if (card.kind === 'contact') return openContactCard(card.view.id, options)
  return card.kind === 'new' ? openNewCard(options) : leaveCard(options)
}
