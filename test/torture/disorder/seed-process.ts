// Fills the database of a server that has not started yet: each request is sent by the send handler itself, through the
// store and the client of the build under test, so that a fault which was built in is in the tables too. Its one argument is
// the path of the order.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '../../../server/db/migrate.ts'
import { closeDatabase, openDatabase } from '../../../server/db/open.ts'
import { createStore } from '../../../server/db/store.ts'
import type { Deps } from '../../../server/domain/deps.ts'
import { stagesOf } from '../../../server/domain/send/order.ts'
import { createSend } from '../../../server/domain/send/send.ts'
import { sampleSnapshot } from '../../../server/domain/testing/sample-request.ts'
import { createLane } from '../../../server/jobs/lanes.ts'
import { createQueue } from '../../../server/jobs/queue.ts'
import { createYousign } from '../../../server/yousign/client.ts'
import type { SendForm } from '../../../shared/form.ts'
import { createFastClock, type Pace } from '../../crash/fast-clock.ts'

export interface SeedOrder {
  dataDir: string
  yousignUrl: string
  apiKey: string
  pace: Pace
  requests: { id: string; leadId: number; form: SendForm }[]
}

const given = process.argv[2]
if (given !== undefined) void seed(JSON.parse(readFileSync(given, 'utf8')) as SeedOrder)

async function seed({ dataDir, yousignUrl, apiKey, pace, requests }: SeedOrder): Promise<void> {
  const clock = createFastClock(pace)
  const db = openDatabase(join(dataDir, 'kommo-yousign.sqlite'))
  const migrated = migrate(db)
  if (!migrated.ok) throw new Error(migrated.failure.message)
  const store = createStore({ db, enqueue: createQueue(db).enqueue, committed: () => {} })
  const endless = Number.POSITIVE_INFINITY
  const lane = createLane({ name: 'yousign', db, clock, windows: { minute: endless, hour: endless } })
  const timeouts = { json: 10_000, document: 10_000, bytesPerSecond: 100_000 }
  const esign = createYousign({ baseUrl: yousignUrl, apiKey: () => apiKey, lane, clock, userAgent: 'seed', timeouts })
  const deps = {
    store,
    esign,
    clock,
    boot: { pass: async () => ({ kind: 'open' }) },
    log: { info() {}, warn() {}, error() {} },
    settings: { callTimeout: timeouts.json },
  } as unknown as Deps
  const send = createSend(deps)
  for (const one of requests) {
    intend(one)
    const outcome = await send(
      { kind: 'send', requestId: one.id },
      {
        id: 0,
        work: { kind: 'send', requestId: one.id },
        subject: one.id,
        priority: 'started',
        attempts: 0,
        createdAt: 0,
        firstAttemptAt: null,
      },
    )
    const state = store.request(one.id)?.state
    if (outcome.kind !== 'done' || (state !== 'ongoing' && state !== 'approval'))
      throw new Error(`${one.id} was not sent: ${JSON.stringify(outcome)} ${state}`)
  }
  closeDatabase(db)

  function intend({ id, leadId, form }: SeedOrder['requests'][number]): void {
    const now = clock.now()
    const stages = stagesOf(form.order, form.signers)
    store.intend(
      {
        id,
        leadId,
        documentKey: 'document',
        submissionKey: id,
        externalId: `ky-${store.deployment}-${leadId}-${id}`,
        state: 'preparing',
        snapshot: { ...sampleSnapshot, form, takenAt: now, environment: 'sandbox', expirationDate: inDays(now, 30) },
        notBefore: now,
        replaces: null,
        replacedLedger: [],
        signers: form.signers.map(({ firstName, lastName, email, phone, ...rest }, position) => ({
          id: `${id}s${position}`,
          position,
          sent: { firstName, lastName, email, phone, ...rest, stage: stages[position] ?? position },
          base: null,
        })),
        documents: [],
        ledger: [],
        jobs: [],
        conversion: null,
      },
      now,
    )
  }
}

function inDays(now: number, days: number): string {
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10)
}
