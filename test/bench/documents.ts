// R13: how late the server's event loop is while a hundred documents are filled, against the same process at rest.
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readWordTemplate } from '../../server/documents/word-template.ts'
import { planFill } from '../../server/domain/fields/fill-plan.ts'
import { sampleData } from '../../server/domain/fields/testing/sample-data.ts'
import { starterTemplate } from '../../server/templates/starters.ts'
import { startChild } from './child.ts'
import type { Bench } from './context.ts'
import { type Line, ofRounds } from './lines.ts'
import { median, quotients } from './numbers.ts'

interface Result {
  kind: 'measured'
  /** Milliseconds. */
  idle: number
  busy: number
  milliseconds: number
}

export async function measureDocuments(bench: Bench): Promise<Line[]> {
  const bundle = await bench.bundle()
  const dir = await bundle.newDir('documents')
  const { bytes } = await starterTemplate('fee_agreement', 'fr')
  const read = await readWordTemplate(bytes)
  if (!read.ok) throw new Error(`the template cannot be read: ${read.failure.kind}`)
  const plan = planFill(read.value.tags, sampleData(), 'fr')
  if (!plan.ok) throw new Error('the template cannot be filled')
  const [template, values] = [join(dir, 'template.docx'), join(dir, 'values.json')]
  await writeFile(template, bytes)
  await writeFile(values, JSON.stringify(plan.value))
  const count = bench.quick ? 10 : 100
  const results: Result[] = []
  for (let round = 0; round < bench.rounds; round += 1) {
    const args = [join(dirname(bundle.server.full), 'document-child.js'), template, values, String(count)]
    const result = await startChild({ module: bundle.child('documents'), args }).heard<Result>('measured')
    bench.say(
      `  p99 ${result.busy.toFixed(2)} ms, idle ${result.idle.toFixed(2)} ms, ${count} in ${result.milliseconds} ms`,
    )
    results.push(result)
  }
  const rounds = quotients(
    results.map(({ busy }) => busy),
    results.map(({ idle }) => idle),
  )
  const each = Math.round(median(results.map(({ milliseconds }) => milliseconds / count)))
  return [
    ofRounds({
      id: 'R13',
      what: `p99 delay of the event loop, ${count} documents filled / idle`,
      unit: 'ratio',
      target: { most: 3 },
      rounds,
      note: `${each} ms a document`,
    }),
  ]
}
