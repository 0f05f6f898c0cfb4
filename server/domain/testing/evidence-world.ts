// The real store, queue, delivery and learn handlers over a model of one request at Yousign, in virtual time: who tells what
// when is decided by the test. Jobs of other rooms (notes, files) are only taken note of.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { err, ok } from '../../../shared/result.ts'
import { migrate } from '../../db/migrate.ts'
import { closeDatabase, openDatabase } from '../../db/open.ts'
import { createStore } from '../../db/store.ts'
import { createQueue } from '../../jobs/queue.ts'
import { jobLanes } from '../../jobs/statements.ts'
import { learnJob } from '../consequences.ts'
import { createDeliveryHandler } from '../deliveries.ts'
import type { Deps } from '../deps.ts'
import type { SignatureEvent } from '../event.ts'
import { externalIdOf } from '../external-id.ts'
import { createLearn } from '../learn.ts'
import { proveChange } from '../prove.ts'
import { type SignatureRequest, unfurnished } from '../signature-request.ts'
import type { Effect } from '../store.ts'
import type { IncomingDelivery } from '../use-cases.ts'
import type { Job, Outcome } from '../work.ts'
import type { Life } from './lifecycle.ts'
import { camille, nadia, sampleRequest, sampleSnapshot, sophie } from './sample-request.ts'

/** Who tells what, and when; moments in epoch milliseconds. */
export interface Telling {
  /** Deliveries of each event, by its place in the life; a copy more changes nothing. */
  deliveries: readonly { event: number; at: number }[]
  /** Somebody looks, whatever was told. */
  reads: readonly number[]
  /** How far behind the replica is, one read after the other, over and over. */
  lags: readonly number[]
}

/** Everything that matters in the end, with ids replaced, so that two tellings of one life can be compared. */
export interface Ending {
  state: SignatureRequest['state']
  isDeleted: boolean
  ending: string | null
  expiresAt: number | null
  signers: unknown[]
  effects: string[]
  lines: string[]
  jobs: string[]
  deliveries: number
}

export interface EvidenceWorld {
  /** Sends a request of its own, tells its life, and lets everything settle that hangs on it. Nobody looks once more. */
  tell(life: Life, people: number, telling: Telling, watch?: (request: SignatureRequest) => void): Promise<Ending>
  close(): void
}

export function createEvidenceWorld(): EvidenceWorld {
  const dir = mkdtempSync(join(tmpdir(), 'evidence-'))
  const db = openDatabase(join(dir, 'main.sqlite'))
  migrate(db)
  // Nobody cuts the power here.
  db.pragma('synchronous = off')
  const queue = createQueue(db)
  const store = createStore({ db, enqueue: queue.enqueue, committed: () => {} })
  const jobsOf = db.prepare<[string], { kind: string; key: string }>(
    'select kind, key from jobs where instr(key, ?) > 0',
  )
  const deliveriesOf = db.prepare<[string], number>('select count(*) from deliveries where request_id = ?').pluck()
  let made = 0

  async function tell(
    life: Life,
    people: number,
    telling: Telling,
    watch = (_: SignatureRequest) => {},
  ): Promise<Ending> {
    made += 1
    // What a failed trial left behind is none of this one's business.
    db.prepare('delete from jobs').run()
    const id = `request${made}`
    const yousignId = life.events[0]?.event.requestId ?? ''
    let now = life.events[0]?.happened ?? 0
    let reads = 0
    const { lags } = telling
    const deps = {
      store,
      esign: {
        async read() {
          const lag = lags[reads % lags.length] ?? 0
          reads += 1
          const seen = life.seenAt(now - lag)
          return seen === null ? err({ kind: 'not_found' as const }) : ok(renamed(seen, id))
        },
        identity: async () => ok({ workspaceId: 'workspace' }),
      },
      clock: { now: () => now, after: () => () => {} },
      log: { info() {}, warn() {}, error() {} },
      settings: { environment: 'production', keyMark: () => 'key' },
    } as unknown as Deps
    const apply = createDeliveryHandler(deps, (body) => JSON.parse(Buffer.from(body).toString()) as SignatureEvent)
    const learn = createLearn(deps)

    async function run(job: Job): Promise<Outcome> {
      const { work } = job
      if (work.kind === 'apply_delivery') return apply(work, job)
      return work.kind === 'learn' ? learn(work, job) : { kind: 'done' }
    }

    /** Does everything that falls due until then; time stops there, or where nothing is left to do. */
    async function work(until: number): Promise<void> {
      for (let round = 0; ; round += 1) {
        if (round > 1_000) throw new Error('never settles')
        const due = queue.nextDue(() => Number.NEGATIVE_INFINITY)
        if (due === null || due > until) break
        now = Math.max(now, due)
        const opening = { floor: 'sweep', limit: 100 } as const
        const lanes = Object.fromEntries(jobLanes.map((lane) => [lane, opening])) as Record<
          (typeof jobLanes)[number],
          typeof opening
        >
        for (const { job } of queue.claim({ now, leaseMs: 60_000, token: 't', lanes })) {
          const outcome = await run(job)
          if (outcome.kind === 'done') queue.finish(job.id, 't', now)
          else if (outcome.kind === 'again') queue.again(job.id, 't', outcome, now)
          else queue.stick(job.id, 't', outcome.reason, now)
          watch(current())
        }
      }
      if (Number.isFinite(until)) now = Math.max(now, until)
    }

    function current(): SignatureRequest {
      const request = store.request(id)
      if (request === null) throw new Error('the request is gone')
      return request
    }

    send(id, yousignId, people, life, now)
    const agenda = [
      ...telling.deliveries.map(({ event, at }) => ({ at, event })),
      ...telling.reads.map((at) => ({ at, event: null })),
    ].sort((a, b) => a.at - b.at)
    for (const { at, event } of agenda) {
      await work(at)
      const told = event === null ? undefined : life.events[event]?.event
      if (told) {
        const body = Buffer.from(JSON.stringify(renamed(told, id)))
        const { eventId, name, at: eventAt } = told
        const delivery: IncomingDelivery = {
          source: 'yousign',
          key: `${id}-${eventId}`,
          event: name,
          eventAt,
          body,
          quarantined: false,
          changes: [],
        }
        db.transaction(() => store.insertDelivery(delivery, now))()
      } else store.enqueue([learnJob(id, now)], now)
    }
    await work(Number.POSITIVE_INFINITY)
    return endingOf(current())
  }

  /** As the send does it, up to the proof. */
  function send(id: string, yousignId: string, people: number, life: Life, now: number): void {
    const sample = sampleRequest({}, [camille, nadia, sophie].slice(0, people))
    store.intend(
      {
        id,
        leadId: 10_000 + made,
        documentKey: 'document',
        submissionKey: id,
        externalId: externalIdOf(store, 10_000 + made, id),
        state: 'preparing',
        snapshot: { ...sampleSnapshot, form: { ...sampleSnapshot.form, signers: [...sample.snapshot.form.signers] } },
        notBefore: now,
        replaces: null,
        replacedLedger: [],
        signers: sample.signers.map(({ position, sent, base }) => ({ id: `${id}s${position}`, position, sent, base })),
        documents: [],
        ledger: [],
        jobs: [],
        conversion: null,
      },
      now,
    )
    store.openDraft(id, now)
    const furnished = { ...unfurnished, signers: sample.signers.map((_, index) => `${yousignId}-${index}-${id}`) }
    const columns = { yousignId: `${yousignId}-${id}`, inFlight: null, furnished }
    const { expiresAt } = life.activated
    store.record({ requestId: id, request: { expiresAt }, draft: { attempt: 1, columns } }, now)
    const [request, draft] = [store.request(id), store.drafts(id)[0]]
    if (request === null || draft === undefined) throw new Error('nothing was sent')
    store.record(proveChange(request, draft, renamed(life.activated, id), now), now)
  }

  /** One life is told several times, so Yousign's ids carry ours. */
  function renamed<T>(value: T, id: string): T {
    const text = JSON.stringify(value).replace(/"(yousign(?:-\d+)?)"/g, `"$1-${id}"`)
    return JSON.parse(text) as T
  }

  function endingOf(request: SignatureRequest): Ending {
    const { id } = request
    const effects = store.effects(id)
    const plain = (key: string) => key.replaceAll(`${id}s`, 's').replaceAll(id, 'request')
    const nameOf = (effect: Effect): string => {
      const closed = effects.find((one) => one.id === effect.payload.closes)
      return closed ? `closed ${plain(closed.key)}` : `${plain(effect.key)} ${effect.payload.text ?? ''}`
    }
    return {
      state: request.state,
      isDeleted: request.deletedAt !== null,
      ending: request.ending?.kind ?? null,
      expiresAt: request.expiresAt,
      signers: request.signers.map(({ status, marks, notifiedAt, signedAt, words }) => ({
        // Nobody is told of a check that went well: who looks in time sees it.
        status: status === 'verified' ? 'notified' : status,
        marks,
        notifiedAt,
        signedAt,
        // Why somebody declined is told by reads alone, and by none once it was deleted.
        words: request.deletedAt === null ? words : null,
      })),
      effects: effects.map(nameOf).sort(),
      lines: store
        .ledger(id, 500)
        .map(({ key }) => plain(key))
        .sort(),
      jobs: jobsOf
        .all(id)
        .filter(({ kind }) => kind.startsWith('file'))
        .map(({ kind, key }) => `${kind} ${plain(key)}`)
        .sort(),
      deliveries: deliveriesOf.get(id) ?? 0,
    }
  }

  return {
    tell,
    close() {
      closeDatabase(db)
      rmSync(dir, { recursive: true })
    },
  }
}
