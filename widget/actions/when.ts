// "today, 16:42" and the like, by the server's clock.
import type { Deps } from '../card/deps.ts'

/** "today, 16:42", "yesterday, 16:42", else "Fri 20 Nov, 16:42". */
export function whenOf({ words, times, now }: Deps, at: number): string {
  const days = daysBetween(at, now())
  const time = times.time(at)
  if (days === 0) return words.say('today', { time })
  return days === 1 ? words.say('yesterday', { time }) : `${times.date(at)}, ${time}`
}

/** Whole calendar days from `earlier` to `later`, in the browser's zone. */
export function daysBetween(earlier: number, later: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000)
}

/** The day so many days after `now`, as a date field has it: "2026-12-15". */
export function dayAfter(now: number, days: number): string {
  const day = new Date(now)
  day.setDate(day.getDate() + days)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** Days from `now` to the day of a date field; null when that is none, or not after today. */
export function daysUntil(now: number, day: string): number | null {
  const at = new Date(`${day}T12:00:00`).getTime()
  const days = daysBetween(now, at)
  return Number.isNaN(at) || days < 1 ? null : days
}
