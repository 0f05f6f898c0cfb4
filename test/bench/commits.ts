// R8: forced commits of a life against the changes of state that it has to keep.
import { join } from 'node:path'
import { watchCommits } from './commit-profile.ts'
import type { Bench } from './context.ts'
import { createLifeWorld } from './life.ts'
import type { Line } from './lines.ts'
import { watchTransitions } from './transitions.ts'
import { commitsInLog } from './wal.ts'

const most = 1.5

/** Own document, two signers: the usual case. */
export async function measureCommits(bench: Bench): Promise<Line[]> {
  bench.say('  two signers, one own document')
  const watched = watchCommits()
  await using life = await createLifeWorld()
  const { world } = life
  const file = join(world.config.dataDir, 'kommo-yousign.sqlite')
  const states = watchTransitions(file)
  // The first life pays for what is done only once.
  await (await life.prepare({ signers: 1, documents: 1 })).live()
  const one = await life.prepare({ signers: 2, documents: 1 })
  states.take()
  const before = commitsInLog(`${file}-wal`)
  watched.take()
  await one.live()
  const profile = watched.take()
  watched.stop()
  const after = commitsInLog(`${file}-wal`)
  const transitions = states.take()
  states.close()
  if (after.salt !== before.salt) throw new Error('the write-ahead log began anew while commits were counted')
  const commits = after.commits - before.commits
  const total = Object.values(transitions).reduce((sum, count) => sum + count, 0)
  const shown = Object.entries(transitions).map(([name, count]) => `${count} ${name}`)
  const value = commits / total
  return [
    {
      id: 'R8',
      what: 'FULL transactions per lifecycle / state transitions',
      value,
      unit: 'ratio',
      target: { most },
      note: [`${commits} commits; transitions: ${shown.join(', ')}`, value > most ? `commits: ${profile}` : '']
        .filter(Boolean)
        .join('; '),
    },
  ]
}
