import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../test/simulators/clock.ts'
import { migrate } from '../db/migrate.ts'
import { closeDatabase, type Database, openDatabase } from '../db/open.ts'
import type { Priority } from '../domain/lane.ts'
import { createLane, type PacedLane } from './lanes.ts'
import type { Limits } from './windows.ts'

let dir: string
let db: Database
let clock: VirtualClock

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lanes-'))
  db = openDatabase(join(dir, 'main.sqlite'))
  migrate(db)
  clock = createVirtualClock()
})
afterEach(() => {
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

const sandbox = { minute: 30, hour: 200 }

function lane(windows: Limits = sandbox): PacedLane {
  return createLane({ name: 'yousign', db, clock, windows })
}

/** Takes until the lane refuses; how many it gave. */
function empty(from: PacedLane, priority: Priority): number {
  let count = 0
  while (from.take(priority).ok) count += 1
  return count
}

describe('places', () => {
  test('started sends stop at the reserve, clicks may use it, and the refusal says which of the two it was', () => {
    const yousign = lane()
    const since = clock.now()
    expect(yousign.places('started')).toBe(24)
    expect(empty(yousign, 'started')).toBe(24)
    expect(yousign.take('started')).toEqual({ ok: false, until: since + 61_000, reason: 'reserve' })
    expect(yousign.opensAt('started')).toBe(since + 61_000)
    expect(yousign.places('click')).toBe(6)
    expect(empty(yousign, 'click')).toBe(6)
    expect(yousign.take('click')).toEqual({ ok: false, until: since + 61_000, reason: 'window' })
    expect(yousign.take('effect')).toMatchObject({ ok: false, reason: 'window' })
  })

  test('background work gets its share of the hour and no more, whatever the minute would allow', () => {
    const yousign = lane()
    expect(empty(yousign, 'trigger')).toBe(14)
    expect(yousign.take('trigger')).toEqual({ ok: false, until: clock.now() + 300_000, reason: 'reserve' })
    expect(yousign.take('started')).toEqual({ ok: true })
  })

  test('a lane by the second gives its places every second and keeps none back', async () => {
    const kommo = lane({ second: 5 })
    expect(empty(kommo, 'sweep')).toBe(5)
    await clock.advance(999)
    expect(kommo.take('click')).toEqual({ ok: false, until: clock.now() + 1, reason: 'window' })
    await clock.advance(1)
    expect(empty(kommo, 'click')).toBe(5)
  })

  test('are on disk before the answer and therefore refuse to be taken inside a transaction', () => {
    const yousign = lane()
    expect(db.transaction(() => yousign.take('click'))).toThrow('inside a transaction')
    expect(yousign.places('click')).toBe(30)
  })

  test('taken before the clock was set back count from then on like any other, and a click finds what is kept for it', async () => {
    let behind = 0
    const set = { ...clock, now: () => clock.now() - behind }
    const yousign = createLane({ name: 'yousign', db, clock: set, windows: sandbox })
    for (let at = 0; at < 60; at += 1) {
      expect(yousign.take('started').ok).toBe(true)
      await clock.advance(30_000)
    }
    behind = 3_600_000
    expect(yousign.take('click')).toEqual({ ok: true })
    expect(empty(yousign, 'started')).toBe(20)
    const opens = yousign.opensAt('started') - set.now()
    expect(opens).toBe(1_000)
    await clock.advance(opens)
    expect(yousign.take('started')).toEqual({ ok: true })
  })
})

describe('what the headers say', () => {
  test('lowers what is left, reserve included, and never raises it', () => {
    const yousign = lane()
    for (let call = 0; call < 4; call += 1) yousign.take('click')
    yousign.correct({ minute: 29, hour: 199 })
    expect(yousign.places('click')).toBe(26)
    yousign.correct({ minute: 8, hour: null })
    expect(yousign.places('click')).toBe(8)
    expect(yousign.places('started')).toBe(2)
    expect(empty(yousign, 'started')).toBe(2)
    expect(yousign.take('started')).toEqual({ ok: false, until: clock.now() + 61_000, reason: 'reserve' })
    yousign.correct({ minute: null, hour: 2 })
    expect(empty(yousign, 'click')).toBe(2)
  })

  test('is believed for a window and then asked again', async () => {
    const yousign = lane()
    yousign.correct({ minute: 0, hour: 0 })
    expect(yousign.take('click')).toEqual({ ok: false, until: clock.now() + 300_000, reason: 'window' })
    await clock.advance(299_999)
    expect(yousign.take('click').ok).toBe(false)
    await clock.advance(1)
    expect(yousign.take('click').ok).toBe(true)
  })

  test('is replaced by what they say later', () => {
    const yousign = lane()
    yousign.correct({ minute: 1, hour: 1 })
    yousign.correct({ minute: 12, hour: 150 })
    expect(yousign.places('click')).toBe(12)
  })
})

describe('pauses', () => {
  test('a throttled lane opens by itself when the time has come', async () => {
    const yousign = lane()
    yousign.pause(clock.now() + 60_000, 'throttled')
    expect(yousign.paused()).toEqual({ until: clock.now() + 60_000, reason: 'throttled' })
    expect(yousign.take('click')).toEqual({ ok: false, until: clock.now() + 60_000, reason: 'throttled' })
    expect([yousign.places('click'), yousign.opensAt('click')]).toEqual([0, clock.now() + 60_000])
    await clock.advance(60_000)
    expect(yousign.paused()).toBeNull()
    expect(empty(yousign, 'click')).toBe(30)
  })

  test('a refused key lets one probe through at a time, and its success opens the lane', async () => {
    const yousign = lane()
    yousign.pause(clock.now() + 900_000, 'key_refused')
    await clock.advance(900_000)
    expect(yousign.paused()).toEqual({ until: clock.now(), reason: 'key_refused' })
    expect(yousign.places('click')).toBe(1)
    expect(yousign.take('effect')).toEqual({ ok: true })
    expect(yousign.take('click')).toEqual({ ok: false, until: clock.now() + 60_000, reason: 'key_refused' })
    yousign.resume()
    expect(yousign.paused()).toBeNull()
    expect(lane().paused(), 'after a restart').toBeNull()
    expect(yousign.take('click')).toEqual({ ok: true })
  })

  test('a probe that is refused again closes the lane for the time it says', async () => {
    const kommo = lane({ second: 5 })
    kommo.pause(clock.now() + 1000, 'blocked')
    await clock.advance(1000)
    kommo.take('effect')
    kommo.pause(clock.now() + 300_000, 'blocked')
    await clock.advance(299_999)
    expect(kommo.take('click')).toMatchObject({ ok: false, reason: 'blocked' })
  })

  test('a probe after which nobody complains for a minute opens the lane', async () => {
    const yousign = lane()
    yousign.pause(clock.now() + 1000, 'unpaid')
    await clock.advance(1000)
    yousign.take('effect')
    await clock.advance(59_999)
    expect(yousign.take('effect').ok).toBe(false)
    await clock.advance(1)
    expect(yousign.paused()).toBeNull()
    expect(yousign.places('click')).toBe(29)
  })

  test('a late 429 does not open what a refused key closed', async () => {
    const yousign = lane()
    yousign.pause(clock.now() + 900_000, 'key_refused')
    yousign.pause(clock.now() + 1000, 'throttled')
    await clock.advance(1000)
    expect(yousign.paused()).toMatchObject({ reason: 'key_refused' })
  })

  test('windows, pauses and a probe under way survive a restart', async () => {
    const before = lane()
    empty(before, 'started')
    before.pause(clock.now() + 5000, 'key_refused')
    const after = lane()
    expect(after.paused()).toEqual({ until: clock.now() + 5000, reason: 'key_refused' })
    await clock.advance(5000)
    expect(after.take('started')).toMatchObject({ ok: false, reason: 'reserve' })
    expect(after.take('click')).toEqual({ ok: true })
    const later = lane()
    expect(later.take('click')).toEqual({ ok: false, until: clock.now() + 60_000, reason: 'key_refused' })
    await clock.advance(60_000)
    expect(later.paused()).toBeNull()
  })
})
