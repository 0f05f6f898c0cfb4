// The arithmetic of a lane's windows: plain data in, an answer out; no clock, no database. Rules: protocols.md P5.
import type { Priority } from '../domain/lane.ts'

/** How many calls the remote allows. */
export type Limits = { minute: number; hour: number } | { second: number }

/** How many of them only clicks may use. */
export interface Reserve {
  minute: number
  hour: number
}

type Span = 'second' | 'minute' | 'hour' | 'pace'

/** At most `limit` calls in any `period` milliseconds; of what the remote says is left, `kept` are not for this priority. */
export interface Rule {
  span: Span
  period: number
  limit: number
  kept: number
}

/** What happened: when places were taken (ascending), and what the remote said is left until when. */
export interface Book {
  takes: readonly number[]
  said: Partial<Record<Span, { left: number; until: number }>>
}

export type Rules = Record<Priority, readonly Rule[]>

/** A reserve never takes more than this part of a window, so that a small window leaves something to everybody else. */
const largestReserve = 0.2
/** Background work gets the hour in this many equal shares, so that it cannot use it up in the first minutes. */
const shares = 12
/** A call reaches the remote later than its place was taken, by a different time each; this much is left between windows. */
const slack = 1000

/** Everything a take of each priority has to satisfy. */
export function rulesFor(limits: Limits, reserve: Reserve): Rules {
  return {
    click: rulesOf('click', limits, reserve),
    started: rulesOf('started', limits, reserve),
    effect: rulesOf('effect', limits, reserve),
    trigger: rulesOf('trigger', limits, reserve),
    sweep: rulesOf('sweep', limits, reserve),
  }
}

/** How many places could be taken at `now`. */
export function room(book: Book, rules: readonly Rule[], now: number): number {
  return Math.max(0, Math.min(...rules.map((rule) => roomOf(book, rule, now))))
}

/** From when on one place is free, if nobody takes one before; `now` when there is one already. */
export function opensAt(book: Book, rules: readonly Rule[], now: number): number {
  return Math.max(now, ...rules.map((rule) => opening(book, rule, now)))
}

/** The book after one more place was taken at `now`; forgets what no rule counts any more. */
export function taken(book: Book, rules: Rules, now: number): Book {
  const current = upTo(book, now)
  const since = now - horizon(rules)
  const said = Object.entries(current.said).map(([span, { left, until }]) => [span, { left: left - 1, until }])
  return { takes: [...current.takes.filter((at) => at > since), now], said: Object.fromEntries(said) }
}

/**
 * The book as seen at `now`. A clock that was set back leaves takes in the future: then the last one counts as made now, and
 * everything before it keeps its distance. Keep the answer: asked again later, it would find them in the future once more.
 */
export function upTo(book: Book, now: number): Book {
  const ahead = (book.takes.at(-1) ?? now) - now
  if (ahead <= 0) return book
  const said = Object.entries(book.said).map(([span, { left, until }]) => [span, { left, until: until - ahead }])
  return { takes: book.takes.map((at) => at - ahead), said: Object.fromEntries(said) }
}

function rulesOf(priority: Priority, limits: Limits, reserve: Reserve): Rule[] {
  if ('second' in limits) return [{ span: 'second', period: 1000, limit: limits.second, kept: 0 }]
  const kept = { minute: keptOf(limits.minute, reserve.minute), hour: keptOf(limits.hour, reserve.hour) }
  if (priority === 'click') {
    return [
      { span: 'minute', period: 60_000 + slack, limit: limits.minute, kept: 0 },
      { span: 'hour', period: 3_600_000 + slack, limit: limits.hour, kept: 0 },
    ]
  }
  const forOthers: Rule[] = [
    { span: 'minute', period: 60_000 + slack, limit: limits.minute - kept.minute, kept: kept.minute },
    { span: 'hour', period: 3_600_000 + slack, limit: limits.hour - kept.hour, kept: kept.hour },
  ]
  if (priority === 'started') return forOthers
  const share = Math.ceil((limits.hour - kept.hour) / shares)
  return [...forOthers, { span: 'pace', period: 3_600_000 / shares, limit: share, kept: 0 }]
}

function keptOf(limit: number, wanted: number): number {
  return Math.min(wanted, Math.floor(limit * largestReserve))
}

function roomOf(book: Book, rule: Rule, now: number): number {
  const first = book.takes.findIndex((at) => at > now - rule.period)
  const free = rule.limit - (first === -1 ? 0 : book.takes.length - first)
  const said = book.said[rule.span]
  return said === undefined || said.until <= now ? free : Math.min(free, said.left - rule.kept)
}

function opening(book: Book, rule: Rule, now: number): number {
  const oldest = book.takes[book.takes.length - rule.limit]
  const byTakes = oldest === undefined ? now : oldest + rule.period
  const said = book.said[rule.span]
  return said === undefined || said.until <= now || said.left > rule.kept ? byTakes : Math.max(byTakes, said.until)
}

function horizon(rules: Rules): number {
  const counted = rules.sweep.filter(({ limit }) => Number.isFinite(limit))
  return Math.max(0, ...counted.map(({ period }) => period))
}
