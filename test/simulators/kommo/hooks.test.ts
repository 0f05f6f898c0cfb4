import qs from 'qs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../clock.ts'
import { people, pipelines, stages } from './seed-data.ts'
import { createKommo, type KommoSimulator } from './simulator.ts'
import { createReceiver, type Receiver } from './test-client.ts'

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

test('a lead that enters a stage with a Digital Pipeline action calls it with strings only', async () => {
  kommo.state.pipelineRules.push({
    pipelineId: pipelines.successions,
    statusId: stages.signature,
    kind: 'widget',
    destination: `${receiver.url}/hooks/kommo/pipeline`,
    settings: { trigger: 't_1' },
  })
  kommo.moveLead(10_423, stages.signature, undefined, people.marc)
  await kommo.hooksSettled()
  const [hook] = receiver.requests
  expect(qs.parse(hook?.body ?? '')).toMatchObject({
    event: {
      type: '15',
      type_code: 'lead_appeared_in_status',
      data: { id: '10423', direction_of_movement: 'went_to_trigger' },
    },
    account_id: '12345678',
  })
  expect(hook?.body).toContain('action%5Bsettings%5D%5Bwidget%5D%5Bsettings%5D%5Btrigger%5D=t_1')
})

test.each([
  [500, [0, 5, 20, 35, 95]],
  [499, [0, 5, 20, 35, 95]],
  [404, [0, 5, 20]],
  [302, [0, 5, 20]],
] as const)(
  'a webhook that is answered with %i is tried after %j minutes and then given up',
  async (status, minutes) => {
    receiver.status = status
    kommo.state.webhooks = [webhook(`${receiver.url}/hooks`)]
    const start = clock.now()
    kommo.moveLead(10_423, 142, undefined, people.marc)
    for (let five = 0; five < 30; five += 1) {
      await kommo.hooksSettled()
      await clock.advance(5 * 60_000)
    }
    await kommo.hooksSettled()
    expect(kommo.hooks.map((each) => (each.at - start) / 60_000)).toEqual(minutes)
    expect(receiver.requests).toHaveLength(minutes.length)
  },
)

test('a webhook is switched off after more than a hundred bad answers', async () => {
  receiver.status = 404
  const hook = webhook(`${receiver.url}/hooks`)
  kommo.state.webhooks = [hook]
  for (let count = 0; count < 101; count += 1) {
    expect(hook.disabled).toBe(false)
    kommo.moveLead(10_423, count % 2 === 0 ? 142 : stages.quote, undefined, people.marc)
    await kommo.hooksSettled()
  }
  expect(hook.disabled).toBe(true)
  kommo.moveLead(10_423, 143, undefined, people.marc)
  await kommo.hooksSettled()
  expect(receiver.requests).toHaveLength(101)
})

test('the "API: Send webhook" action is tried five times within the hour', async () => {
  receiver.status = 500
  expect(
    await kommo.sendPipelineWebhook({ destination: receiver.url, leadId: 10_423, oldStatusId: stages.meeting }),
  ).toBe(500)
  for (let quarter = 0; quarter < 4; quarter += 1) {
    await clock.advance(14 * 60_000)
    await kommo.hooksSettled()
  }
  expect(kommo.hooks.map((each) => each.attempt)).toEqual([1, 2, 3, 4, 5])
  expect(qs.parse(receiver.requests[4]?.body ?? '')).toEqual({
    leads: {
      status: [
        {
          id: '10423',
          status_id: String(stages.quote),
          pipeline_id: String(pipelines.successions),
          old_status_id: String(stages.meeting),
          old_pipeline_id: String(pipelines.successions),
        },
      ],
    },
  })
})

test('each act fires the events it should and no others', async () => {
  const settings = ['add_lead', 'update_lead', 'delete_lead', 'restore_lead', 'status_lead', 'responsible_lead']
  kommo.state.webhooks = [{ ...webhook(receiver.url), settings }]
  const fired = async (act: () => void) => {
    receiver.requests.length = 0
    act()
    await kommo.hooksSettled()
    return receiver.requests.map((each) => Object.keys(qs.parse(each.body)['leads'] as object).join()).sort()
  }
  const { marc, sophie } = people
  expect(await fired(() => kommo.editLead(10_423, { price: 1 }, marc))).toEqual(['update'])
  expect(await fired(() => kommo.editLead(10_423, { responsibleUserId: sophie }, marc))).toEqual([
    'responsible',
    'update',
  ])
  expect(await fired(() => kommo.moveLead(10_423, 142, undefined, marc))).toEqual(['status', 'update'])
  expect(await fired(() => kommo.deleteLead(10_423, marc))).toEqual(['delete'])
  expect(await fired(() => kommo.restoreLead(10_423, marc))).toEqual(['restore'])
  const place = { pipelineId: pipelines.successions, statusId: stages.fresh }
  expect(await fired(() => kommo.addLead({ name: 'x', ...place }, marc))).toEqual(['add'])
})

test('the widget action can come as JSON and without a direction', async () => {
  const where = { destination: receiver.url, leadId: 10_423, statusId: 142, pipelineId: pipelines.successions }
  expect(await kommo.sendPipelineAction({ ...where, type: 14, direction: null, encoding: 'json' })).toBe(204)
  expect(receiver.requests[0]?.headers['content-type']).toBe('application/json')
  expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject({
    event: { type: 14, data: { id: 10_423, element_type: 2, status_id: 142, pipeline_id: pipelines.successions } },
    action: { settings: { widget: { settings: {} } } },
    subdomain: 'example',
  })
})

test('an answer that takes longer than two seconds is none, and the call is repeated after five minutes', async () => {
  kommo.state.webhooks = [webhook(`${receiver.url}/hooks`)]
  receiver.status = 'never'
  kommo.moveLead(10_423, 142, undefined, people.marc)
  await clock.advance(2000)
  await kommo.hooksSettled()
  expect(kommo.hooks[0]).toMatchObject({ attempt: 1, status: 0 })
  receiver.status = 200
  await clock.advance(5 * 60_000)
  await kommo.hooksSettled()
  expect(kommo.hooks.map((each) => each.status)).toEqual([0, 200])
})

test('weather loses, doubles and delays webhooks', async () => {
  kommo.state.webhooks = [webhook(`${receiver.url}/hooks`)]
  const move = async (statusId: number) => {
    receiver.requests.length = 0
    kommo.moveLead(10_423, statusId, undefined, people.marc)
    await kommo.hooksSettled()
    return receiver.requests.length
  }
  kommo.setHookWeather({ lose: (event) => event === 'status_lead' })
  expect(await move(142)).toBe(0)
  kommo.setHookWeather({ duplicate: true })
  expect(await move(143)).toBe(2)
  kommo.setHookWeather({ delayMs: 1000 })
  expect(await move(142)).toBe(0)
  await clock.advance(1000)
  await kommo.hooksSettled()
  expect(receiver.requests).toHaveLength(1)
})

test('other machines are never called', async () => {
  kommo.state.webhooks = [webhook('https://sign.example.test/hooks')]
  kommo.moveLead(10_423, 142, undefined, people.marc)
  await kommo.hooksSettled()
  expect(kommo.hooks).toEqual([expect.objectContaining({ destination: 'https://sign.example.test/hooks', status: 0 })])
})

test('a radio button, a date and a contact travel in their own shapes', async () => {
  const field = { code: null, sort: 1, groupId: null, isApiOnly: false, isPredefined: false }
  const enums = [{ id: 566_642, value: '2', sort: 1, code: null }]
  kommo.state.fields.contacts.push({ ...field, id: 400_009, name: 'Any radiobutton', type: 'radiobutton', enums })
  kommo.state.fields.contacts.push({ ...field, id: 400_010, name: 'Born', type: 'birthday', enums: [] })
  kommo.state.webhooks = [{ ...webhook(receiver.url), settings: ['update_contact', 'delete_contact'] }]
  const values = { 400009: [{ value: '2', enumId: 566_642 }], 400010: [{ value: Date.UTC(1980, 0, 12) / 1000 }] }
  kommo.editContact(20_423, { emails: ['new@example.fr'], values }, people.marc)
  kommo.deleteContact(20_423, people.marc)
  await kommo.hooksSettled()
  const bodies = receiver.requests.map((each) => qs.parse(each.body, { depth: 20 }) as Record<string, unknown>)
  const parts = bodies.map((each) => each['contacts'] as Record<string, unknown>)
  expect(parts).toContainEqual({ delete: [{ id: '20423', type: 'contact' }] })
  expect(parts.find((each) => 'update' in each)).toMatchObject({
    update: [
      {
        name: 'Hélène Mercier-Lefèvre',
        type: 'contact',
        custom_fields: [
          { code: 'PHONE', values: [{ value: '+33 6 39 98 12 34', enum: '900003' }] },
          { code: 'EMAIL', values: [{ value: 'new@example.fr', enum: '900011' }] },
          { name: 'Any radiobutton', values: { value: '2', enum: '566642' } },
          { name: 'Born', values: ['12.01.1980'] },
        ],
      },
    ],
  })
})

function webhook(destination: string) {
  const when = { createdAt: 0, updatedAt: 0, createdBy: people.sophie }
  return { id: 1, destination, settings: ['status_lead'], sort: 1, disabled: false, ...when }
}
