// The side of the server that fills documents: asks its child process for so many, and watches its own event loop meanwhile.
// Arguments: module of the child process, file of the template, file of its values, how many.
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { sha256 } from '../../../server/crypto/tokens.ts'
import { createDocuments } from '../../../server/documents/opener.ts'
import type { FillValues } from '../../../server/domain/documents.ts'

const [childPath = '', template = '', values = '', count = '0'] = process.argv.slice(2)
const bytes = new Uint8Array(readFileSync(template))
const filling = JSON.parse(readFileSync(values, 'utf8')) as FillValues
const documents = createDocuments({ childPath })
const idleTime = 3_000

// The first one starts the process; that is paid once.
await fill()
const idle = await watched(() => pause(idleTime))
const began = Date.now()
const busy = await watched(async () => {
  for (let made = 0; made < Number(count); made += 1) await fill()
})
process.send?.({ kind: 'measured', idle, busy, milliseconds: Date.now() - began })
documents.close()
process.disconnect()

async function fill(): Promise<void> {
  const filled = await documents.fillTemplate(bytes, filling)
  if (!filled.ok) throw new Error(`not filled: ${filled.failure.kind}`)
  if (sha256(filled.value.bytes) !== filled.value.sha256) throw new Error('not the document that was filled')
}

/** Milliseconds by which timers were late: the 99th of a hundred. */
async function watched(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  return delay.percentile(99) / 1e6
}
