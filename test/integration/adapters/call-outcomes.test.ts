import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { CallFailure } from '../../../server/domain/failure.ts'
import { createKommo, kommoRemote } from '../../../server/kommo/client.ts'
import { createLongLivedToken } from '../../../server/kommo/tokens.ts'
import { createYousign } from '../../../server/yousign/client.ts'
import {
  createLocalServer,
  createNotingLane,
  empty,
  json,
  noon,
  reset,
  stalled,
  stillClock,
  text,
  truncated,
} from './local-server.ts'
import { kommoRows, type Row, yousignRows } from './outcome-rows.ts'

const timeouts = { json: 1_500, document: 1_500, bytesPerSecond: 100_000 }
const userAgent = 'kommo-yousign/test'

function yousignAt(url: string) {
  const lane = createNotingLane('yousign')
  const esign = createYousign({
    baseUrl: `${url}/v3`,
    apiKey: () => 'key',
    lane,
    clock: stillClock,
    userAgent,
    timeouts,
  })
  return { lane, esign }
}

function kommoAt(url: string) {
  const lane = createNotingLane('kommo')
  const remote = kommoRemote({ lane, clock: stillClock, userAgent, timeouts })
  const tokens = createLongLivedToken(() => 'long-lived', remote)
  return { lane, crm: createKommo({ baseUrl: url, tokens, lane, clock: stillClock, userAgent, timeouts }) }
}

function expectRow(row: Row, result: { ok: boolean; failure?: CallFailure }, pauses: unknown[]): void {
  expect(result.ok).toBe(false)
  expect(result.failure).toMatchObject(row.failure)
  expect(pauses).toEqual(row.pause === undefined ? [] : [row.pause])
}

describe('a write to Yousign', () => {
  it.each(yousignRows)('is told as $failure.kind when $when', async (row) => {
    await using server = await createLocalServer(row.answer)
    const { lane, esign } = yousignAt(server.url)
    const result = await esign.activate('id', 'started')
    expectRow(row, result, lane.pauses)
    expect(server.heard.length, 'calls made').toBe(1)
    expect(lane.taken).toEqual(['started'])
  })

  it('is not sent while the lane is closed', async () => {
    await using server = await createLocalServer(json(201, {}))
    const { lane, esign } = yousignAt(server.url)
    lane.closed = { until: noon + 5, reason: 'reserve' }
    expect(await esign.activate('id', 'effect')).toEqual({
      ok: false,
      failure: { kind: 'lane_closed', until: noon + 5, reason: 'reserve' },
    })
    expect(server.heard).toEqual([])
  })

  it.each([null, '', 'line\nbreak', 'clé'])('is not sent with the key %j', async (key) => {
    await using server = await createLocalServer(json(201, {}))
    const lane = createNotingLane('yousign')
    const esign = createYousign({
      baseUrl: server.url,
      apiKey: () => key,
      lane,
      clock: stillClock,
      userAgent,
      timeouts,
    })
    const result = await esign.activate('id', 'click')
    expect(result).toMatchObject({ ok: false, failure: { kind: 'lane_closed', reason: 'key_refused' } })
    expect(server.heard).toEqual([])
    expect(lane.taken).toEqual([])
  })

  it('is not sent when nobody listens, and says so without the address', async () => {
    const { port } = await closedPort()
    const { esign } = yousignAt(`http://127.0.0.1:${port}`)
    expect(await esign.remove('id', 'sweep')).toEqual({
      ok: false,
      failure: { kind: 'not_sent', cause: 'ECONNREFUSED' },
    })
  })

  it('is not sent when TLS is not spoken', async () => {
    await using server = await createLocalServer(empty(204))
    const { esign } = yousignAt(server.url.replace('http:', 'https:'))
    expect(await esign.remove('id', 'sweep')).toMatchObject({ ok: false, failure: { kind: 'not_sent' } })
    expect(server.heard).toEqual([])
  })

  it('corrects the lane from the headers, on errors too', async () => {
    const left = { 'x-ratelimit-remaining-minute': '12', 'x-ratelimit-remaining-hour': '340' }
    await using server = await createLocalServer(
      empty(204, left),
      json(500, {}, left),
      empty(204, { 'x-ratelimit-remaining-hour': '3' }),
    )
    const { lane, esign } = yousignAt(server.url)
    for (let call = 0; call < 3; call += 1) await esign.remove('id', 'effect')
    expect(lane.corrections).toEqual([
      { minute: 12, hour: 340 },
      { minute: 12, hour: 340 },
      { minute: null, hour: 3 },
    ])
  })
})

describe('a write to Kommo', () => {
  it.each(kommoRows)('is told as $failure.kind when $when', async (row) => {
    await using server = await createLocalServer(row.answer)
    const { lane, crm } = kommoAt(server.url)
    const result = await crm.addNote({ leadId: 1, text: 'x' }, 'effect')
    expectRow(row, result, lane.pauses)
    expect(server.heard.length, 'calls made').toBe(1)
  })
})

describe('a read', () => {
  it.each([
    ['a reset', reset],
    ['a failing server', json(502, {})],
    ['a stalled body', stalled(200, 'application/pdf')],
    ['half a document', truncated(200, 'application/pdf')],
    ['a page instead of a document', text(200, '<html>', 'text/html')],
  ])('has an unknown outcome after %s', async (_, behaviour) => {
    await using server = await createLocalServer(behaviour)
    const { esign } = yousignAt(server.url)
    expect(await esign.download('id', 'document', 'effect')).toMatchObject({ ok: false, failure: { kind: 'unknown' } })
    expect(server.heard.length).toBe(1)
  })

  it('of a long document gets more time once its length is known', async () => {
    await using server = await createLocalServer((response) => {
      const bytes = Buffer.alloc(200_000, 7)
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': String(bytes.byteLength) })
      response.write(bytes.subarray(0, 1000))
      setTimeout(() => response.end(bytes.subarray(1000)), timeouts.document + 200)
    })
    const { esign } = yousignAt(server.url)
    const result = await esign.download('id', 'document', 'effect')
    expect(result.ok && result.value.byteLength).toBe(200_000)
  })
})

async function closedPort(): Promise<{ port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return { port }
}
