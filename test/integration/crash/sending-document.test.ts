import { describe, expect, it } from 'vitest'
import { killAtSomePoints, patience } from '../../crash/every-point.ts'
import { expression } from '../../crash/points.ts'
import { eventually } from '../../crash/story.ts'

/** The server dies with this call under way, and the call lands only when the next process makes that one. */
const late = [
  { what: 'a create', call: 'POST /signature_requests', next: 'GET /signature_requests' },
  { what: 'a create, given up', call: 'POST /signature_requests', next: 'POST /signature_requests' },
  { what: 'a document', call: 'POST /signature_requests/:id/documents', next: 'POST /signature_requests' },
  { what: 'a signer', call: 'POST /signature_requests/:id/signers', next: 'POST /signature_requests/:id/documents' },
  { what: 'an activation', call: 'POST /signature_requests/:id/activate', next: 'GET /signature_requests/:id' },
  {
    what: 'an activation, repeated',
    call: 'POST /signature_requests/:id/activate',
    next: 'POST /signature_requests/:id/activate',
  },
]

const { world, spares } = await killAtSomePoints('send-documents', { most: 6, seed: 1, spare: late.length })

describe('a call that lands late', () => {
  for (const [index, { what, call, next }] of late.entries()) {
    it(`contacts nobody twice: ${what}, after the next process has begun ${next}`, patience, async () => {
      const story = spares[index]
      if (!story) throw new Error('a story was not prepared')
      const outcome = await world.disturb(story, () => {
        const overtaken = async () => {
          let begun = false
          const begin = () => {
            begun = true
          }
          world.yousign.faults.add({ match: matchOf(next), when: 'after', kind: { call: begin } })
          await world.kill()
          await eventually(next, async () => begun)
        }
        world.yousign.faults.add({ match: { ...matchOf(call), nth: 1 }, when: 'before', kind: { call: overtaken } })
      })
      expect(outcome).toEqual({ kills: 1, problems: [] })
    })
  }
})

describe('three hours later', () => {
  it('has deleted every draft that reached nobody', patience, async () => {
    const drafts = () =>
      [...world.yousign.state.requests.values()].filter(
        (request) => request.status === 'draft' && request.external_id?.startsWith('ky-'),
      )
    expect(drafts().length).toBeGreaterThan(0)
    await world.jump(3 * 3_600_000)
    await eventually('the drafts are gone', async () => drafts().length === 0)
  })
})

function matchOf(call: string): { method: string; path: RegExp } {
  const [method = '', path = ''] = call.split(' ')
  return { method, path: expression(path) }
}
