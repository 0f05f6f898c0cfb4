import { describe, expect, it } from 'vitest'
import { kommoOf, lead } from './kommo-samples.ts'
import { createLocalServer, empty, json, type LocalServer, noon } from './local-server.ts'

const bodyOf = (server: LocalServer, call = 0) => JSON.parse(server.heard[call]?.body.toString() ?? '')
const queryOf = (server: LocalServer, call = 0) => new URL(server.heard[call]?.path ?? '', server.url).searchParams

describe('a lead', () => {
  it('is read with its contacts, the main one first', async () => {
    await using server = await createLocalServer(json(200, lead, { 'content-type': 'application/hal+json' }))
    const { crm, lane } = kommoOf(server)
    expect(await crm.lead(1001, 'click', 42)).toEqual({
      ok: true,
      value: {
        id: 1001,
        name: 'Succession Mercier',
        price: 20000,
        pipelineId: 22,
        statusId: 11,
        responsibleUserId: 7,
        isDeleted: false,
        contacts: [
          { id: 2001, isMain: true },
          { id: 2002, isMain: false },
        ],
        companyId: 3001,
        fields: [],
        updatedAt: 1750000100_000,
      },
    })
    const { path, headers } = server.heard[0] ?? { path: '', headers: {} as Record<string, string> }
    expect(path).toBe('/api/v4/leads/1001?with=contacts')
    expect([headers.authorization, headers['x-context-user-id']]).toEqual(['Bearer secret-token', '42'])
    expect(lane.taken).toEqual(['click'])
  })

  it('without a user runs with the rights of the token', async () => {
    await using server = await createLocalServer(json(200, lead))
    await kommoOf(server).crm.lead(1001, 'effect')
    expect(server.heard[0]?.headers).not.toHaveProperty('x-context-user-id')
  })

  it.each([
    ['204', empty(204)],
    // A 204 that carries a body all the same: the status decides.
    ['204 with a type', empty(204, { 'content-type': 'application/hal+json' })],
  ])('that is gone is null by %s', async (_, behaviour) => {
    await using server = await createLocalServer(behaviour)
    expect(await kommoOf(server).crm.lead(1001, 'effect')).toEqual({ ok: true, value: null })
  })

  it('is moved by pipeline and stage together', async () => {
    await using server = await createLocalServer(json(200, { id: 1001, updated_at: 1 }))
    expect(await kommoOf(server).crm.moveLead(1001, 22, 142, 'effect')).toEqual({ ok: true, value: null })
    expect(server.heard[0]).toMatchObject({ method: 'PATCH', path: '/api/v4/leads/1001' })
    expect(bodyOf(server)).toEqual({ pipeline_id: 22, status_id: 142 })
  })

  it('that the user may not see is forbidden, and a user Kommo refuses closes nothing', async () => {
    await using server = await createLocalServer(
      json(403, { title: 'Forbidden' }),
      json(401, { title: 'Unauthorized' }),
    )
    const { crm, lane } = kommoOf(server)
    expect(await crm.lead(1001, 'click', 42)).toMatchObject({ failure: { kind: 'forbidden' } })
    expect(await crm.lead(1001, 'click', 42)).toMatchObject({ failure: { kind: 'unauthorized' } })
    expect(lane.pauses).toEqual([])
  })
})

describe('contacts', () => {
  const contact = (id: number, fields: unknown) => ({
    id,
    name: `Contact ${id}`,
    first_name: 'Jane',
    last_name: '',
    updated_at: 1750000000,
    custom_fields_values: fields,
  })

  it('come in one call, in the order asked, with every e-mail and phone as typed', async () => {
    const fields = [
      {
        field_code: 'PHONE',
        values: [{ value: ' +33 6 12 34 56 78 ', enum_code: 'MOB' }, { value: 333 }, { value: '' }],
      },
      { field_code: 'EMAIL', values: [{ value: 'jane@example.test', enum_code: 'WORK' }] },
      { field_code: null, values: [{ value: true }] },
      { field_code: 'DATE', values: [1750000000] },
    ]
    await using server = await createLocalServer(
      json(200, { _embedded: { contacts: [contact(2, null), contact(1, fields), contact(9, [])] } }),
    )
    const { crm } = kommoOf(server)
    const result = await crm.contacts([1, 2, 1, 3], 'started')
    expect(result.ok && result.value.map((each) => [each.id, each.emails, each.phones])).toEqual([
      [
        1,
        [{ value: 'jane@example.test', kind: 'WORK' }],
        [
          { value: '+33 6 12 34 56 78', kind: 'MOB' },
          { value: '333', kind: 'OTHER' },
        ],
      ],
      [2, [], []],
    ])
    expect(queryOf(server).getAll('filter[id][]')).toEqual(['1', '2', '3'])
    expect(server.heard.length).toBe(1)
  })

  it('need no call when there are none, and 204 means none', async () => {
    await using server = await createLocalServer(empty(204))
    const { crm, lane } = kommoOf(server)
    expect(await crm.contacts([], 'click')).toEqual({ ok: true, value: [] })
    expect(lane.taken).toEqual([])
    expect(await crm.contacts([1], 'click')).toEqual({ ok: true, value: [] })
  })

  it('have a company by name, or none', async () => {
    await using server = await createLocalServer(
      json(200, { id: 3, name: 'SCI Les Tilleuls' }),
      empty(204),
      json(200, { id: 3, name: '' }),
    )
    const { crm } = kommoOf(server)
    expect(await crm.company(3, 'click')).toEqual({ ok: true, value: { name: 'SCI Les Tilleuls', fields: [] } })
    expect(await crm.company(3, 'click')).toEqual({ ok: true, value: null })
    expect(await crm.company(3, 'click')).toEqual({ ok: true, value: { name: '', fields: [] } })
  })
})

describe('the account', () => {
  it('tells its country, time zone and currency', async () => {
    await using server = await createLocalServer(
      json(200, {
        id: 5,
        name: 'Aubry',
        country: 'FR',
        language: 'en',
        currency: 'eur',
        _embedded: { datetime_settings: { timezone: 'Europe/Paris' } },
      }),
    )
    expect(await kommoOf(server).crm.account('click')).toEqual({
      ok: true,
      value: { id: 5, name: 'Aubry', country: 'FR', timeZone: 'Europe/Paris', language: 'en', currency: 'EUR' },
    })
  })

  it('lists its users over all pages, administrators only by their rights', async () => {
    const page = (id: number, rights: unknown, next?: string) =>
      json(200, {
        _links: next === undefined ? {} : { next: { href: next } },
        _embedded: { users: [{ id, name: 'A', email: 'a@x.fr', lang: 'es', rights }] },
      })
    await using server = await createLocalServer(
      page(1, { is_admin: true, is_active: true }, 'https://elsewhere.test/users?page=2'),
      page(2, null),
    )
    expect(await kommoOf(server).crm.users('click')).toEqual({
      ok: true,
      value: [
        { id: 1, name: 'A', email: 'a@x.fr', isAdmin: true, isActive: true, language: 'es' },
        { id: 2, name: 'A', email: 'a@x.fr', isAdmin: false, isActive: false, language: 'es' },
      ],
    })
    expect(server.heard.map((call) => call.path)).toEqual([
      '/api/v4/users?limit=250&page=1',
      '/api/v4/users?limit=250&page=2',
    ])
  })

  it('lists the stages of pipelines that are in use', async () => {
    const pipeline = (id: number, is_archive: boolean) => ({
      id,
      name: `P${id}`,
      is_archive,
      _embedded: { statuses: [{ id: 142, name: 'Won' }] },
    })
    await using server = await createLocalServer(
      json(200, { _embedded: { pipelines: [pipeline(1, false), pipeline(2, true)] } }),
    )
    expect(await kommoOf(server).crm.stages('click')).toEqual({
      ok: true,
      value: [{ pipelineId: 1, pipelineName: 'P1', statusId: 142, name: 'Won' }],
    })
  })
})

describe('notes and tasks', () => {
  it('a note bears the provider’s name, starts no automation and answers its id', async () => {
    await using server = await createLocalServer(json(200, { _embedded: { notes: [{ id: 9001, entity_id: 1001 }] } }))
    expect(await kommoOf(server, 'Youtrust').crm.addNote({ leadId: 1001, text: 'Signé [ky:1]' }, 'effect')).toEqual({
      ok: true,
      value: { id: 9001 },
    })
    expect(server.heard[0]).toMatchObject({ method: 'POST', path: '/api/v4/leads/notes' })
    expect(bodyOf(server)).toEqual([
      {
        entity_id: 1001,
        note_type: 'extended_service_message',
        params: { service: 'Youtrust', text: 'Signé [ky:1]' },
        created_by: 0,
        is_need_to_trigger_digital_pipeline: false,
      },
    ])
  })

  it('a note is found by its marker among the newest of our kind', async () => {
    const notes = [
      { id: 3, params: [] },
      { id: 2, params: { text: 'Signed [ky:1]' } },
      { id: 1, params: { text: 'Signed [ky:1]' } },
    ]
    await using server = await createLocalServer(
      json(200, { _embedded: { notes } }),
      json(200, { _embedded: { notes } }),
      empty(204),
    )
    const { crm } = kommoOf(server)
    expect(await crm.findNote(1001, '[ky:1]', 'effect')).toEqual({ ok: true, value: { id: 2 } })
    expect(await crm.findNote(1001, '[ky:2]', 'effect')).toEqual({ ok: true, value: null })
    expect(await crm.findNote(1001, '[ky:1]', 'effect')).toEqual({ ok: true, value: null })
    expect(Object.fromEntries(queryOf(server))).toEqual({
      'filter[note_type][]': 'extended_service_message',
      'order[id]': 'desc',
      limit: '250',
    })
  })

  it('a task goes to a person with a deadline in seconds', async () => {
    await using server = await createLocalServer(json(200, { _embedded: { tasks: [{ id: 77 }] } }))
    const task = { leadId: 1001, text: 'Call back [ky:1]', dueAt: noon + 999, responsibleUserId: 7 }
    expect(await kommoOf(server).crm.addTask(task, 'effect')).toEqual({ ok: true, value: { id: 77 } })
    expect(bodyOf(server)).toEqual([
      {
        task_type_id: 1,
        text: 'Call back [ky:1]',
        complete_till: noon / 1000,
        entity_id: 1001,
        entity_type: 'leads',
        responsible_user_id: 7,
      },
    ])
  })

  it('a task of another lead is not ours, even when the filter was ignored', async () => {
    const tasks = [
      { id: 1, text: '[ky:1]', entity_id: 5 },
      { id: 2, text: '[ky:1]', entity_id: 1001 },
    ]
    await using server = await createLocalServer(json(200, { _embedded: { tasks } }))
    expect(await kommoOf(server).crm.findTask(1001, '[ky:1]', 'effect')).toEqual({ ok: true, value: { id: 2 } })
    expect(queryOf(server).get('filter[entity_id][]')).toBe('1001')
  })

  it('a task is completed with a result', async () => {
    await using server = await createLocalServer(json(200, { id: 77, updated_at: 1 }))
    expect(await kommoOf(server).crm.completeTask(77, 'Signed', 'effect')).toEqual({ ok: true, value: null })
    expect(bodyOf(server)).toEqual({ is_completed: true, result: { text: 'Signed' } })
  })
})
