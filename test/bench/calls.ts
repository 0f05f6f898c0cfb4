// R7: how many calls to Yousign a life takes, against the minimum of protocols.md P1, without faults and with one call in ten failing.
import type { Exchange } from '../simulators/exchange.ts'
import type { FaultKind } from '../simulators/yousign/faults.ts'
import type { Bench } from './context.ts'
import { createLifeWorld, type Kind, type LifeWorld } from './life.ts'
import type { Line } from './lines.ts'
import { randomFrom } from './numbers.ts'

const kinds: readonly Kind[] = [
  { signers: 1, documents: 1 },
  { signers: 2, documents: 1 },
  { signers: 3, documents: 2 },
  { signers: 1, documents: 0 },
]
/** In turn: refused, broken, not reached, and acted upon with the answer lost. */
const faultKinds: readonly { when: 'before' | 'after'; kind: FaultKind }[] = [
  { when: 'before', kind: { status: 429, headers: { 'retry-after': '1' } } },
  { when: 'before', kind: { status: 503 } },
  { when: 'before', kind: 'reset' },
  { when: 'after', kind: 'reset' },
]

/** Create, documents, signers, activate (a template: create, list, activate); then one read and every file once. */
export function leastCalls({ signers, documents }: Kind): number {
  const sending = documents === 0 ? 3 : 2 + documents + signers
  return sending + 1 + Math.max(1, documents) + signers
}

export async function measureCalls(bench: Bench): Promise<Line[]> {
  await using life = await createLifeWorld()
  const plain = await livesOf(life, kinds)
  const repeated = Array.from({ length: bench.quick ? 1 : 8 }, () => kinds).flat()
  const struck = injectFaults(life)
  const faulty = await livesOf(life, repeated)
  return [
    lineOf('remote calls per fault-free lifecycle / minimum of P1', 1, plain, ''),
    lineOf(
      'remote calls per lifecycle with 10 % injected faults / minimum of P1',
      1.2,
      faulty,
      `${struck()} of ${faulty.calls} calls failed`,
    ),
  ]
}

interface Lives {
  calls: number
  least: number
  /** What was called most above the minimum. */
  profile: string
}

async function livesOf({ world, prepare }: LifeWorld, wanted: readonly Kind[]): Promise<Lives> {
  const counted: Exchange[] = []
  for (const kind of wanted) {
    const one = await prepare(kind)
    const from = world.yousign.ledger.length
    await one.live()
    counted.push(...world.yousign.ledger.slice(from).filter(isOfLife))
  }
  const least = wanted.reduce((sum, kind) => sum + leastCalls(kind), 0)
  return { calls: counted.length, least, profile: profileOf(counted) }
}

/** What the server asks by the clock belongs to no single life: lists, templates for the form, its own subscription. */
function isOfLife({ method, path }: Exchange): boolean {
  if (method !== 'GET') return true
  return path.startsWith('/signature_requests/') || path.includes('external_id')
}

/** Of every ten calls one fails; which one and how is the same in every run. Answers how many did. */
function injectFaults({ world }: LifeWorld): () => number {
  const random = randomFrom(1)
  const before = world.yousign.faults.struck
  for (let ten = 0; ten < 200; ten += 1) {
    const nth = ten * 10 + 1 + Math.floor(random() * 10)
    const fault = faultKinds[Math.floor(random() * faultKinds.length)]
    if (fault) world.yousign.faults.add({ match: { nth }, ...fault })
  }
  return () => world.yousign.faults.struck - before
}

function lineOf(what: string, most: number, { calls, least, profile }: Lives, more: string): Line {
  const value = calls / least
  const note = [`${calls} calls, minimum ${least}`, more, value > most ? profile : ''].filter(Boolean).join('; ')
  return { id: 'R7', what, value, unit: 'ratio', target: { most }, note }
}

function profileOf(calls: readonly Exchange[]): string {
  const counts = new Map<string, number>()
  for (const { method, path } of calls) {
    const name = `${method} ${(path.split('?')[0] ?? '').replace(/[0-9a-f-]{36}/g, ':id')}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}
