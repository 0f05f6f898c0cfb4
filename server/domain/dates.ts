// Calendar days in a time zone: deadlines, due times, and what a note says. No library: Intl knows the zones.

const day = 24 * 60 * 60 * 1000

/** `yyyy-mm-dd` of a moment in a zone. */
export function dateIn(timeZone: string, at: number): string {
  const parts = fields(timeZone, at)
  return `${parts.year}-${parts.month}-${parts.day}`
}

/** "2026-11-24 10:22:05": of a moment in a zone, the same in every language and on every machine. */
export function stampIn(timeZone: string, at: number): string {
  const { hour, minute, second } = fields(timeZone, at)
  return `${dateIn(timeZone, at)} ${hour}:${minute}:${second}`
}

/** The date so many days after `now`, in the zone. */
export function dateAfter(timeZone: string, now: number, days: number): string {
  const [year, month, date] = dateIn(timeZone, now).split('-').map(Number)
  return new Date(Date.UTC(year ?? 1970, (month ?? 1) - 1, (date ?? 1) + days)).toISOString().slice(0, 10)
}

/** The last second of a date in the zone, epoch milliseconds. */
export function endOfDate(timeZone: string, date: string): number {
  return momentOf(timeZone, date, 23, 59, 59)
}

/** 18:00 of the next working day after `now` in the zone; Saturdays and Sundays are skipped. */
export function nextWorkingEvening(timeZone: string, now: number): number {
  for (let offset = 1; offset < 8; offset += 1) {
    const date = dateAfter(timeZone, now, offset)
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay()
    if (weekday !== 0 && weekday !== 6) return momentOf(timeZone, date, 18, 0, 0)
  }
  return now + day
}

/** "24 November 2026, 10:22" in the language, with the zone's city: for notes, which are read years later. */
export function momentInWords(
  language: 'en' | 'fr',
  timeZone: string,
  at: number,
): { date: string; time: string; city: string } {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  return {
    date: new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).format(at),
    time: new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' })
      .format(at)
      .replace(':', language === 'fr' ? ' h ' : ':'),
    city: (timeZone.split('/').at(-1) ?? timeZone).replace(/_/g, ' '),
  }
}

function momentOf(timeZone: string, date: string, hour: number, minute: number, second: number): number {
  const wanted = Date.parse(`${date}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`)
  let moment = wanted
  // Twice: the first guess may stand on the other side of a change of the clocks.
  for (let pass = 0; pass < 2; pass += 1) moment = wanted - offsetAt(timeZone, moment)
  return moment
}

function offsetAt(timeZone: string, at: number): number {
  const f = fields(timeZone, at)
  const shown = Date.parse(`${f.year}-${f.month}-${f.day}T${f.hour}:${f.minute}:${f.second}Z`)
  return shown - Math.floor(at / 1000) * 1000
}

function fields(timeZone: string, at: number): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '00'
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  }
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
