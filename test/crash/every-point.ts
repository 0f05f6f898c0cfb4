// One test a point: the server is killed there, and the story must end as if nothing had happened.
import { afterAll, describe, expect, it } from 'vitest'
import { type CrashWorld, createCrashWorld, type Part } from './crash-world.ts'
import { nameOf, type Point } from './points.ts'
import type { Source, Story } from './story.ts'

/** Registers the tests of a part; call it at the top of a test file. `more` adds tests in the same world, before the last look. */
export async function killAtEveryPoint(source: Source, part: Part, more: (world: CrashWorld) => void = () => {}): Promise<void> {
  const world = await createCrashWorld()
  const cases = await casesOf(world, source, part)
  afterAll(() => world.close())

  describe(`${source}, ${part}`, () => {
    for (const { name, point, story } of cases) {
      it(`ends as if nothing had happened when the server is killed ${name}`, patience, async () => {
        expect(await world.tell(story, point)).toEqual({ kills: 1, problems: [] })
      })
    }

    more(world)

    it('still has every story right when all of them are told', patience, async () => {
      expect(await world.judgeAll()).toEqual([])
      expect(world.errors()).toEqual([])
    })
  })
}

/** The machine may have a dozen things to do. */
export const patience = { timeout: 90_000 }

async function casesOf(world: CrashWorld, source: Source, part: Part): Promise<{ name: string; point: Point; story: Story }[]> {
  try {
    const points = await world.findPoints(source, part)
    const stories = await world.prepare(source, points.length)
    return points.flatMap((point, index) => {
      const story = stories[index]
      return story === undefined ? [] : [{ name: nameOf(point), point, story }]
    })
  } catch (error) {
    // No test will run, and so nothing after the tests either.
    await world.close()
    throw error
  }
}
