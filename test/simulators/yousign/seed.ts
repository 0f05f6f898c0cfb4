import type { Features, SignerInfo, TemplateRecord, WorkspaceRecord, YousignState } from './model.ts'
import type { Random } from './random.ts'
import type { People } from './simulator.ts'

/** A law firm with two workspaces, three people and two templates; everything it could buy is switched on. */
export function seedState(random: Random, sandbox: boolean, now: number): YousignState {
  const office = workspace(random, 'Cabinet', true, now)
  const personnel = workspace(random, 'Personnel', false, now)
  const user = (first_name: string, last_name: string, role: 'owner' | 'admin' | 'member', workspaces: string[]) => ({
    id: random.uuid(),
    first_name,
    last_name,
    email: `${first_name}.${last_name}@example.fr`.toLowerCase(),
    role,
    is_active: true,
    workspaces,
    created_at: now,
  })
  return {
    sandbox,
    features: everything(),
    workspaces: [office, personnel],
    users: [
      user('Sophie', 'Vasseur', 'owner', [office.id, personnel.id]),
      user('Claire', 'Aubry', 'admin', [office.id]),
      user('Marc', 'Delorme', 'member', [personnel.id]),
    ],
    templates: seedTemplates(random, now),
    requests: new Map(),
    webhooks: new Map(),
    keys: new Map(),
    links: new Map(),
    inbox: [],
    bouncing: new Set(),
    files: new Map(),
  }
}

/** Other departments use the same organisation; their requests and events are none of ours. */
export function seedForeign(state: YousignState, people: People): void {
  const elsewhere = state.workspaces.find((each) => !each.default)?.id
  const quiet = { deliveryMode: 'none' } as const
  const where = elsewhere === undefined ? quiet : { ...quiet, workspaceId: elsewhere }
  people.createInApp({ ...where, name: 'Contrat de travail, Nadia Benali' })
  people.createInApp({ ...where, name: 'Avenant 2026', source: 'public_api', externalId: 'hr-2026-014' })
  const done = people.createInApp({ ...where, name: 'Charte informatique' })
  for (const signer of state.requests.get(done)?.signers ?? []) people.sign(signer.id)
}

export function everything(): Features {
  return { aes: true, qes: true, sms: true, decline: true, redirects: true, approvers: true }
}

export function workspace(random: Random, name: string, isDefault: boolean, now: number): WorkspaceRecord {
  return { id: random.uuid(), name, default: isDefault, created_at: now }
}

/** Fills in what is left out: active, everywhere, one signer labelled "Client" at the simple level, no texts. */
export function template(
  random: Random,
  wanted: Partial<TemplateRecord> & { name: string },
  now: number,
): TemplateRecord {
  return {
    id: random.uuid(),
    description: null,
    status: 'active',
    workspace_id: null,
    created_at: now,
    signers: [{ label: 'Client', signature_level: 'electronic_signature', signature_authentication_mode: 'otp_sms' }],
    texts: [],
    recurring: [],
    approvers: [],
    ordered_signers: false,
    ...wanted,
  }
}

function seedTemplates(random: Random, now: number): TemplateRecord[] {
  const partner: SignerInfo = {
    first_name: 'Claire',
    last_name: 'Aubry',
    email: 'claire.aubry@example.fr',
    phone_number: null,
    locale: 'fr',
  }
  const simple = { signature_level: 'electronic_signature', signature_authentication_mode: 'no_otp' } as const
  return [
    template(random, { name: 'Mandat', texts: ['Montant TTC', 'Objet'] }, now),
    template(
      random,
      {
        name: "Convention d'honoraires",
        description: 'Client, then the partner',
        texts: ['Montant TTC'],
        recurring: [{ info: partner, ...simple }],
        ordered_signers: true,
      },
      now,
    ),
  ]
}
