// Dates as the API writes them: `+00:00` instants out, plain days in.

/** `2026-11-24T09:00:00+00:00`. */
export function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`
}

export function stampOrNull(at: number | null): string | null {
  return at === null ? null : stamp(at)
}

/** The last second of a `yyyy-mm-dd` day where `timezone` is. */
export function endOfDay(day: string, timezone: string): number {
  const wanted = Date.parse(`${day}T23:59:59Z`)
  const offset = wallClock(wanted, timezone) - wanted
  const first = wanted - offset
  // A second look, in case the clocks change between the guess and the answer.
  return wanted - (wallClock(first, timezone) - first)
}

/** The day on the calendar where `timezone` is. */
export function dayOf(at: number, timezone: string): string {
  return new Date(wallClock(at, timezone)).toISOString().slice(0, 10)
}

/** The same day `count` months later, or the last one of a shorter month. */
export function monthsLater(day: string, count: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10)
}

export function isTimezone(name: string): boolean {
  try {
    formatter(name)
    return true
  } catch {
    return false
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(timezone, made)
  return made
}

/** What a clock on the wall there shows, read as if it were UTC. */
function wallClock(at: number, timezone: string): number {
  const part = Object.fromEntries(
    formatter(timezone)
      .formatToParts(at)
      .map((each) => [each.type, Number(each.value)]),
  )
  return Date.UTC(
    part['year'] ?? 1970,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  )
}
