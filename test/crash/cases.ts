// The fault points of a workflow, each with a story that is ready for it.
import { createRandom } from '../torture/random.ts'
import { type CrashWorld, createCrashWorld } from './crash-world.ts'
import { nameOf, type Point } from './points.ts'
import type { Story } from './story.ts'
import { type WorkflowName, workflows } from './workflows.ts'

export interface Cases {
  world: CrashWorld
  cases: { point: Point; story: Story }[]
  /** Stories beside those, not yet told. */
  spares: Story[]
  /** How many points there are. */
  points: number
}

export interface Choice {
  /** So many of the points, drawn by the seed; all if there are not more. */
  most: number
  seed: number
  spare?: number
  /** Fault that is built into the server on purpose. */
  mutant?: string | null
}

/** So many undisturbed stories show the points: what only one of them has was caused by the timing. */
const traces = 3

/** Close the world when it is no longer needed; it is closed when this rejects. */
export async function findCases(name: WorkflowName, { most, seed, spare = 0, mutant = null }: Choice): Promise<Cases> {
  const workflow = workflows[name]
  const leap = 'leap' in workflow ? workflow.leap : 0
  const world = await createCrashWorld(workflow, mutant)
  const prepare = async (count: number) => {
    const stories = await world.prepare(count)
    if (leap > 0) await world.jump(leap)
    return stories
  }
  try {
    const found = await world.findPoints(await prepare(traces))
    const points = found.filter((point) => !('only' in workflow) || workflow.only.test(nameOf(point)))
    const chosen = drawn(points, most, seed)
    const stories = await prepare(chosen.length + spare)
    await world.closeReviews()
    const cases = chosen.flatMap((point, index) => {
      const story = stories[index]
      return story === undefined ? [] : [{ point, story }]
    })
    return { world, cases, spares: stories.slice(chosen.length), points: points.length }
  } catch (error) {
    await world.close()
    throw error
  }
}

/** In their order. */
function drawn(points: readonly Point[], most: number, seed: number): Point[] {
  const random = createRandom(seed)
  const left = [...points.keys()]
  const chosen = new Set<number>()
  while (chosen.size < most && left.length > 0) chosen.add(left.splice(random.whole(left.length), 1)[0] ?? 0)
  return points.filter((_, index) => chosen.has(index))
}
