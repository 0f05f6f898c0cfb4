import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../server/domain/clock.ts'
import { createKommo, kommoRemote } from '../../../server/kommo/client.ts'
import { createLongLivedToken } from '../../../server/kommo/tokens.ts'
import { kommoOf } from './kommo-samples.ts'
import {
  type Behaviour,
  createLocalServer,
  createNotingLane,
  empty,
  type Heard,
  json,
  type LocalServer,
  noon,
  reset,
  text,
} from './local-server.ts'

const file = { name: 'Mandat.pdf', bytes: Buffer.from('0123456789'), mediaType: 'application/pdf' }
const finished = { uuid: 'u-1', size: 10, name: 'Mandat' }

interface Parts {
  /** Answers to the parts, in their order. */
  parts: (server: LocalServer) => Behaviour[]
  session?: (server: LocalServer) => Record<string, unknown>
}

/** One server plays the account and its file host; parts have four bytes. */
async function driveServer({ parts, session = () => ({}) }: Parts): Promise<LocalServer> {
  const server: LocalServer = await createLocalServer((response, heard) => {
    const sent = server.heard.filter((one) => one.path.startsWith('/part/')).length
    const opened = { max_file_size: 100, max_part_size: 4, session_id: 1, upload_url: `${server.url}/part/a` }
    const behaviour = heard.path.includes('drive_url')
      ? json(200, { drive_url: server.url })
      : heard.path === '/v1.0/sessions'
        ? json(200, { ...opened, ...session(server) })
        : parts(server)[sent - 1]
    behaviour?.(response, heard)
  })
  return server
}

const next = (server: LocalServer, name: string) => json(200, { session_id: 1, next_url: `${server.url}/part/${name}` })
const partsOf = (server: LocalServer): Heard[] => server.heard.filter((one) => one.path.startsWith('/part/'))

describe('an upload', () => {
  it('is announced, then sent part by part to where each answer says', async () => {
    await using server = await driveServer({ parts: (at) => [next(at, 'b?x=1'), next(at, 'c'), json(200, finished)] })
    const { crm, lane } = kommoOf(server)
    expect(await crm.uploadFile(file, 'effect')).toEqual({ ok: true, value: { uuid: 'u-1' } })
    const [, session] = server.heard
    expect(JSON.parse(String(session?.body))).toEqual({
      file_name: 'Mandat.pdf',
      file_size: 10,
      content_type: 'application/pdf',
    })
    expect(partsOf(server).map(({ method, path, body }) => [method, path, String(body)])).toEqual([
      ['POST', '/part/a', '0123'],
      ['POST', '/part/b?x=1', '4567'],
      ['POST', '/part/c', '89'],
    ])
    for (const { headers } of partsOf(server))
      expect(headers).toMatchObject({ 'content-type': 'application/pdf', authorization: 'Bearer secret-token' })
    expect(lane.taken).toEqual(Array(5).fill('effect'))
  })

  it.each([
    'https://drive.evil.test/part/a',
    'https://evilkommo.com/part/a',
    'http://drive-c.kommo.com/part/a',
    'nonsense',
  ])('never goes to %s', async (address) => {
    await using server = await driveServer({ parts: () => [], session: () => ({ upload_url: address }) })
    await using later = await driveServer({ parts: () => [json(200, { next_url: address })] })
    const refused = { failure: { kind: 'refused', type: 'file host' } }
    expect(await kommoOf(server).crm.uploadFile(file, 'effect')).toMatchObject(refused)
    expect(await kommoOf(later).crm.uploadFile(file, 'effect')).toMatchObject(refused)
    expect([partsOf(server).length, partsOf(later).length]).toEqual([0, 1])
  })

  it('that is larger than the host takes is not begun', async () => {
    await using server = await driveServer({ parts: () => [], session: () => ({ max_file_size: 9 }) })
    expect(await kommoOf(server).crm.uploadFile(file, 'effect')).toMatchObject({
      failure: { kind: 'refused', type: 'file size' },
    })
    expect(partsOf(server)).toEqual([])
  })

  it.each<[string, string, Parts['parts']]>([
    ['ends before its last part', 'unknown', () => [json(200, finished)]],
    ['does not end with its last part', 'unknown', (at) => [next(at, 'b'), next(at, 'c'), next(at, 'd')]],
    ['loses an answer', 'unknown', (at) => [next(at, 'b'), reset]],
    ['is no longer known', 'not_found', (at) => [next(at, 'b'), json(404, { detail: 'Session not found' })]],
    ['is refused', 'refused', () => [json(413, { detail: 'Part is too large' })]],
    ['may not be made', 'forbidden', () => [text(403, 'Forbidden', 'text/plain')]],
    ['is not paid for', 'lane_closed', () => [json(402, { title: 'Payment Required' })]],
  ])('that %s is %s, and no part is sent twice', async (_, kind, parts) => {
    await using server = await driveServer({ parts })
    expect(await kommoOf(server).crm.uploadFile(file, 'effect')).toMatchObject({ ok: false, failure: { kind } })
    const paths = partsOf(server).map((one) => one.path)
    expect(new Set(paths).size).toBe(paths.length)
  })

  it('waits between parts while our own pace is in the way, and gives up when it takes too long', async () => {
    await using server = await driveServer({ parts: (at) => [next(at, 'b'), next(at, 'c'), json(200, finished)] })
    let now = noon
    const clock: Clock = {
      now: () => now,
      after(ms, run) {
        now += ms
        queueMicrotask(run)
        return () => undefined
      },
    }
    const lane = createNotingLane('kommo')
    const { take } = lane
    let closedFor = 200
    let free = 1
    lane.take = (priority) => {
      if (free > 0) {
        free -= 1
        return take(priority)
      }
      free = 1
      return { ok: false, until: now + closedFor, reason: 'window' }
    }
    const shared = { lane, clock, userAgent: 'kommo-yousign/test' }
    const tokens = createLongLivedToken(() => 'secret-token', kommoRemote(shared))
    const crm = createKommo({ ...shared, baseUrl: server.url, tokens })
    expect(await crm.uploadFile(file, 'effect')).toMatchObject({ ok: true })
    expect(now - noon).toBe(800)
    closedFor = 61_000
    expect(await crm.uploadFile(file, 'effect')).toMatchObject({ failure: { kind: 'lane_closed', reason: 'window' } })
  })
})

describe('a file of a lead', () => {
  it('is put there, taken away, and found behind the first page', async () => {
    const links = (from: number, count: number) =>
      json(200, {
        _embedded: { files: Array.from({ length: count }, (_, at) => ({ file_uuid: `f${from - at}`, id: from - at })) },
      })
    await using server = await createLocalServer((response, heard) => {
      const behaviour = heard.path.includes('drive_url')
        ? json(200, { drive_url: server.url })
        : heard.method === 'DELETE'
          ? empty(204)
          : heard.method === 'PUT'
            ? json(200, {})
            : heard.path.includes('before_id=751')
              ? links(750, 3)
              : links(1000, 250)
      behaviour(response, heard)
    })
    const { crm } = kommoOf(server)
    expect(await crm.attachFile(1001, 'u-1', 'effect')).toEqual({ ok: true, value: null })
    expect(await crm.isAttached(1001, 'f749', 'effect')).toEqual({ ok: true, value: true })
    expect(await crm.isAttached(1001, 'f700', 'effect')).toEqual({ ok: true, value: false })
    expect(await crm.removeFile('u-1', 'effect')).toEqual({ ok: true, value: null })
    const sent = server.heard.filter((one) => one.method !== 'GET')
    expect(sent.map(({ method, path, body }) => [method, path, JSON.parse(String(body))])).toEqual([
      ['PUT', '/api/v4/leads/1001/files', [{ file_uuid: 'u-1' }]],
      ['DELETE', '/v1.0/files', [{ uuid: 'u-1' }]],
    ])
  })

  it.each([
    ['as it was written', { file_uuid: 'u-1', file_name: 'Mandat.pdf' }],
    [
      'in the older form',
      { original_name: 'Mandat.pdf', attachment: 'drive/acc/u-1/Mandat.pdf', is_drive_attachment: true },
    ],
  ])('in a note is found %s', async (_, params) => {
    const notes = [
      { id: 8, params: null },
      { id: 9, params: { file_uuid: 'u-2' } },
      { id: 7, params },
    ]
    await using server = await createLocalServer(json(200, { _embedded: { notes } }))
    const { crm } = kommoOf(server)
    expect(await crm.findAttachment(1001, 'u-1', 'effect')).toEqual({ ok: true, value: { id: 7 } })
    expect(await crm.findAttachment(1001, 'u-3', 'effect')).toEqual({ ok: true, value: null })
    expect(await crm.addAttachment({ leadId: 1001, uuid: 'u-1', name: 'Mandat.pdf' }, 'effect')).toMatchObject({
      ok: true,
    })
    expect(JSON.parse(String(server.heard.at(-1)?.body))).toMatchObject([
      { entity_id: 1001, note_type: 'attachment', params: { file_uuid: 'u-1', file_name: 'Mandat.pdf' } },
    ])
  })
})
