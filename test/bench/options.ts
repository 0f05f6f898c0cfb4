// The arguments of `npm run bench`.
import { parseArgs } from 'node:util'
import { err, ok, type Result } from '../../shared/result.ts'
import { type MetricId, metricIds } from './lines.ts'

export interface Options {
  only: ReadonlySet<MetricId>
  json: boolean
  /** Short rounds, to see whether everything works; the values mean little. */
  quick: boolean
}

export const usage = `npm run bench -- [--only R1,R5] [--quick] [--json]\nThere are ${metricIds.join(', ')}.`

/** The failure is a sentence for the person who typed them. */
export function readOptions(args: readonly string[]): Result<Options, string> {
  const known = { only: { type: 'string' }, json: { type: 'boolean' }, quick: { type: 'boolean' } } as const
  let values: { only?: string; json?: boolean; quick?: boolean }
  try {
    values = parseArgs({ args: [...args], options: known }).values
  } catch (error) {
    return err(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
  const names = values.only?.split(',').map((name) => name.trim().toUpperCase()) ?? [...metricIds]
  const unknown = names.filter((name) => !isMetric(name))
  if (unknown.length > 0) return err(`No metric ${unknown.join(', ')}.\n${usage}`)
  return ok({ only: new Set(names.filter(isMetric)), json: values.json === true, quick: values.quick === true })
}

function isMetric(name: string): name is MetricId {
  return (metricIds as readonly string[]).includes(name)
}
