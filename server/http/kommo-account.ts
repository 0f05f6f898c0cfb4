// Connecting and disconnecting the Kommo account. Both addresses are called by Kommo's machines as well as by a
// browser, so both answer a short page of ours in English or French.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { err } from '../../shared/result.ts'
import { bestLanguage } from './accept-language.ts'
import type { HttpDeps, KommoCallbackQuery, KommoRevocationQuery } from './deps.ts'
import { markup, sendPage } from './page.ts'

/** Refusals say the same outside whatever was wrong; the reason is in the log. */
export function kommoAccountRoutes(app: FastifyInstance, deps: HttpDeps): void {
  app.get('/oauth/kommo/callback', async (request, reply) => {
    const query: KommoCallbackQuery | null = pickQuery(request.query, callbackNames)
    if (query === null) return say(request, reply, 'refused')
    const connected = await deps.connectKommo(query)
    if (connected.ok) return say(request, reply, 'connected')
    const { kind, reason } = connected.failure
    request.log.warn({ kind, reason }, 'Kommo was not connected')
    return say(request, reply, kind)
  })

  app.get('/hooks/kommo/uninstall', async (request, reply) => {
    const query: KommoRevocationQuery | null = pickQuery(request.query, revocationNames)
    const revoked = query === null ? err({ kind: 'malformed' }) : await deps.revokeKommo(query)
    if (revoked.ok) return say(request, reply, 'disconnected')
    request.log.warn({ reason: revoked.failure.kind }, '"access revoked" call refused')
    return say(request, reply, 'refused', 401)
  })
}

type Saying = keyof (typeof words)['en']

function say(
  request: FastifyRequest,
  reply: FastifyReply,
  what: Saying,
  status: number = statusOf[what],
): FastifyReply {
  const lang = bestLanguage(request.headers['accept-language'], ['en', 'fr'])
  const { title, text } = words[lang][what]
  return sendPage(reply.code(status), { lang, title, main: markup`<h1>${title}</h1><p>${text}</p>` })
}

/** The named parts of a query; null when one came twice or is longer than anything Kommo sends. */
function pickQuery<N extends string>(query: unknown, names: readonly N[]): { [K in N]?: string } | null {
  const parsed = z.object({}).catchall(z.unknown()).safeParse(query)
  if (!parsed.success) return null
  const picked: { [K in N]?: string } = {}
  for (const name of names) {
    const value = parsed.data[name]
    if (value === undefined) continue
    if (typeof value !== 'string' || value.length > 4096) return null
    picked[name] = value
  }
  return picked
}

const callbackNames = ['code', 'referer', 'referrer', 'client_id', 'state', 'from_widget', 'error'] as const
const revocationNames = ['client_uuid', 'account_id', 'signature'] as const

const statusOf = { connected: 200, denied: 200, refused: 400, unavailable: 503, disconnected: 200 } satisfies Record<
  Saying,
  number
>

const words = {
  en: {
    connected: { title: 'Kommo is connected', text: 'You can close this window and open a lead.' },
    denied: { title: 'Kommo was not connected', text: 'Access was not given. Nothing has changed.' },
    refused: {
      title: 'This address was not called correctly',
      text: 'Nothing has changed. Start again from the integration in Kommo.',
    },
    unavailable: {
      title: 'Kommo does not answer just now',
      text: 'Nothing has changed. Please start again from the integration in Kommo in a few minutes.',
    },
    disconnected: {
      title: 'Kommo is disconnected',
      text: 'Signatures that are under way go on at Yousign. Records and documents are kept.',
    },
  },
  fr: {
    connected: { title: 'Kommo est connecté', text: 'Vous pouvez fermer cette fenêtre et ouvrir une fiche.' },
    denied: { title: 'Kommo n’a pas été connecté', text: 'L’accès n’a pas été accordé. Rien n’a changé.' },
    refused: {
      title: 'Cette adresse n’a pas été appelée correctement',
      text: 'Rien n’a changé. Recommencez depuis l’intégration dans Kommo.',
    },
    unavailable: {
      title: 'Kommo ne répond pas pour le moment',
      text: 'Rien n’a changé. Recommencez depuis l’intégration dans Kommo dans quelques minutes.',
    },
    disconnected: {
      title: 'Kommo est déconnecté',
      text: 'Les signatures en cours continuent chez Yousign. L’historique et les documents sont conservés.',
    },
  },
}
