// Actions of people on requests at Yousign, their jobs and how they ended.
import type { Database } from 'better-sqlite3'
import type { Action, ActionWork, NewAction } from '../domain/action.ts'
import type { Change, Store } from '../domain/store.ts'
import type { NewJob } from '../domain/work.ts'

interface ActionRow {
  id: number
  request_id: string
  payload: string
  by_name: string
  state: Action['state']
  in_flight: number
  after_id: number | null
  problem: string | null
  created_at: number
}

export type ActionTables = Pick<Store, 'ask' | 'action' | 'waitingActions' | 'startAction' | 'settleAction'>

export function createActionTables(
  db: Database,
  apply: (change: Change, now: number) => void,
  enqueue: (job: NewJob, now: number) => void,
): ActionTables {
  const insert = db.prepare<unknown[], { id: number }>(
    "insert into actions (request_id, signer_id, kind, payload, by_name, state, after_id, created_at) values (?, ?, ?, ?, ?, 'waiting', ?, ?) returning id",
  )
  const one = db.prepare<[number], ActionRow>('select * from actions where id = ?')
  const waiting = db.prepare<[string], ActionRow>(
    "select * from actions where request_id = ? and state = 'waiting' order by id",
  )
  const start = db.prepare("update actions set in_flight = 1 where id = ? and state = 'waiting'")
  const settle = db.prepare(
    "update actions set state = ?, in_flight = 0, problem = ?, settled_at = ? where id = ? and state = 'waiting'",
  )

  return {
    ask: db.transaction((actions: NewAction[], now: number) => {
      const ids: number[] = []
      for (const { requestId, work, by } of actions) {
        const signerId = 'signerId' in work ? work.signerId : null
        const row = insert.get(requestId, signerId, work.kind, JSON.stringify(work), by, ids.at(-1) ?? null, now)
        if (!row) throw new Error('the action that was just written is not there')
        ids.push(row.id)
        enqueue(actionJob(row.id, requestId, now), now)
      }
      return ids
    }).immediate,
    action(id) {
      const row = one.get(id)
      return row ? actionOf(row) : null
    },
    waitingActions: (requestId) => waiting.all(requestId).map(actionOf),
    startAction: (id) => void start.run(id),
    settleAction: db.transaction((id, problem, change, now) => {
      const state = problem === null ? 'done' : 'refused'
      // Settled before: whoever comes second changes nothing.
      if (settle.run(state, problem === null ? null : JSON.stringify(problem), now, id).changes === 1)
        apply(change, now)
    }) as Store['settleAction'],
  }
}

function actionJob(actionId: number, requestId: string, now: number): NewJob {
  return {
    work: { kind: 'act', actionId },
    key: String(actionId),
    mode: 'once',
    subject: requestId,
    lane: 'local',
    priority: 'click',
    runAt: now,
  }
}

function actionOf(row: ActionRow): Action {
  return {
    id: row.id,
    requestId: row.request_id,
    work: JSON.parse(row.payload) as ActionWork,
    by: row.by_name,
    state: row.state,
    inFlight: row.in_flight === 1,
    afterId: row.after_id,
    problem: row.problem === null ? null : JSON.parse(row.problem),
    createdAt: row.created_at,
  }
}
