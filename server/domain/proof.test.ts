import { describe, expect, it } from 'vitest'
import { type HeardEvent, isOlder, proofOf } from './proof.ts'

const events = (...names: string[]): HeardEvent[] =>
  names.map((name, index) => ({ name: `signature_request.${name}`, at: (index + 1) * 1_000 }))
const read = (state: Parameters<typeof isOlder>[0]['state'], expiresAt: number | null = null) => ({ state, expiresAt })

describe('a read at Yousign', () => {
  it('is believed when no event says anything', () => {
    for (const state of ['draft', 'ongoing', 'done'] as const) expect(isOlder(read(state), proofOf([]))).toBe(false)
  })

  it.each(['done', 'declined', 'rejected', 'canceled'] as const)(
    'is older than a signed "%s" until it shows something settled',
    (end) => {
      const proof = proofOf(events('activated', 'expired', 'reactivated', end))
      for (const state of ['draft', 'approval', 'ongoing', 'paused', 'expired'] as const)
        expect(isOlder(read(state), proof)).toBe(true)
      // Another end than the told one is the truth at Yousign: reading again would not help.
      for (const state of ['done', 'declined', 'rejected', 'canceled'] as const)
        expect(isOlder(read(state), proof)).toBe(false)
    },
  )

  it('is older than an expiry while it shows a running request', () => {
    const proof = proofOf(events('activated', 'expired'))
    expect(isOlder(read('ongoing'), proof)).toBe(true)
    expect(isOlder(read('expired'), proof)).toBe(false)
  })

  it('may show a running request again once a later event set it going', () => {
    const proof = proofOf(events('activated', 'expired', 'reactivated'))
    expect(isOlder(read('ongoing'), proof)).toBe(false)
    expect(isOlder(read('expired', 2_500), proof)).toBe(true)
    expect(isOlder(read('expired', 9_999_000), proof)).toBe(false)
  })

  it('follows the last of pause and resume', () => {
    expect(isOlder(read('ongoing'), proofOf(events('activated', 'paused')))).toBe(true)
    expect(isOlder(read('paused'), proofOf(events('activated', 'paused')))).toBe(false)
    expect(isOlder(read('paused'), proofOf(events('activated', 'paused', 'resumed')))).toBe(true)
    expect(isOlder(read('ongoing'), proofOf(events('activated', 'paused', 'resumed')))).toBe(false)
    expect(isOlder(read('done'), proofOf(events('activated', 'paused')))).toBe(false)
  })

  it('is older than a deletion whatever it shows', () => {
    expect(isOlder(read('done'), proofOf(events('activated', 'done', 'deleted')))).toBe(true)
    expect(isOlder(read('canceled'), proofOf(events('canceled', 'permanently_deleted')))).toBe(true)
  })

  it('is not doubted because of an unsettled pause that nobody lifted by an event', () => {
    const proof = proofOf(events('activated', 'paused'))
    expect(isOlder(read('ongoing'), { ...proof, turn: null })).toBe(false)
  })
})
