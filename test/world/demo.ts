// The whole product on this machine without any account: simulated Yousign and Kommo, our server, and the built widget in a
// Kommo-like lead card. The demo command, people and the browser tests use this one.
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPlaceEditor } from '../../scripts/build-place-editor.ts'
import { buildWidget } from '../../scripts/build-widget.ts'
import type { Server } from '../../server/wiring.ts'
import { demoSeed, quickSeed } from '../simulators/kommo/seed.ts'
import { pipelines, stages } from '../simulators/kommo/seed-data.ts'
import { createKommo, type KommoSimulator } from '../simulators/kommo/simulator.ts'
import { registerHost } from '../simulators/kommo-host/register.ts'
import { createYousign, type YousignSimulator } from '../simulators/yousign/simulator.ts'
import { addDemoTypes, type DemoTypes } from './demo-types.ts'
import { recordExchanges } from './exchanges.ts'
import { configOf, registerHooks, startServer, webhookSecret } from './world.ts'

export interface DemoOptions {
  /** First of three ports; 0 takes any free ones. */
  port?: number
  /** Documents that look like a law firm's; drawing them takes two seconds. Default: plain ones. */
  fine?: boolean
  /** The document types of the demonstration, and leads for them. */
  types?: boolean
  undoSeconds?: number
  /** Archive of an earlier demo of this process, so that it is not built again. */
  widgetZip?: Uint8Array
  auditTrailDelay?: number
}

export interface Demo {
  /** The lead card, panel open. */
  url: string
  inboxUrl: string
  yousign: YousignSimulator
  kommo: KommoSimulator
  server: Server
  serverUrl: string
  /** Null without `types`. */
  types: DemoTypes | null
  [Symbol.asyncDispose](): Promise<void>
}

/** As many calls as a paying account has, so that somebody who plays is not made to wait. */
const limits = { perMinute: 60, perHour: 1200 }

export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const first = options.port ?? 0
  const serverPort = await freePort(first === 0 ? 0 : first + 1)
  const publicUrl = `http://127.0.0.1:${serverPort}`
  const zip = options.widgetZip ?? (await buildDemoWidget(publicUrl))
  const test = options.fine !== true
  const unlimited = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }
  const yousign = await createYousign({
    port: await freePort(first === 0 ? 0 : first + 2),
    limits: test ? unlimited : limits,
    auditTrailDelay: options.auditTrailDelay ?? 3_000,
  })
  const kommo = await createKommo({
    port: await freePort(first),
    seed: test ? quickSeed : demoSeed,
    ...(test ? { requestsPerSecond: Number.POSITIVE_INFINITY } : {}),
    redirectUri: `${publicUrl}/oauth/kommo/callback`,
    extend: (app, account) =>
      registerHost({
        app,
        kommo: account,
        widgetZip: () => zip,
        audience: 'http://127.0.0.1',
        inboxUrl: `${yousign.url}/inbox`,
      }),
  })
  const dataDir = await mkdtemp(join(tmpdir(), 'kommo-yousign-demo-'))
  const placeEditor = await builtPlaceEditor()
  const key = yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true })
  const base = configOf({ yousign, kommo, dataDir, key, port: serverPort })
  const config = {
    ...base,
    publicUrl,
    kommo: { ...base.kommo, tokenAudience: 'http://127.0.0.1', requestsPerSecond: test ? 1_000 : 5 },
  }
  const windows = test ? { minute: 100_000, hour: 100_000 } : { minute: limits.perMinute, hour: limits.perHour }
  const { server, url } = await startServer(config, {
    placeEditor,
    yousignLimits: windows,
    timeouts: { json: 15_000, document: 60_000, bytesPerSecond: 100_000 },
  })
  server.store.changeSettings({
    undoSeconds: options.undoSeconds ?? 5,
    stageAfterDone: { pipelineId: pipelines.successions, statusId: stages.signed },
  })
  yousign.subscribe({ endpoint: `${url}/hooks/yousign`, secret_key: webhookSecret, sandbox: true })
  await registerHooks(kommo, { server, url })
  const types = options.types === true ? await addDemoTypes({ kommo, yousign, url }) : null
  yousign.setBackLink(kommo.url)
  return {
    url: kommo.url,
    inboxUrl: `${yousign.url}/inbox`,
    yousign,
    kommo,
    server,
    serverUrl: url,
    types,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await recordExchanges(yousign)
      await yousign.close()
      await kommo.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export async function buildDemoWidget(publicUrl: string): Promise<Uint8Array> {
  return (await buildWidget({ publicUrl, version: '0.1.0' })).zip
}

/** Once a process: it is the same for every demo. */
function builtPlaceEditor(): Promise<string> {
  editor ??= mkdtemp(join(tmpdir(), 'kommo-yousign-places-')).then(async (folder) => {
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    await buildPlaceEditor(fileURLToPath(new URL('../..', import.meta.url)), folder)
    return folder
  })
  return editor
}

let editor: Promise<string> | null = null

/** The wanted port if nobody has it, else any free one. */
async function freePort(wanted: number): Promise<number> {
  const tried = await tryPort(wanted)
  return tried ?? (await tryPort(0)) ?? 0
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = createSocket()
    socket.once('error', () => resolve(null))
    socket.listen(port, '127.0.0.1', () => {
      const address = socket.address()
      const got = typeof address === 'object' && address !== null ? address.port : null
      socket.close(() => resolve(got))
    })
  })
}
