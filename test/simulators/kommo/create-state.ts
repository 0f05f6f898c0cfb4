// An empty account.
import type { IdKind, KommoField, KommoFieldEnum, KommoState } from './state.ts'

/** An account without users, leads or pipelines, but with Kommo's own contact fields (PHONE, EMAIL, POSITION). */
export function createState(subdomain: string): KommoState {
  const next: Record<IdKind, number> = {
    leads: 10_501,
    contacts: 20_501,
    companies: 30_501,
    notes: 9_001,
    tasks: 7_001,
    fileLinks: 61_001,
    webhooks: 11_110_001,
    fields: 500_101,
    enums: 900_101,
    tags: 81_001,
    sessions: 26_136_001,
  }
  return {
    account: {
      id: 12_345_678,
      uuid: '6f1c7a52-0b0e-4f0c-9a34-2d6f2f3f9b11',
      name: 'Example',
      subdomain,
      language: 'en',
      country: 'FR',
      currency: 'EUR',
      currencySymbol: '€',
      timezone: 'Europe/Paris',
      paid: true,
      webhooksInPlan: true,
      groups: [{ id: 0, name: 'Sales department' }],
      taskTypes: [
        { id: 1, name: 'Follow-up', code: 'FOLLOW_UP' },
        { id: 2, name: 'Meeting', code: 'MEETING' },
      ],
    },
    users: new Map(),
    pipelines: new Map(),
    leads: new Map(),
    contacts: new Map(),
    companies: new Map(),
    fields: { leads: [], contacts: [...reachable(), position()], companies: reachable() },
    notes: new Map(),
    tasks: new Map(),
    files: new Map(),
    fileLinks: [],
    webhooks: [],
    pipelineRules: [],
    events: [],
    nextId(kind) {
      next[kind] += 1
      return next[kind] - 1
    },
  }
}

function reachable(): KommoField[] {
  const phone = ['WORK', 'WORKDD', 'MOB', 'FAX', 'HOME', 'OTHER']
  const email = ['WORK', 'PRIV', 'OTHER']
  return [
    predefined(400_001, 'Phone', 'PHONE', 'multitext', options(900_001, phone)),
    predefined(400_002, 'Email', 'EMAIL', 'multitext', options(900_011, email)),
  ]
}

function position(): KommoField {
  return predefined(400_003, 'Position', 'POSITION', 'text', [])
}

function predefined(id: number, name: string, code: string, type: string, enums: KommoFieldEnum[]): KommoField {
  return { id, name, type, code, sort: id - 400_000, groupId: null, isApiOnly: false, isPredefined: true, enums }
}

function options(first: number, codes: string[]): KommoFieldEnum[] {
  return codes.map((code, index) => ({ id: first + index, value: code, sort: index * 10, code }))
}
