import type { Clock } from '../clock.ts'

/** Fixed windows of a minute and an hour over all endpoints of the organisation (contracts/yousign.md 1.3). */
export interface Limits {
  perMinute: number
  perHour: number
  /** Counts one call; the answer is the seconds to wait when there is none left. */
  take(): number | undefined
  headers(): Record<string, string>
}

/** Headers hold integers, so an unlimited window shows this. */
const unlimited = 1_000_000
const minute = 60_000
const hour = 3_600_000

export function createLimits(clock: Clock, limits: { perMinute: number; perHour: number }): Limits {
  const windows = { minute: { start: clock.now(), used: 0 }, hour: { start: clock.now(), used: 0 } }

  function roll(): void {
    const now = clock.now()
    if (now - windows.minute.start >= minute) windows.minute = { start: now, used: 0 }
    if (now - windows.hour.start >= hour) windows.hour = { start: now, used: 0 }
  }

  const left = (limit: number, used: number) => Math.max(0, (Number.isFinite(limit) ? limit : unlimited) - used)
  const seconds = (start: number, length: number) => Math.max(1, Math.ceil((start + length - clock.now()) / 1000))

  const self: Limits = {
    perMinute: limits.perMinute,
    perHour: limits.perHour,
    take() {
      roll()
      if (windows.hour.used >= self.perHour) return seconds(windows.hour.start, hour)
      if (windows.minute.used >= self.perMinute) return seconds(windows.minute.start, minute)
      if (Number.isFinite(self.perMinute)) windows.minute.used += 1
      if (Number.isFinite(self.perHour)) windows.hour.used += 1
      return undefined
    },
    headers() {
      roll()
      const perMinute = left(self.perMinute, windows.minute.used)
      const perHour = left(self.perHour, windows.hour.used)
      const tight = perHour < perMinute
      const shown = (limit: number) => String(Number.isFinite(limit) ? limit : unlimited)
      return {
        'ratelimit-limit': shown(tight ? self.perHour : self.perMinute),
        'ratelimit-remaining': String(Math.min(perMinute, perHour)),
        'ratelimit-reset': String(tight ? seconds(windows.hour.start, hour) : seconds(windows.minute.start, minute)),
        'x-ratelimit-limit-minute': shown(self.perMinute),
        'x-ratelimit-limit-hour': shown(self.perHour),
        'x-ratelimit-remaining-minute': String(perMinute),
        'x-ratelimit-remaining-hour': String(perHour),
      }
    },
  }
  return self
}
