// The few pages that people see outside Kommo: one shell, no script, no outside resource, both themes. Whatever goes in
// is escaped; only `markup` makes markup.
import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

export interface Markup {
  readonly html: string
}

export interface Page {
  lang: string
  title: string
  main: Markup
}

/** Template tag: the literal parts are markup, every value is text unless it is Markup itself. */
export function markup(parts: TemplateStringsArray, ...values: (string | number | Markup)[]): Markup {
  return { html: parts.reduce((html, part, index) => html + part + shown(values[index]), '') }
}

export const nothing: Markup = { html: '' }

/**
 * Sends the page, kept by no cache and no index, in no frame, telling no other site where it was. form-action cannot be
 * narrowed to our own origin: browsers check it again on the redirect after a form, which leads to the provider.
 */
export function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  const policy = `default-src 'none'; style-src '${styleHash}'; form-action 'self' https: http:; base-uri 'none'; frame-ancestors 'none'`
  return sendMarkup(reply, page.lang, policy, document(page))
}

/** Any page of ours, under its own content security policy. */
export function sendMarkup(reply: FastifyReply, lang: string, policy: string, { html }: Markup): FastifyReply {
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-language', lang)
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('x-robots-tag', 'noindex, nofollow')
    .send(html)
}

function document({ lang, title, main }: Page): Markup {
  return markup`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
}

function shown(value: string | number | Markup | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'object'
    ? value.html
    : String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

// Colours are the card's tokens; sizes are a page's, for a phone first.
const style = `
:root{--surface:#fff;--page:#f5f5f5;--text:#363b44;--text-2:#5a606b;--rule:#d3d7dc;--accent:#2b69dd;--accent-hover:#1f57c0;--focus:#0057a9;--ok:#1c7a47;--info:#2b69dd;--mute:#6a707b;--on:#fff}
@media (prefers-color-scheme:dark){:root{--surface:#0f2231;--page:#153043;--text:#f2f2f2;--text-2:#a9b8cf;--rule:#2f5069;--accent:#2f6de4;--accent-hover:#2861cd;--focus:#8cc4ff;--ok:#3fbf83;--info:#4c8bf7;--mute:#8ea1bc;--on:#0b1a27}}
*{box-sizing:border-box}
html{color-scheme:light dark}
body{margin:0;padding:40px 16px;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--text);font:16px/24px 'PT Sans',Arial,'Helvetica Neue',sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:440px;padding:32px;background:var(--surface);border:1px solid var(--rule);border-radius:8px}
h1{margin:0 0 8px;font-size:22px;line-height:30px}
p{margin:0 0 12px}
p:last-child{margin-bottom:0}
.from{margin-bottom:20px;color:var(--text-2);font-size:15px}
.document{margin:0 0 4px;font-size:20px;line-height:28px}
.soft{color:var(--text-2);font-size:14px;line-height:20px}
.sign{display:grid;place-items:center;width:40px;height:40px;margin:0 0 16px;border-radius:50%;background:var(--mute);color:var(--on)}
.sign.ok{background:var(--ok)}
.sign.info{background:var(--info)}
.sign svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
form{margin:24px 0 16px}
form:last-child{margin-bottom:0}
button{display:block;width:100%;min-height:48px;padding:10px 20px;border:0;border-radius:4px;background:var(--accent);color:#fff;font:inherit;font-weight:700;cursor:pointer}
button:hover{background:var(--accent-hover)}
button:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
hr{margin:20px 0;border:0;border-top:1px solid var(--rule)}
@media (forced-colors:active){button{border:1px solid}}
`

const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`
