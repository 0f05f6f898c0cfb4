import { describe, expect, it } from 'vitest'
import { kommoOf } from './kommo-samples.ts'
import { type Behaviour, createLocalServer, empty, json, type LocalServer, text } from './local-server.ts'

describe('files of a lead', () => {
  const metadata = (server: { url: string }, uuid: string, more: Record<string, unknown> = {}) => ({
    uuid,
    version_uuid: `${uuid}-v1`,
    name: `File ${uuid}`,
    size: 9,
    is_trashed: false,
    metadata: { extension: 'PDF', mime_type: 'application/pdf' },
    created_at: 1750000000 + uuid.charCodeAt(0),
    created_by: { id: 7, type: 'user' },
    _links: { download: { href: `${server.url}/download/${uuid}` } },
    ...more,
  })

  /** One server plays the account and its file host. */
  async function filesServer(routes: Record<string, Behaviour>): Promise<LocalServer> {
    const server: LocalServer = await createLocalServer((response, heard) => {
      const route = Object.keys(routes).find((path) => heard.path.startsWith(path))
      const behaviour =
        route !== undefined
          ? routes[route]
          : heard.path.includes('drive_url')
            ? json(200, { drive_url: server.url })
            : empty(204)
      behaviour?.(response, heard)
    })
    return server
  }

  it('are listed newest first with a limit, and remembered', async () => {
    const routes: Record<string, Behaviour> = {}
    await using server = await filesServer(routes)
    routes['/api/v4/leads/1001/files'] = json(200, {
      _embedded: {
        files: [
          { file_uuid: 'a', id: 1 },
          { file_uuid: 'c', id: 3 },
          { file_uuid: 'b', id: 2 },
        ],
      },
    })
    routes['/v1.0/files/b'] = json(200, metadata(server, 'b', { created_by: { id: 0, type: 'integration' } }))
    routes['/v1.0/files/c'] = json(200, metadata(server, 'c'))
    const { crm } = kommoOf(server)
    const first = await crm.leadFiles(1001, 2, 'click')
    expect(first).toEqual({
      ok: true,
      value: {
        files: [
          { uuid: 'c', name: 'File c', bytes: 9, extension: 'pdf', createdAt: 1750000099_000, createdByUserId: 7 },
          { uuid: 'b', name: 'File b', bytes: 9, extension: 'pdf', createdAt: 1750000098_000, createdByUserId: null },
        ],
        more: true,
      },
    })
    const calls = server.heard.length
    expect(await crm.leadFiles(1001, 2, 'click')).toEqual(first)
    expect(server.heard.length - calls, 'calls of the second look').toBe(1)
  })

  it('that are trashed or gone are not shown and not downloaded', async () => {
    const routes: Record<string, Behaviour> = {}
    await using server = await filesServer(routes)
    routes['/api/v4/leads/1001/files'] = json(200, {
      _embedded: {
        files: [
          { file_uuid: 'a', id: 1 },
          { file_uuid: 'b', id: 2 },
        ],
      },
    })
    routes['/v1.0/files/a'] = json(200, metadata(server, 'a', { is_trashed: true }))
    const { crm } = kommoOf(server)
    expect(await crm.leadFiles(1001, 10, 'click')).toEqual({ ok: true, value: { files: [], more: false } })
    expect(await crm.downloadFile('a', 'click')).toEqual({ ok: true, value: null })
    expect(await crm.downloadFile('b', 'click')).toEqual({ ok: true, value: null })
  })

  it('are downloaded with the token from Kommo’s host and without it from where a redirect leads', async () => {
    await using store = await createLocalServer(text(200, '%PDF-1.7', 'application/octet-stream'))
    const routes: Record<string, Behaviour> = {}
    await using server = await filesServer(routes)
    routes['/v1.0/files/a'] = json(200, metadata(server, 'a'))
    routes['/download/a'] = empty(302, { location: `${store.url}/object?signature=x` })
    const result = await kommoOf(server).crm.downloadFile('a', 'click')
    expect(result.ok && result.value !== null && Buffer.from(result.value).toString()).toBe('%PDF-1.7')
    expect(server.heard.at(-1)?.headers.authorization).toBe('Bearer secret-token')
    expect(store.heard.map((call) => [call.path, call.headers.authorization])).toEqual([
      ['/object?signature=x', undefined],
    ])
  })

  it('are never fetched over an endless or an unsafe redirect', async () => {
    const routes: Record<string, Behaviour> = {}
    await using server = await filesServer(routes)
    routes['/v1.0/files/a'] = json(200, metadata(server, 'a'))
    routes['/download/a'] = empty(302, { location: '/download/a' })
    const { crm } = kommoOf(server)
    expect(await crm.downloadFile('a', 'click')).toMatchObject({
      failure: { kind: 'unknown', cause: 'too many redirects' },
    })
    routes['/download/a'] = empty(302, { location: 'http://elsewhere.test/' })
    expect(await crm.downloadFile('a', 'click')).toMatchObject({ failure: { kind: 'unknown' } })
    routes['/download/a'] = text(200, '<html>Login</html>', 'text/html')
    expect(await crm.downloadFile('a', 'click')).toMatchObject({ failure: { kind: 'unknown' } })
  })

  it.each([
    'https://drive.evil.test',
    'https://kommo.com.evil.test',
    'https://evilkommo.com',
    'http://drive-c.kommo.com',
    'https://drive-c.kommo.com:8443',
    'nonsense',
  ])('are not asked for at %s', async (drive_url) => {
    await using server = await createLocalServer(json(200, { drive_url }))
    expect(await kommoOf(server).crm.downloadFile('a', 'click')).toMatchObject({
      failure: { kind: 'refused', type: 'file host' },
    })
    expect(server.heard.length).toBe(1)
  })

  it('a plain-text refusal of the file host blocks nothing, a page does', async () => {
    const routes: Record<string, Behaviour> = { '/v1.0/files/a': text(403, 'Forbidden', 'text/plain') }
    await using server = await filesServer(routes)
    const { crm, lane } = kommoOf(server)
    expect(await crm.downloadFile('a', 'click')).toMatchObject({ failure: { kind: 'forbidden' } })
    expect(lane.pauses).toEqual([])
    routes['/v1.0/files/a'] = text(403, '<html>403', 'text/html')
    expect(await crm.downloadFile('a', 'click')).toMatchObject({ failure: { kind: 'lane_closed', reason: 'blocked' } })
    expect(lane.pauses.length).toBe(1)
  })
})
