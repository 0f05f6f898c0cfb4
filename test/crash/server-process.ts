// The production server as a process of its own that can be told to die: SIGKILL right before or right after one commit.
// Runs from source (`node --import ./scripts/ts.mjs test/crash/server-process.ts '<order>'`) or bundled.
import { decideConfig } from '../../server/config/config.ts'
import { readEnv } from '../../server/config/env.ts'
import { lockDataDir } from '../../server/db/open.ts'
import { createLog } from '../../server/log.ts'
import { createServer } from '../../server/wiring.ts'
import { createFastClock } from './fast-clock.ts'
import type { CommitPoint, FromServer, ServerOrder, ToServer } from './messages.ts'
import { gateCommits } from './store-commits.ts'

// Whoever ordered this process is gone: nothing may stay behind.
process.on('disconnect', () => process.exit())
await run(JSON.parse(process.argv[2] ?? '') as ServerOrder)

async function run(order: ServerOrder): Promise<void> {
  const decided = decideConfig(readEnv(order.env), process.cwd())
  if (!decided.ok) throw new Error(decided.failure.map((problem) => problem.sentence).join('\n'))
  const lock = lockDataDir(decided.value.dataDir)
  if (!lock.ok) throw new Error(lock.failure.message)

  let armed: CommitPoint | null = null
  let labels: string[] = []
  const server = createServer(decided.value, createLog({ level: decided.value.logLevel }), {
    clock: createFastClock(order.pace),
    documentChild: order.documentChild,
    timeouts: order.timeouts,
    yousignLimits: { minute: 100_000, hour: 100_000 },
    store: (store) =>
      gateCommits(store, (label, when) => {
        if (when === 'before') labels.push(label)
        if (armed?.label !== label || armed.when !== when) return
        if (labels.filter((one) => one === label).length === armed.nth) process.kill(process.pid, 'SIGKILL')
      }),
  })
  server.store.changeSettings(order.settings)
  process.on('message', (message: ToServer) => {
    if (message.kind === 'tell') return say({ kind: 'commits', labels })
    armed = message.point
    labels = []
    say({ kind: 'armed' })
  })
  say({ kind: 'up', url: await server.start() })
}

function say(message: FromServer): void {
  process.send?.(message)
}
