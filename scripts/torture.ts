// `npm run torture -- --kills N --sends M --seed S [--power-cuts N] [--restore] [--mutants] ...`: campaigns that kill, cut,
// lose and disorder, and count what is lost or there twice. The last line says it; the exit code is 1 unless both are 0.
import { parseArgs } from 'node:util'
import { type CampaignResult, passed, together } from '../test/torture/campaign.ts'
import { type CampaignName, campaigns } from '../test/torture/campaigns.ts'
import { mutants } from '../test/torture/mutants.ts'

const mostProblems = 20
const names = Object.keys(campaigns) as CampaignName[]
const began = Date.now()

const { values, tokens } = parseArgs({
  tokens: true,
  strict: false,
  options: {
    sends: { type: 'string' },
    seed: { type: 'string' },
    mutant: { type: 'string' },
    mutants: { type: 'boolean' },
  },
})
const seed = numberOf('seed') ?? 1
const mutant = typeof values['mutant'] === 'string' ? values['mutant'] : null
const wanted = names.filter((name) => values[name] !== undefined)
const unknown = tokens.flatMap((token) => (token.kind === 'option' && !isKnown(token.name) ? [token.rawName] : []))
if (unknown.length > 0) fail(`What is ${unknown.join(', ')}? Campaigns: ${names.map((name) => `--${name}`).join(' ')}`)

process.stdout.write(`seed ${seed}\n`)
const isGood = values['mutants'] === true ? await tryMutants() : await runAll(wanted.length > 0 ? wanted : ['kills'])
process.exit(isGood ? 0 : 1)

async function runAll(chosen: readonly CampaignName[]): Promise<boolean> {
  const results: CampaignResult[] = []
  for (const name of chosen) {
    const campaign = campaigns[name]
    if (!campaign) continue
    const size = numberOf(name) ?? campaign.usual
    say(`${name}: ${size} ${campaign.counts}${mutant === null ? '' : `, mutant ${mutant}`}`)
    results.push(await campaign.run(size, { seed, mutant, sends: numberOf('sends'), say }))
  }
  const result = together(results)
  for (const problem of result.problems.slice(0, mostProblems)) process.stdout.write(`problem: ${problem}\n`)
  if (result.problems.length > mostProblems)
    process.stdout.write(`and ${result.problems.length - mostProblems} more problems\n`)
  process.stdout.write(`lost ${result.lost}, duplicated ${result.duplicated}\n`)
  return passed(result)
}

/** Every fault that is built in on purpose must make its campaign fail; one that is not caught proves nothing. */
async function tryMutants(): Promise<boolean> {
  let missed = 0
  for (const [name, { campaign: of, what }] of Object.entries(mutants)) {
    const campaign = campaigns[of]
    const outcome = campaign === undefined ? null : await caught(name, campaign.forMutants, campaign.run)
    if (outcome !== true) missed += 1
    process.stdout.write(`${outcome === true ? 'caught' : 'NOT CAUGHT'} ${name} (${of}): ${what}\n`)
  }
  process.stdout.write(missed === 0 ? 'every mutant caught\n' : `${missed} mutants not caught\n`)
  return missed === 0
}

/** A campaign that breaks off proves nothing: the mutant may not even have been built. */
async function caught(name: string, size: number, run: NonNullable<(typeof campaigns)['kills']>['run']) {
  try {
    return !passed(await run(size, { seed, mutant: name, sends: null, say: () => undefined }))
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

function say(line: string): void {
  process.stdout.write(`${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${line}\n`)
}

/** The number after the option, or the positional right after it. */
function numberOf(name: string): number | null {
  const at = tokens.findIndex((token) => token.kind === 'option' && token.name === name)
  const token = tokens[at]
  const next = tokens[at + 1]
  const text =
    token?.kind === 'option' && token.value !== undefined
      ? token.value
      : next?.kind === 'positional'
        ? next.value
        : null
  if (at === -1 || text === null) return null
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0) fail(`--${name} takes a whole number, not ${text}`)
  return number
}

function isKnown(name: string): boolean {
  return ['sends', 'seed', 'mutant', 'mutants', ...names].includes(name)
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
