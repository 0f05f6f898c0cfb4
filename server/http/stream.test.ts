import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { CardRequest } from '../../shared/card.ts'
import { err, ok } from '../../shared/result.ts'
import { accountOrigin, type Border, createBorder, marc } from '../../test/fixtures/border.ts'
import type { UseCases } from '../domain/use-cases.ts'

interface Reader {
  socket: Socket
  text(): string
  ended: Promise<void>
}

/** A real connection that asks for the stream of lead 1001 and collects what arrives. */
async function read(border: Border, headers: Record<string, string> = {}): Promise<Reader> {
  if (!border.app.server.listening) await border.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = border.app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const all = { host: 'x', origin: accountOrigin, authorization: await border.bearer(), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`GET /api/leads/1001/stream HTTP/1.1\r\n${lines.join('')}\r\n`)
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    text += String(chunk)
  })
  socket.on('error', () => {})
  const ended = new Promise<void>((resolve) => void socket.on('close', () => resolve()))
  return { socket, text: () => text, ended }
}

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 8000
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error('the condition never came true')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A lead with requests that change one after the other; the cursor counts the changes. */
function changing() {
  let changes = 0
  const asked: unknown[][] = []
  const changedSince: UseCases['changedSince'] = async (viewer, leadId, cursor) => {
    asked.push([viewer, leadId, cursor])
    const ids = Array.from({ length: Math.max(0, changes - cursor) }, (_, index) => `r${cursor + index + 1}`)
    return ok({ cursor: changes, requests: ids.map((id) => ({ id }) as CardRequest) })
  }
  return { changedSince, asked, change: () => (changes += 1) }
}

describe('the event stream', () => {
  it('starts after the cursor, tells what changes, and says so to proxies', async () => {
    const lead = changing()
    lead.change()
    lead.change()
    await using border = createBorder({ useCases: { changedSince: lead.changedSince } })
    const reader = await read(border, { 'last-event-id': '1' })
    await until(() => reader.text().includes('id: 2'))
    const text = reader.text().toLowerCase()
    expect(text).toContain('http/1.1 200')
    expect(text).toContain('content-type: text/event-stream')
    expect(text).toContain('x-accel-buffering: no')
    expect(text).toContain('cache-control: no-store, no-transform')
    expect(text).toContain(`access-control-allow-origin: ${accountOrigin}`)
    expect(text).not.toContain('content-encoding')
    expect(text).toContain('data: {"kind":"request","request":{"id":"r2"}}\nid: 2\n\n')
    expect(text).not.toContain('"r1"')

    lead.change()
    border.hub.publish(1001)
    await until(() => reader.text().includes('id: 3'))
    border.hub.publish(9999)
    expect(lead.asked).toEqual([
      [marc, 1001, 1],
      [marc, 1001, 2],
    ])
    reader.socket.destroy()
    await until(() => border.hub.listeners === 0)
  })

  it('tells several requests of one change under one cursor', async () => {
    const lead = changing()
    await using border = createBorder({ useCases: { changedSince: lead.changedSince } })
    const reader = await read(border)
    await until(() => reader.text().includes(': open'))
    lead.change()
    lead.change()
    border.hub.publish(1001)
    await until(() => reader.text().includes('id: 2'))
    expect(reader.text().match(/data: /g)).toHaveLength(2)
    expect(reader.text().match(/id: \d/g)).toEqual(['id: 2'])
    reader.socket.destroy()
  })

  it('loses no change that falls between the first look and the first byte', async () => {
    const lead = changing()
    let border: Border | null = null
    const changedSince: UseCases['changedSince'] = async (...args) => {
      const seen = await lead.changedSince(...args)
      if (lead.asked.length === 1) {
        lead.change()
        border?.hub.publish(1001)
        await new Promise(setImmediate)
        await new Promise(setImmediate)
      }
      return seen
    }
    border = createBorder({ useCases: { changedSince } })
    await using held = border
    const reader = await read(held)
    await until(() => reader.text().includes('id: 1'))
    reader.socket.destroy()
  })

  it('beats every 20 s and ends with the session', async () => {
    await using border = createBorder()
    const reader = await read(border)
    await until(() => reader.text().includes(': open'))
    await border.clock.advance(60_000)
    await until(() => reader.text().match(/: still here/g)?.length === 3)
    await border.clock.advance(14 * 60_000)
    await reader.ended
    expect(reader.text().endsWith('0\r\n\r\n')).toBe(true)
    expect(border.hub.listeners).toBe(0)
  })

  it.each([
    ['forbidden', 403],
    ['lead_gone', 410],
    ['kommo_unavailable', 502],
  ] as const)('answers %s before the first byte', async (code, status) => {
    await using border = createBorder({ useCases: { changedSince: async () => err({ code }) } })
    const headers = { authorization: await border.bearer() }
    const reply = await border.app.inject({ url: '/api/leads/1001/stream', headers })
    expect(reply.statusCode).toBe(status)
    expect(reply.json()).toEqual({ code })
    expect(border.hub.listeners).toBe(0)
  })

  it.each(['x', '-1', '1.5', '1e3', '1'.repeat(30)])('refuses the cursor %s', async (cursor) => {
    await using border = createBorder()
    const headers = { authorization: await border.bearer(), 'last-event-id': cursor }
    const reply = await border.app.inject({ url: '/api/leads/1001/stream', headers })
    expect(reply.statusCode).toBe(400)
    expect(border.calls).toEqual([])
  })

  it('ends when rights are lost, and asks the card to draw anew when the lead is gone', async () => {
    let problem: 'forbidden' | 'lead_gone' | null = null
    const changedSince: UseCases['changedSince'] = async () =>
      problem === null ? ok({ cursor: 0, requests: [] }) : err({ code: problem })
    await using border = createBorder({ useCases: { changedSince } })
    const [first, second] = [await read(border), await read(border)]
    await until(() => first.text().includes(': open') && second.text().includes(': open'))
    problem = 'lead_gone'
    border.hub.publish(1001)
    await Promise.all([first.ended, second.ended])
    expect(first.text()).toContain('data: {"kind":"reload"}')
    problem = null
    const third = await read(border)
    await until(() => third.text().includes(': open'))
    problem = 'forbidden'
    border.hub.publish(1001)
    await third.ended
    expect(third.text()).not.toContain('reload')
  })

  it('ends when the use case breaks, with the reason in the log', async () => {
    let broken = false
    const changedSince: UseCases['changedSince'] = async () => {
      if (broken) throw new Error('canary-broken')
      return ok({ cursor: 0, requests: [] })
    }
    await using border = createBorder({ useCases: { changedSince } })
    const reader = await read(border)
    await until(() => reader.text().includes(': open'))
    broken = true
    border.hub.publish(1001)
    await reader.ended
    expect(border.lines.join('')).toContain('canary-broken')
  })

  it('drops a reader who does not read', async () => {
    const big = { id: 'x'.repeat(64 * 1024) } as CardRequest
    let cursor = 0
    const changedSince: UseCases['changedSince'] = async () => {
      cursor += 1
      return ok({ cursor, requests: [big] })
    }
    await using border = createBorder({ useCases: { changedSince } })
    const [slow, quick] = [await read(border), await read(border)]
    slow.socket.pause()
    await until(() => quick.text().includes(': open') && border.hub.listeners === 2)
    while (border.hub.listeners === 2 && cursor < 2000) {
      border.hub.publish(1001)
      await new Promise(setImmediate)
      await new Promise(setImmediate)
    }
    expect(border.hub.listeners).toBe(1)
    quick.socket.destroy()
    slow.socket.destroy()
  })

  it('is closed in peace when the server stops, at once', async () => {
    const border = createBorder()
    const reader = await read(border)
    await until(() => reader.text().includes(': open'))
    await border.app.close()
    await reader.ended
    expect(reader.text().endsWith('0\r\n\r\n')).toBe(true)
    expect(border.hub.listeners).toBe(0)
  })
})
