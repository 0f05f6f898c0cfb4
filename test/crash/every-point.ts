// One test a point: the server is killed there, and the story must end as if nothing had happened.
import { afterAll, describe, expect, it } from 'vitest'
import { type Choice, findCases } from './cases.ts'
import type { CrashWorld } from './crash-world.ts'
import { nameOf } from './points.ts'
import type { Story } from './story.ts'
import type { WorkflowName } from './workflows.ts'

/** The machine may have a dozen things to do. */
export const patience = { timeout: 90_000 }

/**
 * Registers the tests of a workflow at some of its points (`npm run torture -- --points` has all); call it at the top of a test
 * file. Answers the world and so many stories not yet told.
 */
export async function killAtSomePoints(
  name: WorkflowName,
  choice: Choice,
): Promise<{ world: CrashWorld; spares: Story[] }> {
  const { world, cases, spares } = await findCases(name, choice)
  afterAll(() => world.close())

  describe(name, () => {
    for (const { point, story } of cases) {
      it(`ends as if nothing had happened when the server is killed ${nameOf(point)}`, patience, async () => {
        expect(await world.tell(story, point)).toEqual({ kills: 1, problems: [] })
      })
    }

    it('still has every story right when all of them are told', patience, async () => {
      expect(cases).toHaveLength(choice.most)
      expect(await world.judgeAll()).toEqual([])
      expect(world.errors()).toEqual([])
    })
  })
  return { world, spares }
}
