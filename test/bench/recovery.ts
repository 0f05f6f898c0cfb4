// R9: how soon a server that was killed goes on with what it was doing: from SIGKILL until the first effect that it takes up again
// reaches Kommo, with a supervisor that starts it at once.

import { cardOf, eventually, hasNote, prepareStory, pressSend, type Stage } from '../crash/story.ts'
import { startBare } from './bare.ts'
import type { Bundle } from './bundle.ts'
import type { Bench } from './context.ts'
import { type Line, ofRounds } from './lines.ts'
import { median, quotients } from './numbers.ts'
import { type ProductOrder, spawnProduct, startProduct } from './product.ts'
import { type BenchStage, createStage } from './stage.ts'

export async function measureRecovery(bench: Bench): Promise<Line[]> {
  const bundle = await bench.bundle()
  // Services of its own: what is sent here would be unknown to servers that start later on older data.
  const services = await createStage(bundle)
  const order = { module: bundle.server.full, env: services.env, dataDir: await services.newData() }
  const ours: number[] = []
  const theirs: number[] = []
  try {
    for (let round = 0; round < bench.rounds; round += 1) {
      const resumed = await killAndResume(services, order)
      const booted = await bootBare(bundle, services.secret)
      bench.say(`  resumed after ${Math.round(resumed)} ms, bare boot ${Math.round(booted)} ms`)
      ours.push(resumed)
      theirs.push(booted)
    }
  } finally {
    await services.close()
  }
  return [
    ofRounds({
      id: 'R9',
      what: 'SIGKILL -> first resumed effect',
      unit: 'ms',
      target: { most: 1000 },
      rounds: ours,
    }),
    ofRounds({
      id: 'R9',
      what: 'SIGKILL -> first resumed effect / boot of bare Fastify with SQLite',
      unit: 'ratio',
      target: { most: 7 },
      rounds: quotients(ours, theirs),
      note: `bare boot ${Math.round(median(theirs))} ms`,
    }),
  ]
}

/** Dies while it reads the proof that the request was sent; the new process reads it, and writes the note "sent". */
async function killAndResume(services: BenchStage, order: ProductOrder): Promise<number> {
  const { yousign, kommo } = services
  const first = await startProduct(order)
  services.sendHooksTo(first.url)
  const stage: Stage = { yousign, kommo, documents: '', url: async () => first.url }
  const story = await prepareStory(stage, 'template')
  const notes = { method: 'POST', path: /\/notes/ }
  const proof = { method: 'GET', path: /^\/signature_requests\/[^/?]+$/ }
  let onItsWay = false
  let resumedAt: number | null = null
  const told = yousign.faults.add({
    match: proof,
    when: 'before',
    kind: {
      call() {
        onItsWay = true
      },
    },
  })
  const lost = yousign.faults.add({ match: proof, when: 'before', kind: { hang: 60_000 } })
  await pressSend(stage, story, await cardOf(stage, story.leadId))
  await eventually('the proof is being read', async () => onItsWay)
  told()
  lost()
  const seen = kommo.faults.add({
    match: notes,
    when: 'before',
    kind: {
      call() {
        resumedAt ??= performance.now()
      },
    },
  })
  // Places in the lane of Kommo that the first process has just taken are free again then.
  await new Promise((resolve) => setTimeout(resolve, 1_100))

  const killedAt = performance.now()
  await first.kill()
  const second = spawnProduct(order)
  try {
    const at = await eventually('the note is written', async () => resumedAt)
    await eventually('Kommo has the note', async () => hasNote(stage, story, /Sent/))
    return at - killedAt
  } finally {
    seen()
    await second.kill()
  }
}

/** From starting the process to its listening. */
async function bootBare(bundle: Bundle, secret: string): Promise<number> {
  const dir = await bundle.newDir('bare')
  const begin = performance.now()
  const bare = await startBare(bundle, 'bare-insert', [secret, dir])
  const took = performance.now() - begin
  await bare.kill()
  return took
}
