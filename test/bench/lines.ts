// What was measured and what it should be: one line a target of design.md section 7 and foundations.md C3.
import { median, spread } from './numbers.ts'

export const metricIds = ['R1', 'R2', 'R3', 'R4', 'R5', 'R7', 'R8', 'R9', 'R10', 'R11', 'R12', 'R13'] as const
export type MetricId = (typeof metricIds)[number]

/** The value must be at least or at most this. */
export type Target = { least: number } | { most: number }

export type Unit = 'ratio' | 'ms' | 'count' | 'bytes'

export interface Line {
  id: MetricId
  /** What is measured, in the words of the targets. */
  what: string
  /** Null: it cannot be measured on this machine, and the note says why. */
  value: number | null
  unit: Unit
  target: Target
  note: string
}

/** As `--json` prints it. */
export interface Verdict {
  metric: string
  value: number
  target: string
  ok: boolean
}

/** A line whose value is the median of the rounds, with their spread in the note. */
export function ofRounds(
  line: Pick<Line, 'id' | 'what' | 'unit' | 'target'> & { rounds: readonly number[]; note?: string },
): Line {
  const { rounds, note = '', ...rest } = line
  const parts = [note, rounds.length > 1 ? `spread ${Math.round(spread(rounds) * 100)} %` : '']
  return { ...rest, value: median(rounds), note: parts.filter(Boolean).join('; ') }
}

export function isMet(value: number, target: Target): boolean {
  return 'least' in target ? value >= target.least : value <= target.most
}

export function targetText(target: Target): string {
  return 'least' in target ? `>= ${target.least}` : `<= ${target.most}`
}

/** Lines that have a value; what was skipped has no verdict. */
export function verdicts(lines: readonly Line[]): Verdict[] {
  return lines.flatMap(({ id, what, value, target }) =>
    value === null
      ? []
      : [{ metric: `${id} ${what}`, value: rounded(value), target: targetText(target), ok: isMet(value, target) }],
  )
}

/** For people: aligned columns, one line a target. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ id, what, value, unit, target, note }) => [
    id,
    what,
    value === null ? '-' : shown(value, unit),
    `${targetText(target)}${unit === 'ms' ? ' ms' : unit === 'bytes' ? ' B' : ''}`,
    value === null ? 'skipped' : isMet(value, target) ? 'pass' : 'SHORT',
    note,
  ])
  const all = [['', 'metric', 'value', 'target', '', 'note'], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function shown(value: number, unit: Unit): string {
  if (unit === 'ms') return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
  if (unit === 'bytes') return `${Math.round(value)} B`
  return unit === 'count' ? String(value) : value.toFixed(2)
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
