import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SignerMark, SignerStatus, YousignState } from '../../shared/states.ts'
import { applyEvent, applyRead, type Told } from './apply.ts'
import type { RemoteRequest } from './esignature.ts'
import type { Proof } from './proof.ts'
import { type Folded, fold, take } from './testing/fold.ts'
import { camille, nadia, now, sampleRequest, sophie } from './testing/sample-request.ts'

type Seen = Pick<RemoteRequest, 'state' | 'signers' | 'decline' | 'rejection' | 'completedAt' | 'expiresAt'>

/** What happened at Yousign, told event by event, and what a read shows in the end. */
interface Story {
  told: Told[]
  seen: Seen
}

const ends = ['signed', 'declined', 'canceled', 'expired', 'running'] as const
const marks = [
  'link_opened',
  'delivery_failed',
  'identification_failed',
  'identification_blocked',
  'identification_expired',
  'sender_contacted',
] as const
const step = fc.record({ who: fc.nat(2), what: fc.constantFrom(...marks, 'verified', 'error') })
const plan = fc.record({
  approval: fc.boolean(),
  people: fc.integer({ min: 1, max: 3 }),
  steps: fc.array(step, { maxLength: 8 }),
  end: fc.constantFrom(...ends),
})

function tell({
  approval,
  people,
  steps,
  end,
}: {
  approval: boolean
  people: number
  steps: { who: number; what: string }[]
  end: (typeof ends)[number]
}): Story {
  const statuses: SignerStatus[] = Array.from({ length: people }, () => 'initiated')
  const told: Told[] = []
  let state: YousignState = approval ? 'approval' : 'ongoing'
  let at = now
  const say = (who: number | null = null, mark: SignerMark | null = null) => {
    at += 1_000
    told.push({
      at,
      state,
      signers: statuses.map((status, index) => ({ id: `y${index}`, status })),
      signer: who === null ? null : { id: `y${who}`, mark, words: null, at },
    })
  }
  say()
  if (approval) {
    state = 'ongoing'
    say()
  }
  statuses.forEach((_, who) => {
    statuses[who] = 'notified'
    say(who)
  })
  for (const { who, what } of steps) {
    if (who >= people || statuses[who] === 'error') continue
    if (what === 'verified' || what === 'error') statuses[who] = what
    say(who, what === 'verified' || what === 'error' ? null : (what as SignerMark))
  }
  const seen: Seen = { state, signers: [], decline: null, rejection: null, completedAt: null, expiresAt: now + 1e9 }
  const stop = (to: YousignState) => {
    state = to
    statuses.forEach((status, who) => {
      if (status !== 'signed' && status !== 'declined' && status !== 'error' && to !== 'expired')
        statuses[who] = 'aborted'
    })
  }
  // Nobody signs or declines after a technical stop: the only way out of it is a new request.
  if (end === 'signed' && !statuses.includes('error')) {
    statuses.forEach((_, who) => {
      statuses[who] = 'signed'
      say(who)
    })
    state = 'done'
    seen.completedAt = at
  }
  if (end === 'declined' && statuses[0] !== 'error') {
    statuses[0] = 'declined'
    say(0)
    stop('declined')
    seen.decline = { signerId: 'y0', reason: 'Non', at }
  }
  if (end === 'canceled' || end === 'expired') stop(end)
  say()
  return { told, seen: { ...seen, state, signers: statuses.map((status, index) => ({ id: `y${index}`, status })) } }
}

const start = (people: number, approval: boolean): Folded =>
  fold(sampleRequest({ state: approval ? 'approval' : 'ongoing' }, [camille, nadia, sophie].slice(0, people)))

function read(folded: Folded, seen: Seen, proof: Proof | null = null): void {
  const verdict = applyRead(folded.request, seen, proof, now + 60_000)
  if (verdict.kind === 'applied') take(folded, verdict.change)
}

/** Everything that matters: state, people, effects with their words, jobs, lines, links. */
function result({ request, effects, jobs, ledger, revoked }: Folded) {
  return {
    state: request.state,
    ending: request.ending,
    endedAt: request.endedAt,
    signers: request.signers,
    effects: [...effects.values()].map(({ key, payload }) => `${key} ${payload.text}`).sort(),
    jobs: [...jobs.keys()].sort(),
    lines: [...ledger.keys()].sort(),
    revoked: [...revoked].sort(),
  }
}

describe('evidence about a request', () => {
  it('gives the same state and the same effects in any order and any number', () => {
    const shuffled = plan.chain((one) => {
      const story = tell(one)
      const every = [...story.told.keys()]
      const order = fc.tuple(
        fc.shuffledSubarray(every, { minLength: every.length }),
        fc.array(fc.constantFrom(...every), { maxLength: 5 }),
      )
      return fc.record({ one: fc.constant(one), story: fc.constant(story), order })
    })
    fc.assert(
      fc.property(shuffled, ({ one, story, order: [first, again] }) => {
        const inOrder = start(one.people, one.approval)
        for (const told of story.told) take(inOrder, applyEvent(inOrder.request, told, now + 60_000))
        read(inOrder, story.seen)
        const mixed = start(one.people, one.approval)
        for (const index of [...first, ...again]) {
          const told = story.told[index]
          if (told) take(mixed, applyEvent(mixed.request, told, now + 60_000))
        }
        read(mixed, story.seen)
        read(mixed, story.seen)
        expect(result(mixed)).toEqual(result(inOrder))
      }),
      { numRuns: 400 },
    )
  })

  it('gives the same state and notes about the end when every event was lost and only the read came', () => {
    fc.assert(
      fc.property(plan, (one) => {
        const story = tell({ ...one, steps: [] })
        const inOrder = start(one.people, one.approval)
        for (const told of story.told) take(inOrder, applyEvent(inOrder.request, told, now + 60_000))
        read(inOrder, story.seen)
        const lost = start(one.people, one.approval)
        read(lost, story.seen)
        expect(result(lost).state).toBe(result(inOrder).state)
        expect(result(lost).effects.filter((effect) => !effect.includes('note:sent'))).toEqual(
          result(inOrder).effects.filter((effect) => !effect.includes('note:sent')),
        )
        expect(lost.request.signers.map((signer) => signer.status)).toEqual(
          inOrder.request.signers.map((signer) => signer.status),
        )
      }),
    )
  })

  it('says nothing when it tells nothing new', () => {
    const folded = start(2, false)
    const told: Told = {
      at: now,
      state: 'ongoing',
      signers: [{ id: 'y0', status: 'notified' }],
      signer: { id: 'y0', mark: 'link_opened', words: null, at: now },
    }
    take(folded, applyEvent(folded.request, told, now))
    expect(applyEvent(folded.request, told, now)).toBeNull()
    expect(
      applyEvent(
        folded.request,
        { at: now, state: 'done', signers: [{ id: 'stranger', status: 'signed' }], signer: null },
        now,
      ),
    ).toBeNull()
  })

  it('keeps the times of the earliest event that tells', () => {
    const folded = start(1, false)
    const told = (at: number, status: SignerStatus): Told => ({
      at,
      state: 'ongoing',
      signers: [{ id: 'y0', status }],
      signer: null,
    })
    for (const [at, status] of [
      [5, 'signed'],
      [3, 'signed'],
      [2, 'notified'],
      [4, 'notified'],
      [1, 'notified'],
    ] as const)
      take(folded, applyEvent(folded.request, told(at, status), now))
    expect(folded.request.signers[0]).toMatchObject({ status: 'signed', signedAt: 3, notifiedAt: 1 })
  })
})

describe('somebody who did not sign a request that ended', () => {
  it.each(['declined', 'canceled'] as const)('is no technical stop when it was %s', (end) => {
    const story = tell({ approval: false, people: 3, steps: [], end })
    const folded = start(3, false)
    for (const told of story.told) take(folded, applyEvent(folded.request, told, now))
    read(folded, story.seen)
    expect(folded.request.signers.at(-1)?.status).toBe('aborted')
    expect([...folded.effects.keys()].filter((key) => key.includes('signer_error'))).toEqual([])
  })

  it('is one when the request still runs', () => {
    const folded = start(2, false)
    read(folded, {
      state: 'ongoing',
      signers: [{ id: 'y0', status: 'aborted' }],
      decline: null,
      rejection: null,
      completedAt: null,
      expiresAt: null,
    })
    expect([...folded.effects.keys()].filter((key) => key.includes('signer_error'))).toHaveLength(2)
  })
})

describe('a read', () => {
  const seen: Seen = {
    state: 'ongoing',
    signers: [],
    decline: null,
    rejection: null,
    completedAt: null,
    expiresAt: null,
  }
  const proof: Proof = { state: 'done', isDeleted: false, turn: null }

  it('that is older than the evidence changes nothing', () => {
    const folded = start(1, false)
    expect(applyRead(folded.request, seen, proof, now)).toEqual({ kind: 'older' })
  })

  it('never takes back what is settled', () => {
    const folded = start(1, false)
    read(folded, { ...seen, state: 'done', completedAt: now })
    const verdict = applyRead(folded.request, { ...seen, state: 'canceled' }, null, now)
    expect(verdict).toEqual({ kind: 'applied', change: null })
  })

  it('of a deleted request marks it once and leaves it to others to tell people', () => {
    const running = start(1, false)
    read(running, { ...seen, state: 'deleted' })
    expect(running.request).toMatchObject({ state: 'ongoing', deletedAt: now + 60_000 })
    expect([...running.effects.keys()]).toEqual([])
    read(running, { ...seen, state: 'deleted' })
    expect(running.request.deletedAt).toBe(now + 60_000)
    const signed = start(1, false)
    read(signed, { ...seen, state: 'done', completedAt: now })
    signed.effects.clear()
    read(signed, { ...seen, state: 'deleted' })
    expect(signed.request.state).toBe('done')
    expect(signed.effects.size).toBe(0)
  })

  it('of an expired request with a new deadline sets it going again', () => {
    const folded = start(1, false)
    read(folded, { ...seen, state: 'expired' })
    expect(folded.request.ending).toMatchObject({ kind: 'expired', missing: ['Camille Durand'] })
    read(folded, { ...seen, expiresAt: now + 1e9 })
    expect(folded.request).toMatchObject({ state: 'ongoing', ending: null, endedAt: null, expiresAt: now + 1e9 })
  })
})
