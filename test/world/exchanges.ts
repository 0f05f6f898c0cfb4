// Keeps what simulated Yousigns were asked and answered during a whole test run, for the contract test that comes last.
import { randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Exchange } from '../simulators/exchange.ts'

/** Folder of this run; undefined when only some tests run by themselves. */
export const exchangesDir = process.env['EXCHANGES_DIR']

/** Call it before the simulator closes. */
export async function recordExchanges(yousign: { ledger: readonly Exchange[] }): Promise<void> {
  if (exchangesDir === undefined || yousign.ledger.length === 0) return
  const lines = yousign.ledger.map((exchange) => JSON.stringify(exchange))
  await writeFile(join(exchangesDir, `${randomUUID()}.jsonl`), `${lines.join('\n')}\n`)
}

export async function recordedExchanges(): Promise<Exchange[]> {
  if (exchangesDir === undefined) return []
  const files = (await readdir(exchangesDir)).filter((name) => name.endsWith('.jsonl'))
  const texts = await Promise.all(files.map((name) => readFile(join(exchangesDir ?? '', name), 'utf8')))
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Exchange),
  )
}
