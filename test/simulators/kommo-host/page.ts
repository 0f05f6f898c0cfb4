// The one HTML document behind every address of the account's pages; what it shows is drawn by public/main.mjs.
import { randomUUID } from 'node:crypto'
import type { KommoState, KommoUser } from '../kommo/state.ts'
import { activeUsers } from './acting-user.ts'

export interface PageOptions {
  state: KommoState
  user: KommoUser
  now: number
  inboxUrl: string | undefined
  /** Addresses to preload. */
  modules: string[]
}

/** The content security policy of the test page: strict where the product must cope, `connect-src` only here and the backend. */
export function pagePolicy(audience: string): string {
  // The audience carries no port (contracts/kommo-api.md 9), the backend of a test listens on any.
  const backend = new URL(audience)
  const origin = backend.port === '' ? `${backend.protocol}//${backend.hostname}:*` : backend.origin
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** The document. Settings of the session travel as inert JSON, so that no inline script is needed. */
export function hostPage(options: PageOptions): string {
  const settings = JSON.stringify(session(options)).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Leads</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_host/public/reset.css">
<link rel="stylesheet" href="/_host/public/page.css">
<link rel="stylesheet" href="/_host/public/demo-bar.css">
<link rel="stylesheet" href="/_host/public/card.css">
<link rel="stylesheet" href="/_host/public/people.css">
<link rel="stylesheet" href="/_host/public/feed.css">
<link rel="stylesheet" href="/_host/public/panel.css">
${options.modules.map((path) => `<link rel="modulepreload" href="${path}">`).join('\n')}
<script type="application/json" id="host_session">${settings}</script>
<script src="/frontend/js/require.js"></script>
<script type="module" src="/_host/public/main.mjs"></script>
</head>
<body>
<div id="demo_bar"></div>
<div id="page_holder"></div>
<div id="notifications_holder" role="status" aria-live="polite"></div>
</body>
</html>
`
}

function session({ state, user, now, inboxUrl }: PageOptions): unknown {
  return {
    now,
    inboxUrl: inboxUrl ?? null,
    account: {
      id: state.account.id,
      name: state.account.name,
      subdomain: state.account.subdomain,
      language: state.account.language,
      currency: state.account.currency,
      currencySymbol: state.account.currencySymbol,
      timezone: state.account.timezone,
    },
    groups: state.account.groups,
    taskTypes: state.account.taskTypes,
    user: { ...person(user), uuid: randomUUID(), rights: user.rights },
    users: activeUsers(state).map(person),
    pipelines: [...state.pipelines.values()].map((pipeline) => ({ id: pipeline.id, name: pipeline.name })),
  }
}

function person(user: KommoUser) {
  return { id: user.id, name: user.name, login: user.email, lang: user.lang, isAdmin: user.isAdmin }
}
