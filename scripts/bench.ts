// `npm run bench`: how fast and how small, as ratios to plain things measured in the same run; arguments in test/bench/options.ts.
import { runBench } from '../test/bench/bench.ts'
import { table, verdicts } from '../test/bench/lines.ts'
import { readOptions } from '../test/bench/options.ts'

// Without a handler a signal ends the process before it can end those that it started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const options = readOptions(process.argv.slice(2))
if (options.ok) await run(options.value)
else {
  process.stderr.write(`${options.failure}\n`)
  process.exitCode = 1
}

async function run(wanted: (typeof options & { ok: true })['value']): Promise<void> {
  const { lines, failures } = await runBench(wanted, (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(wanted.json ? `${JSON.stringify(verdicts(lines), null, 2)}\n` : `\n${table(lines)}\n`)
  for (const failure of failures) process.stderr.write(`${failure}\n`)
  if (failures.length > 0) process.exitCode = 1
}
