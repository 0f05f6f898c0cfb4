// The right panel, with the host's own class names (contracts/kommo-widget.md 3.1).
import { session } from './app.mjs'
import { el, icon } from './dom.mjs'

const cookie = 'leads_crd_wdgt'

/** Whether the panel starts open: the cookie of the last visit, closed for a first one. */
export function isExpanded() {
  return document.cookie.split('; ').includes(`${cookie}=1`)
}

/** The empty panel and its overlay, to be put at the end of `#card_holder`. */
export function createPanel() {
  const top = el(
    'div.js-card-widgets-on-off.card-widgets-on-off-top',
    {},
    el('div.card-widgets__top__icon', {}, icon('right')),
    el('span.card-widgets__top__caption', {}, 'Widgets'),
  )
  const cap = session.user.isAdmin
    ? el('a.card-widgets__cap.js-card-widgets-cap', { href: '/settings/widgets/' }, 'Set up')
    : el('div.card-widgets__cap.js-card-widgets-cap')
  cap.addEventListener('click', (event) => event.preventDefault())
  const elements = el('div.card-widgets__elements', {}, cap)
  const block = el(
    'div.card-widgets.custom-scroll',
    { id: 'widgets_block' },
    el('div.card-widgets__top', { onclick: () => setExpanded(!isActive()) }, top),
    el('div.js-card-widgets-on', { id: 'nano-card-widgets' }, elements),
  )
  elements.addEventListener('click', () => {
    if (!isActive()) setExpanded(true)
  })
  const overlay = el('div', { id: 'card_widgets_overlay', onclick: () => setExpanded(false) })
  return [el('div.content__card-holder-widgets', {}, block), overlay]
}

/** Opens or closes the panel; the first widget's body opens with it. */
export function setExpanded(open) {
  // biome-ignore lint/suspicious/noDocumentCookie: the host remembers the state in this very cookie
  document.cookie = `${cookie}=${open ? 1 : 0}; path=/; SameSite=Lax`
  apply(open)
  const blocks = [...document.querySelectorAll('.card-widgets__widget')]
  for (const block of blocks) setBody(block, open && block === blocks[0])
  window
    .$(document)
    .trigger(open ? 'openWidgetPanel' : 'widgets:card-minimized')
    .trigger('toggleWidgetPanel', [open])
}

/** Puts the panel into the state of the cookie, without events: what a page load does. */
export function applyExpanded() {
  apply(isExpanded())
}

/** What `render_template` does: one more block with caption and body. A second call adds a second block. */
export function addBlock(params, caption, html) {
  const holder = document.querySelector('#widgets_block .card-widgets__elements')
  if (holder === null) return undefined
  const arrow = el('div.card-widgets__widget__caption__arrow.widgets__widget__caption__arrow_bottom', {}, icon('down'))
  const head = el(
    'div.js-widget-caption-block.card-widgets__widget__caption',
    {},
    el('img.card-widgets__widget__caption__logo', { src: `${params.images_path}/logo_medium.png`, alt: '' }),
    el('img.card-widgets__widget__caption__logo_min', { src: `${params.images_path}/logo_min.png`, alt: '' }),
  )
  if (caption.class_name) head.classList.add(...caption.class_name.split(/\s+/).filter(Boolean))
  head.insertAdjacentHTML('beforeend', caption.html ?? '')
  head.append(arrow)
  const body = el('div.card-widgets__widget__body')
  body.insertAdjacentHTML('beforeend', html)
  const block = el(`div.card-widgets__widget.card-widgets__widget-${params.widget_code}`, {
    'data-code': params.widget_code,
  })
  block.append(head, body)
  head.addEventListener('click', () => {
    if (isActive()) setBody(block, !body.classList.contains('js-body-hide'))
  })
  const first = holder.querySelector('.card-widgets__widget') === null
  holder.append(block)
  setBody(block, first && isActive())
  return window.$(block)
}

function setBody(block, open) {
  const body = block.querySelector('.card-widgets__widget__body')
  const arrow = block.querySelector('.card-widgets__widget__caption__arrow')
  // Misnamed by the host: the class is there while the body is shown.
  body.classList.toggle('js-body-hide', open)
  body.style.display = open ? 'block' : 'none'
  arrow.classList.toggle('widgets__widget__caption__arrow_top', open)
  arrow.classList.toggle('widgets__widget__caption__arrow_bottom', !open)
  window.$(document).trigger('widgets_body:change_state')
}

function isActive() {
  return document.getElementById('widgets_block')?.classList.contains('js-widgets-active') === true
}

function apply(open) {
  for (const id of ['card_holder', 'widgets_block']) {
    const node = document.getElementById(id)
    node?.classList.toggle('js-widgets-active', open)
    node?.classList.toggle('js-widgets-hidden', !open)
  }
}
