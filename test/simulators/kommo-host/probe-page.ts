// A running account with the page, a backend on another origin and a browser page: what the page's own tests start from.
import type { FastifyInstance } from 'fastify'
import fastify from 'fastify'
import type { Browser, Page } from 'playwright'
import type { KommoSimulator } from '../kommo/simulator.ts'
import { createKommo } from '../kommo/simulator.ts'
import { openHost } from './host-api.ts'
import type { ProbeOptions } from './probe-widget.ts'
import { probeWidget } from './probe-widget.ts'
import { registerHost } from './register.ts'
import { sampleAccount, succession } from './sample-account.ts'

export interface BackendCall {
  method: string
  url: string
  origin: string | undefined
  token: string | undefined
}

export interface ProbePage {
  page: Page
  kommo: KommoSimulator
  backend: { url: string; calls: BackendCall[] }
  /** Uploads another probe widget; the next `open` loads it. */
  upload(options: ProbeOptions): void
  /** Opens `/leads/detail/<lead>?foreign=none&panel=open` or another address; `query` replaces the parameters. */
  open(query?: string, path?: string): Promise<void>
  /** Steps of the product's widget so far. */
  steps(): Promise<string[]>
  close(): Promise<void>
}

/** Starts all of it in its own browser context. */
export async function createProbePage(browser: Browser): Promise<ProbePage> {
  let zip = probeWidget()
  const backend = await createBackend()
  const kommo = await createKommo({
    seed: sampleAccount,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    extend: (app, account) => registerHost({ app, kommo: account, widgetZip: () => zip, audience: 'http://127.0.0.1' }),
  })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  return {
    page,
    kommo,
    backend: { url: backend.url, calls: backend.calls },
    upload(options) {
      zip = probeWidget(options)
    },
    open: (query = 'foreign=none&panel=open', path = `/leads/detail/${succession}`) =>
      openHost(page, `${kommo.url}${path}?${query}`),
    steps: () => page.evaluate(() => window.__host.trace.map((entry) => entry.step)),
    async close() {
      await context.close()
      await Promise.all([kommo.close(), backend.app.close()])
    },
  }
}

// The CORS that the contract asks of the product's server (contracts/kommo-api.md 9), and an echo.
async function createBackend(): Promise<{ app: FastifyInstance; url: string; calls: BackendCall[] }> {
  const app = fastify()
  const calls: BackendCall[] = []
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    const token = request.headers['x-auth-token']
    calls.push({
      method: request.method,
      url: request.url,
      origin,
      token: typeof token === 'string' ? token : undefined,
    })
    reply.headers({
      'access-control-allow-origin': origin ?? '',
      'access-control-allow-headers': 'X-Auth-Token, Content-Type',
      'access-control-allow-methods': 'GET, POST',
      vary: 'Origin',
    })
  })
  app.options('/*', async (_request, reply) => reply.code(204).send())
  app.all('/echo', async (request) => ({ received: request.body ?? null }))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url, calls }
}
