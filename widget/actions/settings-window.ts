// Kommo's settings window of the integration: nothing is configured there, so it says where, in Kommo's own languages.
import type { Host } from '../host/door.ts'

/** Puts one sentence into the window and makes Save possible: Kommo shows the card only after the first Save. */
export function explainSettings(host: Host, body: unknown, origin: string): boolean {
  const window = elementOf(body) ?? document.querySelector(`.widget-settings__modal.${CSS.escape(host.code)}`)
  if (window === null || window.querySelector('.ysg-settings') !== null) return true
  const row = window.querySelector<HTMLElement>('.widget_settings_block__item_field')
  const sentence = document.createElement('p')
  sentence.className = 'ysg-settings'
  sentence.textContent = host.text('settings.where').replace('{url}', origin)
  const block = row?.parentElement ?? window
  block.prepend(sentence)
  if (row === null) return true
  row.style.display = 'none'
  const field = row.querySelector('input')
  if (field === null) return true
  if (field.value === '') field.value = '1'
  for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }))
  return true
}

/** jQuery hands over a list of one element. */
function elementOf(body: unknown): Element | null {
  const first = typeof body === 'object' && body !== null && '0' in body ? body[0] : body
  return first instanceof Element ? first : null
}
