import { describe, expect, it } from 'vitest'
import { now, sampleRequest } from '../testing/sample-request.ts'
import { type FateFacts, fateOf } from './fate.ts'
import type { RecordMark } from './tables.ts'

const mark = (change: Partial<RecordMark>): RecordMark => ({
  erasureId: 'e',
  requestId: 'request234567abc',
  kind: 'erase',
  wasSigned: false,
  until: null,
  at: now,
  emptiedAt: null,
  doneAt: null,
  ...change,
})
const facts = (change: Partial<FateFacts> = {}): FateFacts => ({
  mark: null,
  isSigned: false,
  years: 10,
  renewedUntil: null,
  now,
  ...change,
})
const inState = (state: 'ongoing' | 'declined' | 'done' | 'prepared' | 'needs_person', change = {}) =>
  sampleRequest({ state, endedAt: now, ...change })
const tenYears = Date.UTC(2036, 10, 24, 9)

describe('a record', () => {
  it.each(['ongoing', 'needs_person'] as const)('that is %s runs, whatever was said of it', (state) => {
    for (const said of [null, mark({})]) expect(fateOf(inState(state), facts({ mark: said })).kind).toBe('running')
  })

  it('that was deleted at Yousign runs no more', () => {
    expect(fateOf(inState('ongoing', { deletedAt: now }), facts()).kind).toBe('erase')
  })

  it.each(['declined', 'prepared'] as const)('that is %s can be erased', (state) => {
    expect(fateOf(inState(state), facts())).toEqual({ kind: 'erase' })
  })

  it('that is signed can be restricted, until the last day of the firm’s years or of a renewal', () => {
    const signed = { isSigned: true }
    expect(fateOf(inState('done'), facts(signed))).toEqual({ kind: 'restrict', until: tenYears })
    expect(fateOf(inState('done'), facts({ ...signed, now: tenYears - 1 })).kind).toBe('restrict')
    expect(fateOf(inState('done'), facts({ ...signed, now: tenYears }))).toEqual({ kind: 'erase' })
    expect(fateOf(inState('done'), facts({ ...signed, now: tenYears, renewedUntil: tenYears + 5 })).kind).toBe(
      'restrict',
    )
    const said = mark({ kind: 'restrict', wasSigned: true, until: tenYears })
    expect(fateOf(inState('done'), facts({ ...signed, mark: said })).kind).toBe('restricted')
  })

  it('that was cancelled and is kept with a signed document is not erased for that', () => {
    expect(fateOf(inState('declined'), facts({ isSigned: true })).kind).toBe('restrict')
  })

  it('that was erased when it had expired, and was signed afterwards, is a record that is kept', () => {
    expect(fateOf(inState('declined'), facts({ mark: mark({}) })).kind).toBe('erased')
    expect(fateOf(inState('done'), facts({ mark: mark({}), isSigned: true })).kind).toBe('restrict')
    expect(fateOf(inState('done'), facts({ mark: mark({ wasSigned: true }), isSigned: true })).kind).toBe('erased')
  })
})
