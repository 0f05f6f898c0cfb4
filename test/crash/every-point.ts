// One test a point: the server is killed there, and the story must end as if nothing had happened.
import { afterAll, describe, expect, it } from 'vitest'
import { type CrashWorld, createCrashWorld, type Part } from './crash-world.ts'
import { nameOf, type Point } from './points.ts'
import type { Source, Story } from './story.ts'

/** The machine may have a dozen things to do. */
export const patience = { timeout: 90_000 }

/** Registers the tests of a part; call it at the top of a test file. Answers the world and so many stories not yet told. */
export async function killAtEveryPoint(
  source: Source,
  part: Part,
  spare = 0,
): Promise<{ world: CrashWorld; spares: Story[] }> {
  const world = await createCrashWorld()
  afterAll(() => world.close())
  const { cases, spares } = await prepareAll(world, source, part, spare)

  describe(`${source}, ${part}`, () => {
    for (const { point, story } of cases) {
      it(`ends as if nothing had happened when the server is killed ${nameOf(point)}`, patience, async () => {
        expect(await world.tell(story, point)).toEqual({ kills: 1, problems: [] })
      })
    }

    it('still has every story right when all of them are told', patience, async () => {
      expect(cases.length).toBeGreaterThan(20)
      expect(await world.judgeAll()).toEqual([])
      expect(world.errors()).toEqual([])
    })
  })
  return { world, spares }
}

async function prepareAll(
  world: CrashWorld,
  source: Source,
  part: Part,
  spare: number,
): Promise<{ cases: { point: Point; story: Story }[]; spares: Story[] }> {
  try {
    const points = await world.findPoints(source, part)
    const stories = await world.prepare(source, points.length + spare)
    await world.closeReviews()
    const cases = points.flatMap((point, index) => {
      const story = stories[index]
      return story === undefined ? [] : [{ point, story }]
    })
    return { cases, spares: stories.slice(points.length) }
  } catch (error) {
    // No test will run, and so nothing that follows the tests either.
    await world.close()
    throw error
  }
}
