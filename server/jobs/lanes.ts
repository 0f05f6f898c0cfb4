// The lane to one remote account: windows, reserve, pauses. Persisted, so that a restart goes on where it was (P5).
import { z } from 'zod'
import type { Database } from '../db/open.ts'
import type { Clock } from '../domain/clock.ts'
import { type LaneReason, laneReasons } from '../domain/failure.ts'
import type { Lane, LaneName, Priority } from '../domain/lane.ts'
import { type Book, type Limits, opensAt, type Reserve, room, rulesFor, taken, upTo } from './windows.ts'

/** A lane that also tells the runner whether asking makes sense, so that no job is woken only to be sent back. */
export interface PacedLane extends Lane {
  /** How many places of that priority could be taken now. */
  places(priority: Priority): number
  /** When the next one can be, as things stand. */
  opensAt(priority: Priority): number
}

export interface LaneOptions {
  name: LaneName
  db: Database
  clock: Clock
  windows: Limits
  /** Default: 6 a minute and 60 an hour, and never more than a fifth of a window. */
  reserve?: Reserve
}

interface Pause {
  until: number
  reason: LaneReason
  /** A call was let through to see whether the remote accepts us again. */
  probing: boolean
}

/** If a probe has not closed the lane again after this time, it was good. Longer than the answer to a small call takes. */
const probeMs = 60_000
/** How long "so many left" is believed. The headers do not say when places come back, and looking again costs one call. */
const believed = { minute: 61_000, hour: 5 * 60_000 }

/**
 * Implements the port `Lane`. `take` commits before it answers, hence never inside a transaction of the caller (throws).
 * A pause for `throttled` ends by itself; after any other one call at a time is let through as a probe until one of them
 * is followed by `resume()` or by a minute in which nobody closes the lane again.
 */
export function createLane({ name, db, clock, windows, reserve = { minute: 6, hour: 60 } }: LaneOptions): PacedLane {
  const rules = rulesFor(windows, reserve)
  const store = laneRow(db, name)
  let { book, pause } = store.load()

  /** Null: open. With a time that has come, one probe may pass. */
  function inForce(now: number): Pause | null {
    if (pause === null || (pause.until <= now && (pause.probing || pause.reason === 'throttled'))) return null
    return pause
  }

  /** Kept as it is seen, so that a clock that was set back costs nothing but the time it was set back within a window. */
  function seen(now: number): Book {
    book = upTo(book, now)
    return book
  }

  function save(nextBook: Book, nextPause: Pause | null): void {
    store.save(nextBook, nextPause)
    book = nextBook
    pause = nextPause
  }

  return {
    name,
    take(priority) {
      if (db.inTransaction) throw new Error('a place in a lane was asked for inside a transaction')
      const now = clock.now()
      const closed = inForce(now)
      if (closed !== null && closed.until > now) return { ok: false, until: closed.until, reason: closed.reason }
      const current = seen(now)
      const until = opensAt(current, rules[priority], now)
      if (until > now) {
        const reason = room(current, rules.click, now) > 0 ? 'reserve' : 'window'
        return { ok: false, until, reason }
      }
      const probe = closed === null ? null : { until: now + probeMs, reason: closed.reason, probing: true }
      save(taken(current, rules, now), probe)
      return { ok: true }
    },
    correct(remaining) {
      const now = clock.now()
      const current = seen(now)
      const said: Book['said'] = {}
      for (const rule of rules.click) {
        if (rule.span !== 'minute' && rule.span !== 'hour') continue
        const left = remaining[rule.span]
        if (left === null) {
          const before = current.said[rule.span]
          if (before !== undefined) said[rule.span] = before
        } else if (left < room({ takes: current.takes, said: {} }, [rule], now)) {
          said[rule.span] = { left, until: now + believed[rule.span] }
        }
      }
      // Not written: our own windows are, and after a restart the first answer says it again.
      book = { takes: current.takes, said }
    },
    pause(until, reason) {
      const standing = inForce(clock.now())
      // A late 429 must not open what a refused key closed.
      if (reason === 'throttled' && standing !== null && standing.reason !== 'throttled') return
      save(book, { until, reason, probing: false })
    },
    resume() {
      if (pause !== null) save(book, null)
    },
    paused() {
      const standing = inForce(clock.now())
      return standing === null ? null : { until: standing.until, reason: standing.reason }
    },
    places(priority) {
      const now = clock.now()
      const closed = inForce(now)
      if (closed !== null && closed.until > now) return 0
      return Math.min(closed === null ? Number.POSITIVE_INFINITY : 1, room(seen(now), rules[priority], now))
    },
    opensAt(priority) {
      const now = clock.now()
      return Math.max(inForce(now)?.until ?? now, opensAt(seen(now), rules[priority], now))
    },
  }
}

const storedWindows = z.object({ takes: z.array(z.number()), probing: z.boolean() })
const storedReason = z.enum(laneReasons)

function laneRow(db: Database, name: LaneName) {
  const read = db.prepare<[string], { windows: string; paused_until: number | null; pause_reason: string | null }>(
    'select windows, paused_until, pause_reason from lanes where name = ?',
  )
  const write = db.prepare(`
    insert into lanes (name, windows, paused_until, pause_reason) values (@name, @windows, @until, @reason)
    on conflict (name) do update
      set windows = excluded.windows, paused_until = excluded.paused_until, pause_reason = excluded.pause_reason`)
  return {
    load(): { book: Book; pause: Pause | null } {
      const row = read.get(name)
      if (row === undefined) return { book: { takes: [], said: {} }, pause: null }
      const { takes, probing } = storedWindows.parse(JSON.parse(row.windows))
      const reason = storedReason.safeParse(row.pause_reason)
      const paused = row.paused_until !== null && reason.success
      return {
        book: { takes, said: {} },
        pause: paused && row.paused_until !== null ? { until: row.paused_until, reason: reason.data, probing } : null,
      }
    },
    save(book: Book, pause: Pause | null): void {
      const windows = JSON.stringify({ takes: book.takes, probing: pause?.probing ?? false })
      write.run({ name, windows, until: pause?.until ?? null, reason: pause?.reason ?? null })
    },
  }
}
