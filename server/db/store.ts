// The database as the domain sees it: one object of named methods, each at most one transaction.
import type { Database } from 'better-sqlite3'
import { liveStates } from '../../shared/states.ts'
import type { Change, Store } from '../domain/store.ts'
import type { NewJob } from '../domain/work.ts'
import { createActionTables } from './actions.ts'
import { createChanger } from './change.ts'
import { createConversions } from './conversions.ts'
import { createDeliveryTables, type DeliveryTables } from './deliveries.ts'
import { createDeployment, deploymentOf } from './deployment.ts'
import { createTypeTables } from './document-types.ts'
import { createEffectTables } from './effects.ts'
import { createErasureTables } from './erasures.ts'
import { createIntents } from './intents.ts'
import { createSweepTables } from './keeping.ts'
import { createKeepsakes } from './keepsakes.ts'
import { createTemplateShelf } from './own-templates.ts'
import { createTraceTables } from './person-traces.ts'
import { createRequestReader } from './request-rows.ts'

export interface StoreDeps {
  db: Database
  enqueue(job: NewJob, now: number): void
  /** Called after a commit with the lead whose requests changed, and whenever work was enqueued. */
  committed(leadId: number | null): void
}

/** `insertDelivery` belongs to the group commit of the inbox; everything else to the domain. */
export function createStore({
  db,
  enqueue,
  committed,
}: StoreDeps): Store & { insertDelivery: DeliveryTables['insert'] } {
  const apply = createChanger({ db, enqueue })
  const reader = createRequestReader(db)
  const draftsOf = (requestId: string) => reader.drafts('request_id = ?', [requestId])
  const intents = createIntents(db, apply, draftsOf)
  const effects = createEffectTables(db, apply)
  const deliveries = createDeliveryTables(db, enqueue)
  const keepsakes = createKeepsakes(db)
  const actions = createActionTables(db, apply, enqueue)
  const erasures = createErasureTables({ db, apply, enqueue, requests: reader.requests })
  const sweeps = createSweepTables({ db, apply, requests: reader.requests })
  const leadOf = db.prepare<[string], { lead_id: number }>('select lead_id from signature_requests where id = ?')
  const cursor = db.prepare<[], { value: string }>("select value from meta where key = 'revision'")
  const record = db.transaction((change: Change, now: number) => apply(change, now)).immediate
  const enqueueAll = db.transaction((jobs: NewJob[], now: number) => {
    for (const job of jobs) enqueue(job, now)
  }).immediate
  const told = (requestId: string) => committed(leadOf.get(requestId)?.lead_id ?? null)
  const live = [...liveStates].map((state) => `'${state}'`).join(', ')

  return {
    deployment: deploymentOf(db),
    ...keepsakes,
    ...effects,
    ...deliveries,
    ...createDeployment(db),
    ...createTypeTables(db),
    ...createTemplateShelf(db),
    ...createConversions(db),
    ...actions,
    ...sweeps,
    ...erasures,
    ...createTraceTables(db),
    insertDelivery: deliveries.insert,
    intend(intent, now) {
      const result = intents.intend(intent, now)
      committed(intent.leadId)
      return result
    },
    adopt(adoption, now) {
      const result = intents.adopt(adoption, now)
      committed(adoption.leadId)
      return result
    },
    openDraft(requestId, now) {
      return intents.openDraft(requestId, now)
    },
    record(change, now) {
      record(change, now)
      told(change.requestId)
    },
    recordEffect(id, columns, change, now) {
      effects.recordEffect(id, columns, change, now)
      if (change) told(change.requestId)
    },
    ask(wanted, now) {
      const ids = actions.ask(wanted, now)
      if (wanted[0]) told(wanted[0].requestId)
      return ids
    },
    settleAction(id, settled, change, now) {
      actions.settleAction(id, settled, change, now)
      told(change.requestId)
    },
    attachDraft(attached, change, now) {
      intents.attachDraft(attached, change, now)
      told(change.requestId)
    },
    renew(renewal, change, now) {
      sweeps.renew(renewal, change, now)
      told(change.requestId)
    },
    beginErasure(erasure, jobs, now) {
      erasures.beginErasure(erasure, jobs, now)
      for (const { requestId } of erasure.records) told(requestId)
    },
    emptyRecord(erasureId, emptied, digest, now) {
      erasures.emptyRecord(erasureId, emptied, digest, now)
      told(emptied.id)
    },
    retryStuck(requestId, now) {
      effects.retryStuck(requestId, now)
      told(requestId)
    },
    enqueue(jobs, now) {
      enqueueAll(jobs, now)
      committed(null)
    },
    request: (id) => reader.requests('id = ?', [id])[0] ?? null,
    requestOfYousign: (id) =>
      reader.requests('yousign_id = ?', [id])[0] ??
      reader.requests('id = (select request_id from drafts where yousign_id = ?)', [id])[0] ??
      null,
    requestOfSubmission: (key) => reader.requests('submission_key = ?', [key])[0] ?? null,
    requestsOfLead: (leadId) => reader.requests('lead_id = ?', [leadId]),
    changedSince: (leadId, after) => reader.requests('lead_id = ? and revision > ?', [leadId, after], 'revision'),
    openRequests: () => reader.requests(`state in (${live}) and deleted_at is null`, []),
    preparedBefore: (at) => reader.requests("state = 'prepared' and created_at < ?", [at]),
    cursor: () => Number(cursor.get()?.value ?? 0),
    drafts: draftsOf,
    draftOfYousign: (id) => reader.drafts('yousign_id = ?', [id])[0] ?? null,
    draftsInState: (states) => reader.drafts(`state in (${states.map(() => '?').join(', ')})`, states),
  }
}
