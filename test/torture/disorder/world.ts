// Where the campaign of disorder is played: requests of ours that live at the simulated Yousign, the same requests in the
// database of a server in another process, and every event caught on its way, to be delivered as the campaign likes.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleServer } from '../../crash/bundle.ts'
import { createFastClock } from '../../crash/fast-clock.ts'
import { addTemplate, formOf, templateSource } from '../../crash/forms.ts'
import { orderFor } from '../../crash/server-order.ts'
import { type Supervisor, superviseServer } from '../../crash/supervisor.ts'
import { people, pipelines, stages } from '../../simulators/kommo/seed-data.ts'
import { createKommo, type KommoSimulator } from '../../simulators/kommo/simulator.ts'
import type { TemplateRecord } from '../../simulators/yousign/model.ts'
import { createYousign, type DeliveryRecord, type YousignSimulator } from '../../simulators/yousign/simulator.ts'
import { webhookSecret } from '../../world/world.ts'
import type { Random } from '../random.ts'
import { type Lives, liveOn } from './lives.ts'
import type { SeedOrder } from './seed-process.ts'

export interface DisorderWorld extends Lives {
  yousign: YousignSimulator
  kommo: KommoSimulator
  /** Our ids with the lead of each. */
  ours: { id: string; leadId: number }[]
  /** In the order in which they happened. */
  events: DeliveryRecord[]
  database: string
  /** What the server's clock shows. */
  now(): number
  start(): Supervisor
  /** Kills the server; from now on it lives so many milliseconds later. */
  jump(ms: number): Promise<void>
  close(): Promise<void>
}

export interface WorldOptions {
  mutant: string | null
  random: Random
  requests: number
  events: number
}

/** Slow enough that the reconciler does not come before the last event. */
const factor = 4
/** A process that is killed leaves what it wrote to the system, so no disk is needed to keep it (Linux). */
const memory = '/dev/shm'

export async function createDisorderWorld({ mutant, random, requests, events }: WorldOptions): Promise<DisorderWorld> {
  const pace = { epoch: Date.now(), factor, ahead: 0 }
  const clock = createFastClock(pace)
  const endless = Number.POSITIVE_INFINITY
  const yousign = await createYousign({
    clock,
    limits: { perMinute: endless, perHour: endless },
    auditTrailDelay: 0,
    seedForeign: false,
  })
  const kommo = await createKommo({ clock, requestsPerSecond: endless })
  const dataDir = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'kommo-yousign-disorder-'))
  const bundle = await bundleServer({ mutant, modules: { seed: 'test/torture/disorder/seed-process.ts' } })
  yousign.subscribe({ endpoint: 'http://127.0.0.1:9/', secret_key: webhookSecret, sandbox: true })
  yousign.setDelivery({ lose: true })
  const templates = [1, 2, 3].flatMap((signers) => [addTemplate(yousign, signers), withApprover(yousign, signers)])
  const orders = Array.from({ length: requests }, (_, index) => orderOf(kommo, random, templates, index))
  const seed: SeedOrder = {
    dataDir,
    yousignUrl: `${yousign.url}/v3`,
    apiKey: yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true }),
    pace,
    requests: orders,
  }
  const written = join(dataDir, 'seed.json')
  await writeFile(written, JSON.stringify(seed))
  await promisify(execFile)(process.execPath, [bundle.beside('seed'), written])
  const lives = liveOn(
    yousign,
    random,
    () => yousign.deliveries.length,
    events,
    (ms) => {
      pace.ahead += ms
    },
  )
  let server: Supervisor | null = null
  return {
    ...lives,
    yousign,
    kommo,
    ours: orders.map(({ id, leadId }) => ({ id, leadId })),
    events: [...yousign.deliveries],
    database: join(dataDir, 'kommo-yousign.sqlite'),
    now: clock.now,
    start() {
      const order = orderFor({ yousign, kommo, dataDir, documentChild: bundle.noDocuments, pace: { ...pace } })
      server = superviseServer({ module: bundle.server, order: { ...order, yousignLimits: null }, onUp() {} })
      return server
    },
    async jump(ms) {
      pace.ahead += ms
      server?.change({ pace: { ...pace } })
      await server?.kill()
    },
    async close() {
      await server?.close()
      await yousign.close()
      await kommo.close()
      await bundle.remove()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function withApprover(yousign: YousignSimulator, signers: number): TemplateRecord {
  const template = addTemplate(yousign, signers)
  const claire = { first_name: 'Claire', last_name: 'Aubry', email: 'claire.aubry@example.fr', phone_number: null }
  template.approvers.push({ ...claire, locale: 'fr' })
  return template
}

function orderOf(
  kommo: KommoSimulator,
  random: Random,
  templates: readonly TemplateRecord[],
  index: number,
): SeedOrder['requests'][number] {
  const place = { pipelineId: pipelines.successions, statusId: stages.quote, responsibleUserId: people.marc }
  const leadId = kommo.addLead({ name: `Dossier ${index}`, ...place }, people.sophie)
  // One in seven waits for an approver first.
  const wantsApproval = random.chance(1 / 7)
  const template = random.pick(templates.filter((one) => one.approvers.length > 0 === wantsApproval))
  const signers = template.signers.map(({ label }, position) => ({
    origin: { kind: 'typed' as const },
    side: 'client' as const,
    firstName: 'Camille',
    lastName: label,
    email: `${label.toLowerCase()}.${index}.${position}@example.fr`,
    phone: '+33639981234',
    locale: 'fr' as const,
    capacity: { kind: 'own' as const },
    label,
  }))
  const order = random.pick(['one_by_one', 'all_at_once'] as const)
  return { id: `disorder${index}`, leadId, form: formOf(templateSource(template), signers, order) }
}
