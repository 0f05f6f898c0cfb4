// The production server as a process of its own that can be told to die: SIGKILL right before or right after one commit.
// Runs from source (`node --import ./scripts/ts.mjs test/crash/server-process.ts '<order>'`) or bundled.
import { writeSync } from 'node:fs'
import { decideConfig } from '../../server/config/config.ts'
import { readEnv } from '../../server/config/env.ts'
import { lockDataDir } from '../../server/db/open.ts'
import { createLog } from '../../server/log.ts'
import { createServer } from '../../server/wiring.ts'
import { createFastClock } from './fast-clock.ts'
import {
  type CommitPoint,
  type FromServer,
  roughLabel,
  type ServerOrder,
  struckLine,
  type ToServer,
} from './messages.ts'
import { watchCommits } from './sql-commits.ts'
import { nameCommits } from './store-commits.ts'

const endless = { minute: Number.POSITIVE_INFINITY, hour: Number.POSITIVE_INFINITY }
const many = { minute: 100_000, hour: 100_000 }

// Whoever ordered this process is gone: nothing may stay behind.
process.on('disconnect', () => process.exit())
const given = process.argv[2]
if (given !== undefined) void run(JSON.parse(given) as ServerOrder)
else process.once('message', (message: ToServer) => void (message.kind === 'go' && run(message.order)))

async function run(order: ServerOrder): Promise<void> {
  const decided = decideConfig(readEnv(order.env), process.cwd())
  if (!decided.ok) throw new Error(decided.failure.map((problem) => problem.sentence).join('\n'))
  const gate = createGate()
  const watch = watchCommits(gate.passed)
  process.on('message', gate.told)
  const lock = lockDataDir(decided.value.dataDir)
  if (!lock.ok) throw new Error(lock.failure.message)
  const server = createServer(decided.value, createLog({ level: decided.value.logLevel }), {
    clock: createFastClock(order.pace),
    documentChild: order.documentChild,
    timeouts: order.timeouts,
    yousignLimits: order.yousignLimits === null ? endless : (order.yousignLimits ?? many),
    store: (store) => nameCommits(store, watch),
  })
  server.store.changeSettings(order.settings)
  say({ kind: 'up', url: await server.start() })
}

function createGate() {
  let armed: CommitPoint | null = null
  let aims = new Set<string>()
  let labels: string[] = []
  const keyOf = (label: string, when: string) => `${when} ${label}`

  function pass(label: string, when: 'before' | 'after'): void {
    if (when === 'before') labels.push(label)
    const rough = aims.size === 0 ? '' : roughLabel(label)
    if (aims.has(keyOf(rough, when))) {
      writeSync(2, struckLine({ label: rough, when }))
      die()
    }
    if (armed?.label !== label || armed.when !== when) return
    if (labels.filter((one) => one === label).length === armed.nth) die()
  }

  return {
    passed(passing: readonly string[], when: 'before' | 'after') {
      for (const label of passing) pass(label, when)
    },
    told(message: ToServer) {
      if (message.kind === 'tell') return say({ kind: 'commits', labels })
      if (message.kind === 'aim') aims = new Set(message.aims.map(({ label, when }) => keyOf(label, when)))
      if (message.kind !== 'arm') return
      armed = message.point
      labels = []
      say({ kind: 'armed' })
    },
  }
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal arrives while the call returns at the latest; not one line of the server runs after it.
  for (;;);
}

function say(message: FromServer): void {
  process.send?.(message)
}
