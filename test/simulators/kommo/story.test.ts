import qs from 'qs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../clock.ts'
import { plainPdf } from './plain-pdf.ts'
import { people, pipelines, stages } from './seed-data.ts'
import { createKommo, type KommoSimulator } from './simulator.ts'
import { at, type Caller, caller, createReceiver, type Receiver, type Reply } from './test-client.ts'

let clock: VirtualClock
let kommo: KommoSimulator
let receiver: Receiver

beforeEach(async () => {
  clock = createVirtualClock()
  receiver = await createReceiver()
  const redirectUri = `${receiver.url}/oauth/kommo/callback`
  kommo = await createKommo({ clock, redirectUri, requestsPerSecond: Number.POSITIVE_INFINITY })
})

afterEach(async () => {
  await kommo.close()
  await receiver.close()
})

test('an integration is installed, reads a lead, writes a note and a task, files a document and hears about it', async () => {
  expect(await kommo.install()).toBe(204)
  const redirect = new URL(receiver.requests[0]?.url ?? '', receiver.url)
  expect(redirect.searchParams.get('referer')).toBe('example.kommo.com')
  expect(redirect.searchParams.get('from_widget')).toBe('1')

  const grant = await tokens({ grant_type: 'authorization_code', code: redirect.searchParams.get('code') })
  expect(grant.status).toBe(200)
  const token = String(grant.body['access_token'])
  expect(grant.body['expires_in']).toBe(86_400)
  const call = caller(kommo.url, token)

  const destination = `${receiver.url}/hooks/kommo/k_1`
  const settings = ['status_lead', 'update_lead', 'note_lead']
  expect((await call('POST', '/api/v4/webhooks', { destination, settings })).status).toBe(201)

  const lead = await call('GET', '/api/v4/leads/10423?with=contacts')
  expect(lead.type).toContain('application/hal+json')
  expect(at(lead.body, '_embedded', 'contacts')).toEqual([
    expect.objectContaining({ id: 20_423, is_main: true }),
    expect.objectContaining({ id: 20_424, is_main: false }),
  ])
  const contacts = await call('GET', '/api/v4/contacts?filter[id][]=20423&filter[id][]=20424')
  expect(at(contacts.body, '_embedded', 'contacts')).toHaveLength(2)

  const note = {
    entity_id: 10_423,
    note_type: 'extended_service_message',
    params: { service: 'Yousign', text: 'Sent & signed: été [ys:1]' },
    created_by: 0,
    request_id: 'evt-1',
  }
  const noted = await call('POST', '/api/v4/leads/notes', [note])
  expect(at(noted.body, '_embedded', 'notes', 0)).toMatchObject({ entity_id: 10_423, request_id: 'evt-1' })
  const task = { text: 'Call back', complete_till: 1_800_000_000, entity_id: 10_423, entity_type: 'leads' }
  const tasked = await call('POST', '/api/v4/tasks', [task])
  const taskId = at(tasked.body, '_embedded', 'tasks', 0, 'id')
  expect((await call('GET', `/api/v4/tasks/${taskId}`)).body).toMatchObject({
    text: 'Call back',
    result: [],
    is_completed: false,
  })

  const file = await upload(
    call,
    plainPdf(Array.from({ length: 60 }, (_page, index) => [`Page ${index}`])),
    'Signé.pdf',
  )
  expect(file).toMatchObject({ name: 'Signé', metadata: { extension: 'pdf' } })
  expect((await call('PUT', '/api/v4/leads/10423/files', [{ file_uuid: file['uuid'] }])).body).toEqual({})
  const files = await call('GET', '/api/v4/leads/10423/files')
  expect(at(files.body, '_embedded', 'files', 0, 'file_uuid')).toBe(file['uuid'])

  const patch = { pipeline_id: pipelines.successions, status_id: 142 }
  const moved = await call('PATCH', '/api/v4/leads/10423', patch)
  expect(Object.keys(moved.body).sort()).toEqual(['_links', 'id', 'updated_at'])

  await kommo.hooksSettled()
  const hooks = receiver.requests.slice(1)
  expect(hooks.map((each) => each.headers['user-agent'])).toEqual(Array(3).fill('amoCRM-Webhooks/3.0'))
  const bodies = hooks.map((each) => qs.parse(each.body, { depth: 20, arrayLimit: 500, parameterLimit: 20_000 }))
  const noteHook = bodies.find((each) => at(each, 'leads', 'note') !== undefined)
  expect(at(noteHook, 'account')).toMatchObject({ subdomain: 'example', id: '12345678' })
  expect(at(noteHook, 'leads', 'note', 0, 'note')).toMatchObject({
    text: 'Sent & signed: été [ys:1]',
    element_type: '2',
    element_id: '10423',
    attachement: '',
  })
  const statusHook = bodies.find((each) => at(each, 'leads', 'status') !== undefined)
  expect(at(statusHook, 'leads', 'status', 0)).toMatchObject({
    id: '10423',
    status_id: '142',
    old_status_id: String(stages.quote),
    pipeline_id: String(pipelines.successions),
    modified_user_id: String(people.sophie),
    custom_fields: [
      { name: 'Dossier', values: [{ value: '2026-0412' }] },
      { name: 'Nature', values: [{ value: 'Succession', enum: '900051' }] },
      { name: 'Ouvert le', values: [expect.stringMatching(/^\d+$/)] },
    ],
  })

  const filter = `filter[type]=lead_status_changed&filter[value_after][leads_statuses][0][pipeline_id]=${pipelines.successions}&filter[value_after][leads_statuses][0][status_id]=142`
  const events = await call('GET', `/api/v4/events?${filter}`)
  expect(at(events.body, '_embedded', 'events')).toHaveLength(1)
  expect(kommo.ledger.at(-1)).toMatchObject({ method: 'GET', host: 'api', status: 200, userId: people.sophie })
})

test('a refresh whose answer was lost can be repeated with the old token until the new pair is used', async () => {
  const first = await tokens({ grant_type: 'authorization_code', code: kommo.authorizationCode() })
  const old = first.body['refresh_token']
  const lost = await tokens({ grant_type: 'refresh_token', refresh_token: old })
  const again = await tokens({ grant_type: 'refresh_token', refresh_token: old })
  expect(again.status).toBe(200)
  expect((await tokens({ grant_type: 'refresh_token', refresh_token: lost.body['refresh_token'] })).status).toBe(401)

  await caller(kommo.url, String(again.body['access_token']))('GET', '/api/v4/account')
  const late = await tokens({ grant_type: 'refresh_token', refresh_token: old })
  expect(late).toMatchObject({ status: 401, body: { hint: 'Token has been revoked' } })
})

test('access tokens end after 24 hours and with the uninstall, whose hook is signed', async () => {
  const grant = await tokens({ grant_type: 'authorization_code', code: kommo.authorizationCode() })
  const call = caller(kommo.url, String(grant.body['access_token']))
  await clock.advance(86_399_000)
  expect((await call('GET', '/api/v4/account')).status).toBe(200)
  await clock.advance(1000)
  expect((await call('GET', '/api/v4/account')).status).toBe(401)

  const longLived = caller(kommo.url, kommo.longLivedToken())
  expect((await longLived('GET', '/api/v4/account')).status).toBe(200)
  await kommo.uninstall(`${receiver.url}/hooks/kommo/uninstall`)
  expect((await longLived('GET', '/api/v4/account')).status).toBe(401)
  const hook = new URL(receiver.requests[0]?.url ?? '', receiver.url)
  // The vector of contracts/kommo-api.md 1.6.
  expect(hook.searchParams.get('signature')).toBe('9e62886708682f47645e9439007e692558590ddad174de470f2d12cf0dd4b046')
})

test('a fault after the action loses the answer, not the note', async () => {
  const call = caller(kommo.url, kommo.longLivedToken())
  const seen: number[] = []
  kommo.faults.add({
    match: { path: /\/notes/ },
    when: 'after',
    kind: { call: () => void seen.push(kommo.state.notes.size) },
  })
  kommo.faults.add({ match: { path: /\/notes/, method: 'POST' }, when: 'after', kind: 'reset' })
  const before = kommo.state.notes.size
  const body = [{ note_type: 'common', params: { text: 'x' } }]
  await expect(call('POST', '/api/v4/leads/10423/notes', body)).rejects.toThrow()
  expect(seen).toEqual([before + 1])
  expect(kommo.ledger.at(-1)).toMatchObject({ fault: true, status: 0 })
  expect((await call('POST', '/api/v4/leads/10423/notes', body)).status).toBe(200)
})

test('the same acts can be called over HTTP', async () => {
  const response = await fetch(`${kommo.url}/_control/moveLead`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ leadId: 10_423, statusId: 142, by: people.marc }),
  })
  expect(await response.json()).toEqual({ ok: true, result: null })
  const state = (await (await fetch(`${kommo.url}/_control/state`)).json()) as Record<string, Record<string, unknown>>
  expect(at(state, 'leads', '10423', 'statusId')).toBe(142)
})

async function upload(call: Caller, bytes: Uint8Array, name: string): Promise<Record<string, unknown>> {
  const account = await call('GET', '/api/v4/account?with=drive_url')
  const about = { file_name: name, file_size: bytes.length, content_type: 'application/pdf' }
  const session = await call('POST', `${account.body['drive_url']}/v1.0/sessions`, about)
  const size = Math.min(Number(session.body['max_part_size']), 10_000)
  let url = String(session.body['upload_url'])
  for (let from = 0; ; from += size) {
    const answer = await call('POST', url, bytes.subarray(from, from + size))
    expect(answer.status).toBe(200)
    if (answer.body['next_url'] === undefined) return answer.body
    const used = await call('POST', url, bytes.subarray(0, 10))
    expect(used.status).toBe(404)
    url = String(answer.body['next_url'])
  }
}

async function tokens(more: Record<string, unknown>): Promise<Reply> {
  const { clientId, clientSecret, redirectUri } = kommo.integration
  const body = { client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri, ...more }
  const response = await fetch(`${kommo.url}/oauth2/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, type: null, body: (await response.json()) as Record<string, unknown> }
}
