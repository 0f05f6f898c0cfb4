import { expect, it } from 'vitest'
import { killAtSomePoints, patience } from '../../crash/every-point.ts'
import { eventually } from '../../crash/story.ts'

const { world, spares } = await killAtSomePoints('send-template', { most: 6, seed: 1, spare: 1 })

it('writes a note once that Kommo takes in only after the next process has looked for it', patience, async () => {
  const [story] = spares
  if (!story) throw new Error('a story was not prepared')
  const outcome = await world.disturb(story, () => {
    const overtaken = async () => {
      let looked = false
      const look = () => {
        looked = true
      }
      const notes = { method: 'GET', path: /^\/api\/v4\/leads\/\d+\/notes/ }
      world.kommo.faults.add({ match: notes, when: 'after', kind: { call: look } })
      await world.kill()
      await eventually('the next process has looked', async () => looked)
    }
    const write = { method: 'POST', path: /^\/api\/v4\/leads\/notes/, nth: 1 }
    world.kommo.faults.add({ match: write, when: 'before', kind: { call: overtaken } })
  })
  expect(outcome).toEqual({ kills: 1, problems: [] })
})
