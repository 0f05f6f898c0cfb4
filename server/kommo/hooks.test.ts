import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, listOf, readForm } from './form.ts'
import { readAccountHook } from './hooks.ts'
import { readPipelineHook } from './pipeline-hook.ts'

const formType = 'application/x-www-form-urlencoded'
const bytes = (text: string) => new TextEncoder().encode(text)

/** Lines of `key=value` as the contract prints them, encoded as they are sent. */
function form(lines: string): Uint8Array {
  const pairs = lines
    .trim()
    .split('\n')
    .map((line) => {
      const [key = '', ...value] = line.trim().split('=')
      return `${encodeURIComponent(key)}=${encodeURIComponent(value.join('='))}`
    })
  return bytes(pairs.join('&'))
}

const statusLead = `
  account[subdomain]=example
  account[id]=12345678
  leads[status][0][id]=1001
  leads[status][0][status_id]=142
  leads[status][0][old_status_id]=58141807
  leads[status][0][custom_fields][0][id]=500001
  leads[status][0][custom_fields][0][values][0][value]=A b
  leads[status][0][custom_fields][1][values][0]=1750032000
  leads[status][0][custom_fields][25][values][value]=2`

const updateContact = `
  account[id]=12345678
  contacts[update][0][id]=2001
  contacts[update][0][custom_fields][0][values][0][value]=+33612345678
  contacts[update][0][type]=contact
  contacts[update][1][id]=3001
  contacts[update][1][type]=company
  contacts[update][1][linked_leads_id][1001][ID]=1001`

const noteLead = `
  leads[note][0][note][id]=9001
  leads[note][0][note][element_id]=1001
  leads[note][0][note][account_id]=12345678
  leads[note][0][note][metadata]={"event_source":{"id":87654321,"author_name":"Jean","type":1}}`

describe('an account webhook', () => {
  const digest = { deliveryKey: expect.stringMatching(/^[0-9a-f]{64}$/) }

  it.each([
    ['status_lead', statusLead, { accountId: 12345678, leads: [{ id: 1001, action: 'status' }], contacts: [] }],
    [
      'update_contact without its companies',
      updateContact,
      { accountId: 12345678, leads: [], contacts: [{ id: 2001, action: 'update' }] },
    ],
    ['note_lead', noteLead, { accountId: 12345678, leads: [{ id: 1001, action: 'note' }], contacts: [] }],
    [
      'delete_lead, which names no account',
      'leads[delete][0][id]=7',
      { accountId: null, leads: [{ id: 7, action: 'delete' }], contacts: [] },
    ],
    [
      'several entities',
      'leads[add][0][id]=1\nleads[add][1][id]=2\nleads[add][2][id]=1\ncontacts[delete][0][id]=3',
      {
        accountId: null,
        leads: [
          { id: 1, action: 'add' },
          { id: 2, action: 'add' },
        ],
        contacts: [{ id: 3, action: 'delete' }],
      },
    ],
    [
      'a lead far down the list',
      'leads[update][499][id]=8\nleads[update][900][id]=9',
      {
        accountId: null,
        leads: [
          { id: 8, action: 'update' },
          { id: 9, action: 'update' },
        ],
        contacts: [],
      },
    ],
    [
      'ids that are none',
      'leads[add][0][id]=-1\nleads[add][1][id]=1e3\nleads[add][2][id]=99999999999999999999\nleads[add][3][name]=x',
      { accountId: null, leads: [], contacts: [] },
    ],
    ['something else', 'task[add][0][id]=1', { accountId: null, leads: [], contacts: [] }],
  ])('tells %s', (_, body, expected) => {
    expect(readAccountHook(form(body), formType)).toEqual({ ok: true, value: { ...digest, ...expected } })
  })

  it('has the same key for the same things in another order, and another for others', () => {
    const keyOf = (text: string) => {
      const result = readAccountHook(form(text), formType)
      return result.ok ? result.value.deliveryKey : null
    }
    expect(keyOf('leads[add][0][id]=1\naccount[id]=2')).toBe(keyOf('account[id]=2\nleads[add][0][id]=1'))
    expect(keyOf('leads[add][0][id]=1')).not.toBe(keyOf('leads[add][0][id]=2'))
  })

  it('may come as JSON with objects for lists', () => {
    const body = { account: { id: 5 }, leads: { status: { 0: { id: 1001 }, 1: { id: '1002' } } } }
    expect(readAccountHook(bytes(JSON.stringify(body)), 'application/json; charset=utf-8')).toMatchObject({
      ok: true,
      value: { accountId: 5, leads: [{ id: 1001 }, { id: 1002 }] },
    })
  })

  it.each([
    ['no UTF-8', new Uint8Array([0xff, 0xfe]), formType],
    ['no JSON', bytes('leads[add][0][id]=1'), 'application/json'],
    ['no object', bytes('[1]'), 'application/json'],
    ['too many parameters', bytes('a=1&'.repeat(20_001)), formType],
  ])('is unreadable with %s', (reason, body, type) => {
    expect(readAccountHook(body, type)).toEqual({ ok: false, failure: { kind: 'unreadable', reason } })
  })

  it('never throws and never touches prototypes, whatever arrives', () => {
    const key = fc.constantFrom(
      'leads',
      '[status]',
      '[0]',
      '[id]',
      '[__proto__]',
      '[constructor]',
      '__proto__',
      '[',
      ']',
      '%',
      '[]',
    )
    const pair = fc.tuple(fc.array(key, { maxLength: 30 }), fc.string({ maxLength: 8 }))
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 20 }), (pairs) => {
        const body = bytes(pairs.map(([keys, value]) => `${keys.join('')}=${value}`).join('&'))
        readAccountHook(body, formType)
        readPipelineHook(body, formType)
        expect(({} as Record<string, unknown>)['status']).toBeUndefined()
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('is read without complaint with 500 and more entries and many levels', () => {
    const many = Array.from({ length: 800 }, (_, index) => `leads[add][${index}][id]=${index + 1}`).join('\n')
    const result = readAccountHook(form(many), formType)
    expect(result.ok && result.value.leads.length).toBe(800)
    expect(readAccountHook(bytes(`[${'['.repeat(5000)}`), 'application/json').ok).toBe(false)
    expect(readAccountHook(bytes(`{"leads":${'['.repeat(5000)}${']'.repeat(5000)}}`), 'application/json').ok).toBe(true)
  })
})

describe('a form', () => {
  it('keeps its levels, lists with gaps and single values', () => {
    const tree = readForm(form(statusLead))
    expect(tree.ok).toBe(true)
    const fields = tree.ok ? listOf(at(listOf(at(tree.value, 'leads', 'status'))[0], 'custom_fields')) : []
    expect(
      fields.map((field) => at(listOf(at(field, 'values'))[0], 'value') ?? listOf(at(field, 'values'))[0]),
    ).toEqual(['A b', '1750032000', '2'])
  })

  it('never takes __proto__ for a key', () => {
    const tree = readForm(bytes('__proto__[a]=1&leads[__proto__][b]=2&constructor[c]=3'))
    expect(tree.ok && Object.keys(tree.value)).not.toContain('__proto__')
    expect(tree.ok && at(tree.value, 'leads', '__proto__')).toBeUndefined()
    expect(tree.ok && at(tree.value, 'toString')).toBeUndefined()
  })
})

describe('a Digital Pipeline call', () => {
  const token = 'a'.repeat(32)
  const body = {
    event: {
      type: 15,
      type_code: 'lead_appeared_in_status',
      data: {
        id: 1001,
        element_type: 2,
        status_id: 58141811,
        pipeline_id: 6950551,
        direction_of_movement: 'went_to_trigger',
      },
      time: 1750000100,
    },
    action: { settings: { widget: { settings: { comment: 'short', rule: token } } } },
    subdomain: 'example',
    account_id: 12345678,
  }
  const hint = {
    accountId: 12345678,
    leadId: 1001,
    pipelineId: 6950551,
    statusId: 58141811,
    token,
    entered: true,
    at: 1750000100_000,
  }

  it('says the same as JSON and as a form', () => {
    const asForm = form(`
      event[type]=15
      event[type_code]=lead_appeared_in_status
      event[data][id]=1001
      event[data][element_type]=2
      event[data][status_id]=58141811
      event[data][pipeline_id]=6950551
      event[data][direction_of_movement]=went_to_trigger
      event[time]=1750000100
      action[settings][widget][settings][comment]=short
      action[settings][widget][settings][rule]=${token}
      subdomain=example
      account_id=12345678`)
    const first = readPipelineHook(bytes(JSON.stringify(body)), 'application/json')
    expect(first).toMatchObject({ ok: true, value: hint })
    expect(readPipelineHook(asForm, formType)).toEqual(first)
  })

  it.each([
    ['went_in_trigger', false],
    ['went_from_trigger', false],
    [undefined, true],
  ])('with direction %s has entered: %s', (direction, entered) => {
    const data = { ...body.event.data, direction_of_movement: direction }
    const call = { ...body, event: { ...body.event, data } }
    expect(readPipelineHook(bytes(JSON.stringify(call)), 'application/json')).toMatchObject({
      ok: true,
      value: { entered },
    })
  })

  it('made by "API: Send webhook" carries no token', () => {
    expect(
      readPipelineHook(
        form(
          'leads[status][0][id]=1001\nleads[status][0][status_id]=142\nleads[status][0][pipeline_id]=6\naccount[id]=9',
        ),
        formType,
      ),
    ).toMatchObject({
      ok: true,
      value: { accountId: 9, leadId: 1001, statusId: 142, pipelineId: 6, token: null, at: null },
    })
  })

  it.each([
    ['a contact', { ...body, event: { ...body.event, data: { ...body.event.data, element_type: 1 } } }],
    ['nothing', {}],
    ['a lead without an id', { ...body, event: { data: { id: 'x' } } }],
  ])('about %s is unreadable', (_, call) => {
    expect(readPipelineHook(bytes(JSON.stringify(call)), 'application/json').ok).toBe(false)
  })
})
