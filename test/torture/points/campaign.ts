// Every fault point of every workflow: the server is killed right before or after each commit and each call, once a story.
import { findCases } from '../../crash/cases.ts'
import { nameOf } from '../../crash/points.ts'
import { type WorkflowName, workflows } from '../../crash/workflows.ts'
import { type CampaignOptions, type CampaignResult, passed, together } from '../campaign.ts'

export interface PointsOptions extends CampaignOptions {
  /** At most so many points of each workflow, drawn by the seed. */
  most: number
}

export async function everyPoint(options: PointsOptions): Promise<CampaignResult> {
  const results: CampaignResult[] = []
  for (const name of Object.keys(workflows) as WorkflowName[]) {
    results.push(await ofWorkflow(name, options))
    // A fault that was built in on purpose is caught by its first problem.
    if (options.mutant !== null && !passed(together(results))) break
  }
  return together(results)
}

async function ofWorkflow(name: WorkflowName, { most, seed, mutant, say }: PointsOptions): Promise<CampaignResult> {
  const { world, cases, points } = await findCases(name, { most, seed, mutant })
  try {
    const problems: string[] = []
    let killed = 0
    for (const { point, story } of cases) {
      if (mutant !== null && problems.length > 0) break
      const wrong = await told(() => world.tell(story, point))
      killed += 1
      problems.push(...wrong.map((problem) => `${name}, lead ${story.leadId}, killed ${nameOf(point)}: ${problem}`))
    }
    problems.push(...(await world.judgeAll()), ...world.errors().map((error) => `logged: ${error}`))
    say(`${name}: killed at ${killed} of ${points} points, ${problems.length} problems`)
    return { lost: count(problems, missing), duplicated: count(problems, repeated), problems }
  } finally {
    await world.close()
  }
}

async function told(tell: () => Promise<{ kills: number; problems: string[] }>): Promise<string[]> {
  try {
    const { kills, problems } = await tell()
    return kills === 1 ? problems : [...problems, `${kills} kills, not 1`]
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** How the judge says that something is not there, or there too often. */
const missing = /: (0 |no |waited in vain)/
const repeated = /: ([2-9]|\d\d+) (requests|notes|tasks|reminders|signed files|documents|copies)/

function count(problems: readonly string[], words: RegExp): number {
  return problems.filter((problem) => words.test(problem)).length
}
