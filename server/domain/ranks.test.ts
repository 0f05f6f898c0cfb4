import { describe, expect, it } from 'vitest'
import { requestStates, settledStates, signerStatuses, yousignStates } from '../../shared/states.ts'
import { isBehind, requestMayBecome, signerMayBecome, signerMayRead } from './ranks.ts'

describe('what evidence may change', () => {
  it.each(signerStatuses)('a signer who is %s never goes back by an event', (from) => {
    for (const to of signerStatuses) {
      if (signerMayBecome(from, to)) expect(signerMayBecome(to, from)).toBe(false)
    }
    expect(signerMayBecome(from, from)).toBe(false)
  })

  it('a signer who signed or declined stays so, whatever a read says', () => {
    for (const to of signerStatuses) {
      expect(signerMayRead('signed', to)).toBe(false)
      expect(signerMayRead('declined', to)).toBe(false)
    }
    expect(signerMayRead('error', 'notified')).toBe(true)
  })

  it.each([...settledStates])('a request that is %s is never left', (from) => {
    for (const to of yousignStates) {
      expect(requestMayBecome(from, to)).toBe(false)
      expect(requestMayBecome(from, to, true)).toBe(false)
    }
  })

  it('an expired request goes on by a proved reactivation only, and may still turn out to be settled', () => {
    expect(requestMayBecome('expired', 'ongoing')).toBe(false)
    expect(requestMayBecome('expired', 'ongoing', true)).toBe(true)
    expect(requestMayBecome('expired', 'approval', true)).toBe(false)
    for (const to of settledStates) expect(requestMayBecome('expired', to as 'done')).toBe(true)
  })

  it('a request is paused and resumed any number of times, and never falls back to approval or draft', () => {
    expect(requestMayBecome('ongoing', 'paused')).toBe(true)
    expect(requestMayBecome('paused', 'ongoing')).toBe(true)
    for (const from of ['ongoing', 'paused'] as const) {
      expect(requestMayBecome(from, 'approval')).toBe(false)
      expect(requestMayBecome(from, 'draft')).toBe(false)
    }
  })

  it('a state is behind only those that come after it', () => {
    expect(isBehind('ongoing', 'done')).toBe(true)
    expect(isBehind('expired', 'done')).toBe(true)
    expect(isBehind('done', 'ongoing')).toBe(false)
    for (const state of requestStates.filter((one): one is 'done' => yousignStates.includes(one as 'done')))
      expect(isBehind(state, state)).toBe(false)
  })
})
