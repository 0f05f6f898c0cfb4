// A small account for tests of the page: its ids are fixed, so that tests can name them.
import type { KommoFieldValue, KommoLead, KommoState, KommoUser, Right } from '../kommo/state.ts'

export const sophie = 501
export const marc = 502
/** Sees own leads only. */
export const ines = 503
export const quote = 7101
export const signature = 7102
/** Sophie's, with contact and file; and Marc's, without anything. */
export const succession = 1001
export const divorce = 1002
export const helene = 2001

/** Fills the account: three users, one pipeline, two leads. `at` is epoch milliseconds. */
export function sampleAccount(state: KommoState, at: number): void {
  const now = Math.floor(at / 1000)
  state.account.name = 'Aubry & Vasseur'
  for (const person of [
    user(sophie, 'Sophie Vasseur', 'A', true),
    user(marc, 'Marc Delorme', 'A'),
    user(ines, 'Inès Kadri', 'M'),
  ]) {
    state.users.set(person.id, person)
  }
  const stage = (id: number, name: string, sort: number, color: string) => ({ id, name, sort, color, type: 0 as const })
  state.pipelines.set(7001, {
    id: 7001,
    name: 'Successions',
    sort: 1,
    isMain: true,
    statuses: [
      { id: 7100, name: 'Incoming leads', sort: 10, color: '#c1c1c1', type: 1 },
      stage(quote, 'Devis', 20, '#8fb85a'),
      stage(signature, 'Signature', 30, '#e0a03a'),
      stage(142, 'Closed - won', 10_000, '#7fc98a'),
      stage(143, 'Closed - lost', 11_000, '#d5d8db'),
    ],
  })
  state.fields.leads.push({
    id: 4101,
    name: 'Matter',
    type: 'text',
    code: null,
    sort: 1,
    groupId: null,
    isApiOnly: false,
    isPredefined: false,
    enums: [],
  })
  const field = (code: string) => state.fields.contacts.find((each) => each.code === code)?.id ?? 0
  const entity = {
    groupId: 0,
    createdBy: sophie,
    updatedBy: sophie,
    createdAt: now - 86_400,
    updatedAt: now,
    isDeleted: false,
  }
  state.contacts.set(helene, {
    ...entity,
    id: helene,
    name: 'Hélène Mercier-Lefèvre',
    firstName: 'Hélène',
    lastName: 'Mercier-Lefèvre',
    responsibleUserId: sophie,
    tags: [],
    companyId: null,
    values: new Map<number, KommoFieldValue[]>([
      [field('EMAIL'), [{ value: 'helene.mercier@example.fr', enumCode: 'WORK' }]],
      [field('PHONE'), [{ value: '+33 6 39 98 12 34', enumCode: 'MOB' }]],
    ]),
  })
  const lead = (id: number, name: string, responsibleUserId: number): KommoLead => ({
    ...entity,
    id,
    name,
    responsibleUserId,
    tags: [{ id: 81, name: 'succession' }],
    values: new Map(),
    price: 12_400,
    pipelineId: 7001,
    statusId: quote,
    lossReasonId: null,
    closedAt: null,
    contacts: [],
    companyId: null,
  })
  const first = lead(succession, 'Succession Mercier-Lefèvre', sophie)
  first.contacts.push({ id: helene, isMain: true })
  first.values.set(4101, [{ value: '2026-0412' }])
  state.leads.set(first.id, first)
  state.leads.set(divorce, lead(divorce, 'Divorce Aramon', marc))
}

function user(id: number, name: string, view: Right, isAdmin = false): KommoUser {
  const all = (right: Right) => ({ view: right, edit: right, add: 'A' as const, delete: right, export: right })
  return {
    id,
    name,
    email: `${name.split(' ')[0]?.toLowerCase() ?? id}@example.test`,
    lang: 'en',
    isAdmin,
    isFree: false,
    isActive: true,
    groupId: 0,
    roleId: null,
    rights: { leads: all(view), contacts: all('A'), companies: all('A'), tasks: { edit: 'A', delete: 'A' } },
  }
}
