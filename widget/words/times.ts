// Days and times as people read them. `now` is the server's clock; a browser's clock may be wrong.
import type { Words } from './words.tsx'

export interface Times {
  /** "16:42" */
  time(at: number): string
  /** "Fri 20 Nov", with the year if it is another one. */
  date(at: number): string
  /** "Tue 15 Dec 2026, 23:59 (Paris)", in the zone that governs the deadline. */
  deadline(deadline: { at: number; timeZone: string }): string
}

export function createTimes(words: Words, now: () => number): Times {
  const format = (at: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(words.tag, options).format(at).replace(/,/g, '')
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
  const hour: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  const year = (at: number) => new Date(at).getFullYear()
  const time = (at: number) => format(at, hour)
  const date = (at: number) => format(at, year(at) === year(now()) ? day : { ...day, year: 'numeric' })
  return {
    time,
    date,
    deadline: ({ at, timeZone }) =>
      `${format(at, { ...day, year: 'numeric', timeZone })}, ${format(at, { ...hour, timeZone })} (${cityOf(timeZone)})`,
  }
}

function cityOf(timeZone: string): string {
  return timeZone.replace(/^.*\//, '').replace(/_/g, ' ')
}
