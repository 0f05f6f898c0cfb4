import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProxy, type FaultyWire, type WireFault } from '../../torture/proxy.ts'

const answer = 'x'.repeat(200_000)
let far: Server
let proxy: FaultyWire
let seen: string[]
beforeEach(async () => {
  seen = []
  far = createServer((request, reply) => {
    seen.push(request.url ?? '')
    reply.end(answer)
  })
  far.listen(0, '127.0.0.1')
  await once(far, 'listening')
  proxy = await createProxy(`http://127.0.0.1:${(far.address() as AddressInfo).port}`)
})
afterEach(async () => {
  await proxy.close()
  far.closeAllConnections()
  far.close()
})

/** The whole answer's length, or what went wrong. */
async function ask(path: string, patience = 300): Promise<number | string> {
  try {
    const reply = await fetch(`${proxy.url}${path}`, { signal: AbortSignal.timeout(patience) })
    return (await reply.text()).length
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'too late' : 'broken'
  }
}

describe('the wire that fails', () => {
  const faults: [WireFault, number | string, boolean][] = [
    [{ kind: 'delay', ms: 50 }, answer.length, true],
    [{ kind: 'reset before' }, 'broken', false],
    [{ kind: 'reset after' }, 'broken', true],
    [{ kind: 'stall', bytes: 1_000 }, 'too late', true],
    [{ kind: 'stall', bytes: 0 }, 'too late', true],
    [{ kind: 'truncate', bytes: 1_000 }, 'broken', true],
    [{ kind: 'black hole' }, 'too late', false],
  ]

  it.each(faults)('does %o once, and then passes everything', async (fault, outcome, isSeen) => {
    expect(await ask('/first')).toBe(answer.length)
    proxy.arm(fault)
    const began = performance.now()
    expect(await ask('/second')).toBe(outcome)
    if (fault.kind === 'delay') expect(performance.now() - began).toBeGreaterThanOrEqual(fault.ms - 2)
    expect(seen.includes('/second')).toBe(isSeen)
    expect(proxy.struck).toBe(1)
    expect(await ask('/third', 2_000)).toBe(answer.length)
  })

  it('forgets what has not struck when it is calmed', async () => {
    proxy.arm({ kind: 'reset before' })
    proxy.calm()
    expect(await ask('/only')).toBe(answer.length)
  })

  it('lets the far side know that a call was given up', async () => {
    const given = new Promise((resolve) => far.on('connection', (socket) => socket.on('close', resolve)))
    proxy.arm({ kind: 'stall', bytes: 0 })
    expect(await ask('/only')).toBe('too late')
    await given
  })
})
