import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createKommo as createClient, kommoRemote } from '../../../server/kommo/client.ts'
import { readAccountHook } from '../../../server/kommo/hooks.ts'
import { exchangeCode } from '../../../server/kommo/oauth.ts'
import { readPipelineHook } from '../../../server/kommo/pipeline-hook.ts'
import { createLongLivedToken, createOAuthTokens, type Tokens } from '../../../server/kommo/tokens.ts'
import { verifyUninstall } from '../../../server/kommo/uninstall.ts'
import { verifyWidgetToken } from '../../../server/kommo/widget-token.ts'
import { createVirtualClock } from '../../simulators/clock.ts'
import { people, stages } from '../../simulators/kommo/seed-data.ts'
import { createKommo, type KommoSimulator } from '../../simulators/kommo/simulator.ts'
import { createNotingLane } from './local-server.ts'

const succession = 10_423

async function accountOf() {
  const clock = createVirtualClock()
  const kommo = await createKommo({ clock, requestsPerSecond: Number.POSITIVE_INFINITY })
  const lane = createNotingLane('kommo')
  const shared = { lane, clock, userAgent: 'kommo-yousign/test' }
  const remote = kommoRemote(shared)
  const token = kommo.longLivedToken()
  const crm = createClient({ ...shared, baseUrl: kommo.url, tokens: createLongLivedToken(() => token, remote) })
  return { kommo, clock, lane, remote, shared, crm, [Symbol.asyncDispose]: () => kommo.close() }
}

function must<T>(result: { ok: true; value: T } | { ok: false; failure: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

/** Keeps what an integration's address is sent. */
async function endpoint() {
  const bodies: { body: Uint8Array; type: string; url: string }[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      bodies.push({ body: Buffer.concat(parts), type: request.headers['content-type'] ?? '', url: request.url ?? '' })
      response.writeHead(200).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${port}`, bodies, [Symbol.asyncDispose]: async () => void (await close()) }
}

async function subscribe(kommo: KommoSimulator, destination: string): Promise<void> {
  const settings = ['add_lead', 'status_lead', 'update_lead', 'update_contact', 'note_lead', 'delete_lead']
  const answer = await fetch(`${kommo.url}/api/v4/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${kommo.longLivedToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ destination, settings, sort: 10 }),
  })
  expect(answer.status).toBeLessThan(300)
}

describe('a Kommo account', () => {
  it('is read as the card needs it: one call each for lead and contacts', async () => {
    await using world = await accountOf()
    const { crm, kommo } = world
    const lead = must(await crm.lead(succession, 'click', people.marc))
    expect(lead).toMatchObject({ id: succession, isDeleted: false })
    const contacts = must(await crm.contacts(lead?.contacts.map((each) => each.id) ?? [], 'click'))
    expect(contacts[0]).toMatchObject({
      name: 'Hélène Mercier-Lefèvre',
      firstName: 'Hélène',
      lastName: 'Mercier-Lefèvre',
    })
    expect(contacts[0]?.emails.length).toBeGreaterThan(0)
    expect(kommo.ledger.length).toBe(2)
    expect(must(await crm.company(lead?.companyId ?? 0, 'click'))?.name).toContain('Tilleuls')
    expect(must(await crm.account('click'))).toMatchObject({ name: 'Aubry & Vasseur', country: 'FR' })
    const users = must(await crm.users('click'))
    expect(users.find((user) => user.id === people.sophie)).toMatchObject({ isAdmin: true, isActive: true })
    const all = must(await crm.stages('click'))
    expect(all.some((stage) => stage.statusId === 142 && stage.pipelineName === 'Successions')).toBe(true)
    expect(must(await crm.lead(999_999, 'click'))).toBeNull()
  })

  it('hides leads from those who may not see them', async () => {
    await using world = await accountOf()
    world.kommo.setRight(people.marc, 'leads', 'view', 'D')
    expect(await world.crm.lead(succession, 'click', people.marc)).toMatchObject({ failure: { kind: 'forbidden' } })
    expect(world.lane.pauses).toEqual([])
  })

  it('keeps notes and tasks that are found again by their marker', async () => {
    await using world = await accountOf()
    const { crm, kommo } = world
    expect(must(await crm.findNote(succession, '[ky:n1]', 'effect'))).toBeNull()
    const note = must(await crm.addNote({ leadId: succession, text: 'Envoyé à 2 signataires. [ky:n1]' }, 'effect'))
    expect(must(await crm.findNote(succession, '[ky:n1]', 'effect'))).toEqual(note)
    const dueAt = world.clock.now() + 86_400_000
    const order = { leadId: succession, text: 'Rappeler [ky:t1]', dueAt, responsibleUserId: people.marc }
    expect(must(await crm.findTask(succession, '[ky:t1]', 'effect'))).toBeNull()
    const task = must(await crm.addTask(order, 'effect'))
    expect(must(await crm.findTask(succession, '[ky:t1]', 'effect'))).toEqual(task)
    must(await crm.completeTask(task.id, 'Signé', 'effect'))
    expect(kommo.state.tasks.get(task.id)).toMatchObject({ isCompleted: true, completeTill: dueAt / 1000 })
  })

  it('moves a lead and gives the bytes of its files', async () => {
    await using world = await accountOf()
    const { crm, kommo } = world
    const lead = must(await crm.lead(succession, 'effect'))
    must(await crm.moveLead(succession, lead?.pipelineId ?? 0, stages.signature, 'effect'))
    expect(kommo.state.leads.get(succession)?.statusId).toBe(stages.signature)
    const { files, more } = must(await crm.leadFiles(succession, 10, 'click'))
    expect([files.map((file) => [file.name, file.extension, file.createdByUserId]), more]).toEqual([
      [['Convention d’honoraires', 'pdf', people.sophie]],
      false,
    ])
    const bytes = must(await crm.downloadFile(files[0]?.uuid ?? '', 'click'))
    expect(
      Buffer.from(bytes ?? [])
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect(bytes?.byteLength).toBe(files[0]?.bytes)
    expect(must(await crm.downloadFile('5b0e1f5c-0000-4000-8000-999999999999', 'click'))).toBeNull()
    expect(must(await crm.leadFiles(succession + 5_000, 10, 'click'))).toEqual({ files: [], more: false })
  })

  it('grants by code, and its tokens are renewed when they run out', async () => {
    await using world = await accountOf()
    const { kommo, remote, clock, shared } = world
    const { clientId, clientSecret, redirectUri } = kommo.integration
    const integration = { clientId, clientSecret, redirectUri }
    let kept: Tokens = must(await exchangeCode(remote, kommo.url, integration, kommo.authorizationCode()))
    const store = {
      read: () => kept,
      write(tokens: Tokens) {
        kept = tokens
      },
    }
    const tokens = createOAuthTokens({ remote, baseUrl: kommo.url, store, integration: () => integration })
    const crm = createClient({ ...shared, baseUrl: kommo.url, tokens })
    expect((await crm.account('click')).ok).toBe(true)
    const before = kept.refreshToken
    await clock.advance(25 * 3_600_000)
    expect((await crm.account('click')).ok).toBe(true)
    expect(kept.refreshToken).not.toBe(before)
    await kommo.uninstall()
    expect(await crm.account('click')).toMatchObject({ failure: { kind: 'unauthorized' } })
    expect(world.lane.pauses.at(-1)?.reason).toBe('key_refused')
  })

  it('sends webhooks that name what changed', async () => {
    await using world = await accountOf()
    await using hook = await endpoint()
    const { kommo } = world
    await subscribe(kommo, `${hook.url}/k`)
    const contactId = kommo.state.leads.get(succession)?.contacts[0]?.id ?? 0
    kommo.moveLead(succession, stages.signature, undefined, people.marc)
    kommo.editContact(contactId, { emails: ['helene@example.fr'] }, people.marc)
    kommo.addNote(succession, 'Bonjour', people.marc)
    kommo.deleteLead(succession, people.marc)
    await kommo.hooksSettled()
    const read = hook.bodies.map((call) => must(readAccountHook(call.body, call.type)))
    const leads = read.flatMap((changes) => changes.leads)
    expect(leads).toContainEqual({ id: succession, action: 'status' })
    expect(leads).toContainEqual({ id: succession, action: 'note' })
    expect(leads).toContainEqual({ id: succession, action: 'delete' })
    expect(read.flatMap((changes) => changes.contacts)).toContainEqual({ id: contactId, action: 'update' })
    expect(read[0]?.accountId).toBe(kommo.state.account.id)
    expect(new Set(read.map((changes) => changes.deliveryKey)).size).toBe(read.length)
  })

  it('calls from its pipeline in either encoding, and says goodbye with a signature', async () => {
    await using world = await accountOf()
    await using hook = await endpoint()
    const { kommo } = world
    const pipelineId = kommo.state.leads.get(succession)?.pipelineId ?? 0
    const action = { destination: `${hook.url}/p`, leadId: succession, statusId: stages.signature, pipelineId }
    for (const encoding of ['form', 'json'] as const) {
      await kommo.sendPipelineAction({ ...action, encoding, settings: { trigger: 'f'.repeat(32) } })
    }
    await kommo.sendPipelineWebhook({ destination: `${hook.url}/p`, leadId: succession })
    const hints = hook.bodies.map((call) => must(readPipelineHook(call.body, call.type)))
    const where = { accountId: kommo.state.account.id, leadId: succession, pipelineId }
    expect(hints).toMatchObject([
      { ...where, statusId: stages.signature, token: 'f'.repeat(32), entered: true },
      { ...where, statusId: stages.signature, token: 'f'.repeat(32), entered: true },
      { leadId: succession, pipelineId, token: null },
    ])
    await kommo.uninstall(`${hook.url}/u`)
    const query = Object.fromEntries(new URL(hook.bodies.at(-1)?.url ?? '', hook.url).searchParams)
    expect(verifyUninstall(query, kommo.integration)).toEqual({
      ok: true,
      value: { accountId: kommo.state.account.id },
    })
  })

  it('vouches for whoever presses a button', async () => {
    await using world = await accountOf()
    const { kommo, clock } = world
    const audience = 'http://127.0.0.1:3000'
    const token = await kommo.widgetToken({ userId: people.marc, audience: 'http://127.0.0.1' })
    const rules = {
      secret: kommo.integration.clientSecret,
      audience,
      issuer: kommo.url,
      clientId: kommo.integration.clientId,
      accountId: kommo.state.account.id,
      now: clock.now(),
    }
    expect(must(await verifyWidgetToken(token, rules))).toMatchObject({ userId: people.marc, issuer: kommo.url })
    expect((await verifyWidgetToken(token, { ...rules, now: clock.now() + 32 * 60_000 })).ok).toBe(false)
  })
})
