// What is wrong in the end: the tables of the server, held against the events, the simulated Yousign and the leads in Kommo.
import Sqlite from 'better-sqlite3'
import type { SignatureEvent } from '../../../server/domain/event.ts'
import { parseDelivery } from '../../../server/yousign/webhook.ts'
import type { RequestRecord } from '../../simulators/yousign/model.ts'
import type { CampaignResult } from '../campaign.ts'
import { expectedEffects } from './expected.ts'
import type { DisorderWorld } from './world.ts'

interface Row {
  id: string
  lead_id: number
  yousign_id: string
  state: string
  deleted_at: number | null
}

/** Changes that the reconciler has found before their webhook came: none once all of them have come. */
export function missedIn(world: Pick<DisorderWorld, 'database'>): number {
  const db = new Sqlite(world.database, { readonly: true })
  try {
    return db.prepare<[], number>('select count(*) from missed_events').pluck().get() ?? 0
  } finally {
    db.close()
  }
}

export function judge(world: DisorderWorld, missedBefore: number): CampaignResult {
  const db = new Sqlite(world.database, { readonly: true })
  try {
    const result: CampaignResult = { lost: 0, duplicated: 0, problems: [] }
    judgeInbox(db, world, result)
    const rows = db.prepare<[], Row>('select id, lead_id, yousign_id, state, deleted_at from signature_requests').all()
    const events = eventsByRequest(world)
    for (const row of rows) {
      judgeState(db, row, world.requests.get(row.yousign_id), result)
      judgeEffects(db, row, world, expectedOf(row, world, events), result)
    }
    if (rows.length !== world.ours.length) result.problems.push(`${rows.length} requests, not ${world.ours.length}`)
    const missed = missedIn(world) - missedBefore
    if (missed > 0) result.problems.push(`${missed} changes were found by asking although every event was delivered`)
    for (const { kind, reason } of stuck(db)) result.problems.push(`a ${kind} is stuck: ${reason}`)
    return result
  } finally {
    db.close()
  }
}

/** One row an event, and every one of them applied. */
function judgeInbox(db: Sqlite.Database, { events }: DisorderWorld, result: CampaignResult): void {
  const rows = db
    .prepare<[], { delivery_key: string; state: string; copies: number }>(
      "select delivery_key, max(state) as state, count(*) as copies from deliveries where source = 'yousign' group by delivery_key",
    )
    .all()
  const known = new Map(rows.map((row) => [row.delivery_key, row]))
  for (const { eventId, event } of events) {
    const row = known.get(eventId)
    if (row === undefined) fault(result, 'lost', `${event} ${eventId} is not in the inbox`)
    else if (row.copies > 1) fault(result, 'duplicated', `${event} ${eventId} is ${row.copies} times in the inbox`)
    if (row !== undefined && row.state !== 'applied') result.problems.push(`${event} ${eventId} is ${row.state}`)
  }
  if (known.size > events.length) result.problems.push(`${known.size - events.length} deliveries nobody sent`)
}

/** What the card shows is what Yousign says. */
function judgeState(db: Sqlite.Database, row: Row, remote: RequestRecord | undefined, result: CampaignResult): void {
  if (remote === undefined) return void result.problems.push(`${row.id} is not at Yousign`)
  const truth = remote.status === 'deleted' ? remote.status_before_deletion : remote.status
  if (row.state !== truth) fault(result, 'lost', `${row.id} is ${row.state}, at Yousign ${truth}`)
  if ((row.deleted_at !== null) !== (remote.status === 'deleted'))
    fault(result, 'lost', `${row.id} is ${row.deleted_at === null ? 'not ' : ''}marked as deleted`)
  const statuses = db
    .prepare<[string], string>('select status from signers where request_id = ? order by position')
    .pluck()
    .all(row.id)
  const there = remote.signers.map(({ status }) => status)
  if (statuses.join() !== there.join())
    fault(result, 'lost', `signers of ${row.id} are ${statuses.join(', ')}, at Yousign ${there.join(', ')}`)
}

/** One effect an event that causes one, and each of them once on the lead. */
function judgeEffects(
  db: Sqlite.Database,
  row: Row,
  { kommo }: DisorderWorld,
  expected: ReadonlySet<string>,
  result: CampaignResult,
): void {
  const effects = db
    .prepare<[string], { key: string; kind: string; state: string }>(
      'select key, kind, state from effects where request_id = ? order by id',
    )
    .all(row.id)
  const keys = effects.filter(({ kind }) => kind !== 'close_task').map(({ key }) => key.slice(row.id.length + 1))
  for (const key of expected) if (!keys.includes(key)) fault(result, 'lost', `${row.id} has no ${key}`)
  for (const key of new Set(keys)) {
    const copies = keys.filter((one) => one === key).length
    if (copies > 1) fault(result, 'duplicated', `${row.id} has ${key} ${copies} times`)
    if (!expected.has(key)) result.problems.push(`${row.id} has ${key}, which no event caused`)
  }
  const open = effects.filter(({ state }) => state === 'waiting' || state === 'stuck')
  for (const { key, state } of open) result.problems.push(`${key} is ${state}`)
  const written = (kind: string) => effects.filter((one) => one.kind === kind && one.state === 'done').length
  const notes = [...kommo.state.notes.values()].filter(
    (note) => note.entityId === row.lead_id && note.noteType === 'extended_service_message',
  ).length
  const tasks = [...kommo.state.tasks.values()].filter((task) => task.entityId === row.lead_id).length
  compare(result, `notes on lead ${row.lead_id}`, notes, written('note'))
  compare(result, `tasks on lead ${row.lead_id}`, tasks, written('task'))
}

function compare(result: CampaignResult, what: string, there: number, wanted: number): void {
  if (there > wanted) result.duplicated += there - wanted
  if (there < wanted) result.lost += wanted - there
  if (there !== wanted) result.problems.push(`${there} ${what}, not ${wanted}`)
}

function eventsByRequest({ events }: DisorderWorld): Map<string, SignatureEvent[]> {
  const all = new Map<string, SignatureEvent[]>()
  for (const { body } of events) {
    const read = parseDelivery(body)
    const id = read.kind === 'event' ? (read.event.requestId ?? '') : ''
    if (read.kind === 'event') all.set(id, [...(all.get(id) ?? []), read.event])
  }
  return all
}

function expectedOf(
  row: Row,
  world: DisorderWorld,
  events: ReadonlyMap<string, SignatureEvent[]>,
): ReadonlySet<string> {
  const signers = world.requests.get(row.yousign_id)?.signers.map(({ id }) => id) ?? []
  return expectedEffects(events.get(row.yousign_id) ?? [], signers)
}

function stuck(db: Sqlite.Database): { kind: string; reason: string | null }[] {
  return db
    .prepare<[], { kind: string; reason: string | null }>(
      "select kind, last_error as reason from jobs where state = 'stuck'",
    )
    .all()
}

function fault(result: CampaignResult, kind: 'lost' | 'duplicated', sentence: string): void {
  result[kind] += 1
  result.problems.push(sentence)
}
