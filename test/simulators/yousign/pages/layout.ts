import type { World } from '../world.ts'
import { style } from './style.ts'

/** Markup that is safe to send; only `html` and `raw` make it. */
export interface Markup {
  readonly markup: string
}

type Piece = string | number | Markup | undefined | false | Piece[]

/** Markup from a template: everything put in is shown as text, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return { markup: strings.reduce((text, part, index) => text + shown(pieces[index - 1]) + part) }
}

export function raw(markup: string): Markup {
  return { markup }
}

/** A whole page with the bar on top. */
export function page(world: World, title: string, here: 'inbox' | 'app' | 'sign', body: Markup): string {
  const current = (name: string) => (here === name ? raw(' aria-current="page"') : '')
  const back = world.settings.backUrl
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<header class="bar"><b>Simulated Yousign</b><span>For trying out. Nothing here is legally binding, nobody is contacted.</span>
<nav aria-label="View"><a href="/inbox"${current('inbox')}>Inboxes</a><a href="/app"${current('app')}>Requests</a>${
    back !== undefined && html`<a href="${back}">Back to the lead</a>`
  }</nav></header>
${body}
</body>
</html>`.markup
}

/** A form of one button that posts to `action`. */
export function button(label: string, action: string, kind = '', fields: Record<string, string> = {}): Markup {
  const hidden = Object.entries(fields).map(
    ([name, text]) => html`<input type="hidden" name="${name}" value="${text}">`,
  )
  return html`<form method="post" action="${action}">${hidden}<button class="btn ${kind}">${label}</button></form>`
}

/** `24 Nov 2026, 10:26`, in the time of the firm. */
export function when(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Paris' }).format(
    at,
  )
}

function shown(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (Array.isArray(piece)) return piece.map(shown).join('')
  if (typeof piece === 'object') return piece.markup
  return String(piece).replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
