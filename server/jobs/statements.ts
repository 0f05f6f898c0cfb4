// The SQL of the queue. Rules: protocols.md P5, style.md D and decision 16, foundations.md B3.
import type { Database } from '../db/open.ts'
import type { NewJob } from '../domain/work.ts'
import { decodeWork } from './payload.ts'

export type JobLane = NewJob['lane']
export const jobLanes = ['direct', 'local', 'yousign', 'kommo'] as const satisfies readonly JobLane[]

export interface JobRow {
  id: number
  kind: string
  subject: string | null
  lane: JobLane
  priority: number
  payload: string
  run_at: number
  attempts: number
  first_attempt_at: number | null
  created_at: number
}

/** Prepares the queue's statements on one connection. */
export function prepareStatements(db: Database) {
  // Lets the claim itself leave out what this build does not know, so that such a row is never touched.
  db.function('known_work', { deterministic: true }, (kind, payload) =>
    decodeWork(String(kind), String(payload)) === null ? 0 : 1,
  )
  const prepare = (sql: string) => db.prepare<[Record<string, string | number | null>]>(sql)
  return {
    enqueueOnce: prepare(`${insert} on conflict (kind, key) do nothing`),
    enqueueCoalesced: prepare(`${insert} ${coalesce}`),
    claim: db.prepare<[Record<string, string | number>], JobRow>(claim),
    finish: prepare(finish),
    again: prepare(again),
    stick: prepare(stick),
    extend: prepare(`update jobs set lease_until = @until where ${owned}`),
    promote: prepare('update jobs set priority = min(priority, @priority) where kind = @kind and key = @key'),
    reclaim: prepare(giveBack),
    expire: prepare(`${giveBack} and lease_until <= @now`),
    retryStuck: prepare(retryStuck),
    nextRunAt: db.prepare<[{ lane: JobLane; priority: number }], number>(nextRunAt).pluck(),
    counts: db.prepare<[], { state: string; jobs: number }>('select state, count(*) as jobs from jobs group by state'),
    stuck: db.prepare<[number], StuckRow>(stuck),
    unknown: db.prepare<[], { kind: string; jobs: number }>(unknown),
  }
}

export interface StuckRow {
  id: number
  kind: string
  subject: string | null
  reason: string | null
  since: number
}

const insert = `
insert into jobs (kind, key, subject, lane, priority, payload, state, run_at, created_at)
values (@kind, @key, @subject, @lane, @priority, @payload, 'waiting', @runAt, @now)`

// While a job runs its run_at means nothing else, so it holds the time of the run that was asked for meanwhile. A stuck
// job wakes up like a finished one: what has just become known must not wait for a person.
const coalesce = `
on conflict (kind, key) do update set
  payload = excluded.payload,
  lane = case when state in ('done', 'stuck') or excluded.priority <= priority then excluded.lane else lane end,
  priority = case when state in ('done', 'stuck') then excluded.priority else min(priority, excluded.priority) end,
  run_at = case when state = 'waiting' or rerun = 1 then min(run_at, excluded.run_at) else excluded.run_at end,
  rerun = case when state = 'running' then 1 else 0 end,
  attempts = case when state in ('done', 'stuck') then 0 else attempts end,
  first_attempt_at = case when state in ('done', 'stuck') then null else first_attempt_at end,
  last_error = case when state in ('done', 'stuck') then null else last_error end,
  created_at = case when state in ('done', 'stuck') then excluded.created_at else created_at end,
  finished_at = null,
  state = case when state = 'running' then 'running' else 'waiting' end`

const openLane = `case j.lane ${jobLanes.map((lane) => `when '${lane}' then @${lane}`).join(' ')} end`
const due = (job: string) =>
  `${job}.state = 'waiting' and ${job}.run_at <= @now and ${job}.priority <= ${openLane.replace('j.', `${job}.`)}
   and known_work(${job}.kind, ${job}.payload)`

// Of one subject only the first that is due, and only while none runs; each lane with a limit of its own.
// The limit is a sum because SQLite plans a statement anew, ten times its cost, whenever a bare limit is bound.
const candidates = (lane: JobLane) => `
select * from (
  select j.id from jobs j
  where j.lane = '${lane}' and ${due('j')}
    and (j.subject is null or not exists (
      select 1 from jobs o where o.subject = j.subject and o.id <> j.id and (o.state = 'running'
        or (${due('o')} and (o.priority, o.run_at, o.id) < (j.priority, j.run_at, j.id)))))
  order by j.priority, j.run_at, j.id limit @${lane}Limit + 0)`

// first_attempt_at moves along with the time a job was due and not let in: only attempts age it.
const claim = `
update jobs set state = 'running', lease_token = @token, lease_until = @leaseUntil, attempts = attempts + 1,
  first_attempt_at = coalesce(first_attempt_at + max(0, @now - run_at), @now)
where id in (${jobLanes.map(candidates).join(' union all ')})
returning id, kind, subject, lane, priority, payload, run_at, attempts, first_attempt_at, created_at`

const owned = "id = @id and state = 'running' and lease_token = @token"

const finish = `
update jobs set state = case rerun when 1 then 'waiting' else 'done' end,
  finished_at = case rerun when 1 then null else @now end,
  created_at = case rerun when 1 then @now else created_at end,
  rerun = 0, attempts = 0, first_attempt_at = null, last_error = null, lease_token = null, lease_until = null
where ${owned}`

const again = `
update jobs set state = 'waiting', run_at = case rerun when 1 then min(run_at, @at) else @at end,
  attempts = attempts - (1 - @counts),
  first_attempt_at = case when @counts = 1 then first_attempt_at when attempts = 1 then null
    else first_attempt_at + max(0, @at - @now) end,
  last_error = @reason, rerun = 0, lease_token = null, lease_until = null
where ${owned}`

const stick = `
update jobs set state = case rerun when 1 then 'waiting' else 'stuck' end,
  finished_at = case rerun when 1 then null else @now end,
  attempts = case rerun when 1 then 0 else attempts end,
  first_attempt_at = case rerun when 1 then null else first_attempt_at end,
  last_error = @reason, rerun = 0, lease_token = null, lease_until = null
where ${owned}`

// The run that follows reads everything anew, hence covers what came in meanwhile.
const giveBack = `
update jobs set state = 'waiting', run_at = min(@now, lease_until), rerun = 0, lease_token = null, lease_until = null
where state = 'running'`

const retryStuck = `
update jobs set state = 'waiting', run_at = @now, attempts = 0, first_attempt_at = null, finished_at = null
where state = 'stuck' and (@id is null or id = @id) and (@kind is null or kind = @kind)
  and (@subject is null or subject = @subject)`

const nextRunAt = `
select run_at from jobs j
where state = 'waiting' and lane = @lane and priority = @priority and known_work(kind, payload)
  and (subject is null or not exists (select 1 from jobs o where o.subject = j.subject and o.state = 'running'))
order by run_at limit 1`

const stuck = `
select id, kind, subject, last_error as reason, finished_at as since from jobs where state = 'stuck'
order by finished_at limit ?`

const unknown = `
select kind, count(*) as jobs from jobs where state = 'waiting' and not known_work(kind, payload) group by kind`
