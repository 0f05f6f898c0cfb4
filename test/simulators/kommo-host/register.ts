// The account's pages, registered on the simulated account's own origin, as in Kommo.
import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import type { KommoSimulator } from '../kommo/simulator.ts'
import { actingUser, admitOwnPages, maySee, switchUser } from './acting-user.ts'
import { registerAjax } from './ajax.ts'
import type { WidgetArchive } from './archive.ts'
import { openArchive } from './archive.ts'
import type { Upload } from './assets.ts'
import { pageModules, registerAssets } from './assets.ts'
import { registerCard } from './card-routes.ts'
import { foreignArchive } from './foreign.ts'
import { registerLive } from './live.ts'
import { registerNetworkFaults } from './network-faults.ts'
import { hostPage, pagePolicy } from './page.ts'

export interface HostOptions {
  app: FastifyInstance
  kommo: KommoSimulator
  /** The built archive; asked for whenever a page loads it and unpacked when it is another array than before. */
  widgetZip: () => Uint8Array | Promise<Uint8Array>
  /** `aud` of one-time tokens: scheme and host of the integration's Redirect URL. */
  audience: string
  /** Where the demo bar's Inbox link leads; without it there is none. */
  inboxUrl?: string
  /** What the page calls now; default the account's clock. */
  clock?: Clock
}

/** The last one is the widget's own page under Settings. */
const pages = ['/leads/detail/:id', '/leads/add', '/leads/list', '/contacts/detail/:id', '/settings/widgets']

/**
 * Adds the lead card and its neighbours: `/leads/detail/<id>`, `/leads/add`, `/leads/list`, `/contacts/detail/<id>`.
 * `/` leads to the first lead with the panel open. Query parameters of a page: README.md.
 */
export async function registerHost(options: HostOptions): Promise<void> {
  const { kommo, audience } = options
  const clock = options.clock ?? kommo.clock
  const own = upload(unpacked(options.widgetZip))
  const agenda = await foreignArchive()
  const foreign = upload(async () => agenda)
  admitOwnPages(options.app, kommo)
  const modules = await pageModules()

  await options.app.register(async (app) => {
    // The API's parsers refuse what the pages send (files, forms), so this scope has its own.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_: unknown, body: unknown) => Object.fromEntries(new URLSearchParams(String(body))),
    )
    app.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: 60_000_000 },
      async (_: unknown, body: unknown) => body,
    )

    for (const path of pages) {
      app.get(path, async (request, reply) => {
        const user = switchUser(request, reply, kommo.state)
        return reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', pagePolicy(audience))
          .header('cache-control', 'no-store')
          .send(hostPage({ state: kommo.state, user, now: clock.now(), inboxUrl: options.inboxUrl, modules }))
      })
    }

    app.get('/', async (request, reply) => {
      const user = actingUser(request, kommo.state)
      const lead = [...kommo.state.leads.values()].find((candidate) => maySee(kommo.state, user, candidate))
      return reply.redirect(lead === undefined ? '/leads/list' : `/leads/detail/${lead.id}?panel=open`)
    })

    registerAssets(app, [own, foreign])
    registerAjax({ app, kommo, audience, own, foreign })
    registerCard(app, kommo)
    registerLive(app, kommo)
    registerNetworkFaults(app)
  })
}

function upload(archive: () => Promise<WidgetArchive>): Upload {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const code = Array.from({ length: 40 }, () => letters[randomInt(26)] ?? 'a').join('')
  return { code, path: `/upl/${code}/${randomInt(1, 900)}/widget`, archive }
}

function unpacked(widgetZip: HostOptions['widgetZip']): () => Promise<WidgetArchive> {
  let last: { zip: Uint8Array; archive: WidgetArchive } | undefined
  return async () => {
    const zip = await widgetZip()
    if (last?.zip !== zip) last = { zip, archive: openArchive(zip) }
    return last.archive
  }
}
