// A process that files documents until the power goes, and says which ones were accepted: `node document-writer.js <directory> <seed>`.
import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createLocalFiles } from '../../../server/storage/local.ts'
import { createRandom } from '../random.ts'

const [directory = '', seed = '0'] = process.argv.slice(2)
const files = createLocalFiles(directory)
const random = createRandom(Number(seed))
await Promise.all(Array.from({ length: 4 }, (_, lane) => write(lane)))

async function write(lane: number): Promise<void> {
  for (let number = 0; ; number += 1) {
    // A new directory now and then, as every request has one of its own.
    const key = `run-${seed}/request-${lane}-${Math.floor(number / 3)}/${number}.pdf`
    const bytes = Buffer.alloc(1 + random.whole(60_000), `${key} `)
    const put = await files.put(key, bytes)
    if (!put.ok) throw new Error(`${key}: ${put.failure.kind}`)
    // Small enough to arrive whole or not at all.
    writeSync(1, `${key} ${createHash('sha256').update(bytes).digest('hex')}\n`)
  }
}
