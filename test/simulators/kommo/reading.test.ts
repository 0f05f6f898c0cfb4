import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createVirtualClock } from '../clock.ts'
import { people, pipelines, stages } from './seed-data.ts'
import { createKommo, type KommoSimulator } from './simulator.ts'
import { type Ask, ask as askWith, type Told } from './test-client.ts'

const clock = createVirtualClock()
let kommo: KommoSimulator
let drive: string
let admin: string
const leadPath = '/api/v4/leads/10423'
const ask = (asked: Ask): Promise<Told> => askWith(kommo.url, admin, asked)

beforeAll(async () => {
  kommo = await createKommo({ clock, requestsPerSecond: Number.POSITIVE_INFINITY })
  drive = kommo.driveUrl
  admin = kommo.longLivedToken()
})
afterAll(() => kommo.close())

describe('the drive', () => {
  const session = (body: unknown, token = admin) => ask({ method: 'POST', path: `${drive}/v1.0/sessions`, body, token })
  const part = (url: unknown, size: number) =>
    ask({ method: 'POST', path: String(url), body: 'x'.repeat(size), type: 'application/pdf' })

  test('refuses strangers in plain text', async () => {
    const answer = await session({ file_name: 'a.pdf', file_size: 1 }, 'nope')
    expect(answer).toMatchObject({ status: 401, type: 'text/plain', body: { text: 'Unauthorized' } })
  })

  test('refuses parts that are too large, empty or more than announced', async () => {
    const opened = await session({ file_name: 'a.pdf', file_size: 200_000 })
    expect((await part(opened.body['upload_url'], 131_073)).status).toBe(413)
    expect((await part(opened.body['upload_url'], 0)).status).toBe(400)
    const next = await part(opened.body['upload_url'], 131_072)
    expect((await part(next.body['next_url'], 100_000)).status).toBe(400)
    expect((await part(next.body['next_url'], 68_928)).body).toMatchObject({ name: 'a', size: 200_000 })
  })

  test('takes each part at its own address, once, as what was announced, within a day', async () => {
    const about = { file_name: 'a.pdf', file_size: 200_000, content_type: 'application/pdf' }
    const first = (await session(about)).body['upload_url']
    const wrong = await ask({ method: 'POST', path: String(first), body: 'x', type: 'text/plain' })
    expect(wrong.status).toBe(415)
    expect((await part(first, 131_072)).status).toBe(200)
    expect((await part(first, 131_072)).status).toBe(404)
    const late = (await session(about)).body['upload_url']
    await clock.advance(24 * 60 * 60_000)
    expect((await part(late, 10)).status).toBe(404)
  })

  test('needs the right to files', async () => {
    const other = await createKommo({ scopes: ['crm'] })
    const token = other.longLivedToken()
    const body = { file_name: 'a', file_size: 1 }
    const opened = await ask({ method: 'POST', path: `${other.driveUrl}/v1.0/sessions`, body, token })
    expect(opened).toMatchObject({ status: 403, type: 'text/plain' })
    const path = `${other.url}/api/v4/leads/10431/files`
    expect((await ask({ method: 'PUT', path, body: [{ file_uuid: 'x' }], token })).status).toBe(403)
    await other.close()
  })

  test('refuses files that are too large or have no name', async () => {
    expect((await session({ file_name: 'a.pdf', file_size: 314_572_801 })).status).toBe(400)
    expect((await session({ file_size: 1 })).status).toBe(400)
    expect((await session({ file_name: `${'a'.repeat(252)}.pdf`, file_size: 1 })).status).toBe(400)
  })

  test('gives the bytes only with a token and keeps deleted files in the bin', async () => {
    const opened = await session({ file_name: 'b.pdf', file_size: 3 })
    const file = (await part(opened.body['upload_url'], 3)).body
    const url = ((file['_links'] as Record<string, { href: string }>)['download'] ?? { href: '' }).href
    expect((await ask({ path: url, token: '' })).status).toBe(401)
    expect((await ask({ path: url })).body).toEqual({ text: 'xxx' })
    await ask({ method: 'DELETE', path: `${drive}/v1.0/files`, body: [{ uuid: file['uuid'] }] })
    expect((await ask({ path: `${drive}/v1.0/files/${file['uuid']}` })).body).toMatchObject({ is_trashed: true })
    await ask({ method: 'POST', path: `${drive}/v1.0/files/restore`, body: [{ uuid: file['uuid'] }] })
    expect((await ask({ path: url })).status).toBe(200)
  })
})

test('a free user is no context for a call', async () => {
  const camille = kommo.state.users.get(people.camille)
  Object.assign(camille ?? {}, { isFree: true })
  expect((await ask({ path: '/api/v4/leads/10431', as: people.camille })).status).toBe(403)
  Object.assign(camille ?? {}, { isFree: false })
  expect((await ask({ path: '/api/v4/leads/10431', as: people.camille })).status).toBe(200)
})

test('an unpaid account answers 402 to everything with a token', async () => {
  kommo.state.account.paid = false
  expect((await ask({ path: leadPath })).status).toBe(402)
  kommo.state.account.paid = true
})

test('a field is emptied with null and then read back as null, while others stay', async () => {
  const cleared = { custom_fields_values: [{ field_id: 500_001, values: null }] }
  await ask({ method: 'PATCH', path: '/api/v4/leads/10424', body: cleared })
  const answer = await ask({ path: '/api/v4/leads/10424' })
  expect(answer.body['custom_fields_values']).toEqual([
    expect.objectContaining({ field_id: 500_002 }),
    expect.objectContaining({ field_id: 500_003 }),
  ])
  const rest = [500_002, 500_003].map((field_id) => ({ field_id, values: null }))
  await ask({ method: 'PATCH', path: '/api/v4/leads/10424', body: { custom_fields_values: rest } })
  expect((await ask({ path: '/api/v4/leads/10424' })).body['custom_fields_values']).toBeNull()
})

test('a filter on a custom field is silently ignored', async () => {
  const all = await ask({ path: '/api/v4/leads' })
  const filtered = await ask({ path: '/api/v4/leads?filter[custom_fields_values][500001][]=2026-0412' })
  expect(filtered.body['_embedded']).toEqual(all.body['_embedded'])
})

test('a context user lists only the leads that user may see', async () => {
  const answer = await ask({ path: '/api/v4/leads', as: people.camille })
  expect((answer.body['_embedded'] as { leads: { id: number }[] }).leads.map((lead) => lead.id)).toEqual([10_431])
})

test('the leads of one stage are found, page by page', async () => {
  const filter = `filter[statuses][0][pipeline_id]=${pipelines.successions}&filter[statuses][0][status_id]=${stages.quote}`
  const found: number[] = []
  let path: string | undefined = `/api/v4/leads?${filter}&limit=3`
  while (path !== undefined) {
    const { body } = await ask({ path })
    found.push(...(body['_embedded'] as { leads: { id: number }[] }).leads.map((lead) => lead.id))
    path = (body['_links'] as Record<string, { href: string } | undefined>)['next']?.href
  }
  expect(found).toEqual([10_423, 10_426, 10_428, 10_431])
})

test('a grant of a manager ends when that manager is deactivated, one of an administrator does not', async () => {
  const token = kommo.longLivedToken({ userId: people.marc })
  expect((await ask({ path: leadPath, token })).status).toBe(200)
  expect((await ask({ path: leadPath, token, as: people.camille })).status).toBe(403)
  kommo.deactivateUser(people.marc)
  expect((await ask({ path: leadPath, token })).status).toBe(401)
  kommo.deactivateUser(people.sophie)
  expect((await ask({ path: leadPath })).status).toBe(200)
})
