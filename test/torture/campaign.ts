// What every campaign of `npm run torture` takes and tells.

export interface CampaignOptions {
  /** Fixes the plan: what fails, when, and in which order. The operating system still decides who runs first. */
  seed: number
  /** Name of the fault that is built into the server on purpose; null tests the server as it is. */
  mutant: string | null
  /** Progress for the person in front of it, a line each. */
  say(line: string): void
}

export interface CampaignResult {
  /** Things that were acknowledged or asked for and are not there in the end. */
  lost: number
  /** Things that are there more often than they were asked for. */
  duplicated: number
  /** A sentence for each of them, and for whatever else is wrong. Empty: the campaign passed. */
  problems: string[]
}

export const nothing: CampaignResult = { lost: 0, duplicated: 0, problems: [] }

/** Results of several campaigns as one. */
export function together(results: readonly CampaignResult[]): CampaignResult {
  return {
    lost: results.reduce((sum, one) => sum + one.lost, 0),
    duplicated: results.reduce((sum, one) => sum + one.duplicated, 0),
    problems: results.flatMap((one) => one.problems),
  }
}

export function passed(result: CampaignResult): boolean {
  return result.lost === 0 && result.duplicated === 0 && result.problems.length === 0
}
