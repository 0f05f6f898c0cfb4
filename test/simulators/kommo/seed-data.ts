// Names and numbers of the demonstration account. Telephone numbers are from the ranges kept free for fiction.
import type { KommoStatus, KommoUser, Right } from './state.ts'

export const people = { sophie: 8_765_001, marc: 8_765_002, camille: 8_765_003, paul: 8_765_004 } as const

export const pipelines = { successions: 6_950_551, leases: 6_950_552 } as const

export const stages = {
  incoming: 58_141_800,
  fresh: 58_141_801,
  meeting: 58_141_802,
  quote: 58_141_803,
  signature: 58_141_807,
  signed: 58_141_808,
  leaseIncoming: 58_151_800,
  leaseDraft: 58_151_801,
  leaseSignature: 58_151_802,
  won: 142,
  lost: 143,
} as const

export const leadFields = { matter: 500_001, kind: 500_002, opened: 500_003 } as const

export interface SeedContact {
  id: number
  /** Only the name is filled when there is no first name. */
  first?: string
  last?: string
  name?: string
  phones?: [string, string][]
  emails?: [string, string][]
  position?: string
  company?: number
}

export interface SeedLead {
  id: number
  name: string
  price: number
  by: number
  pipeline: number
  stage: number
  /** The first one is the main contact. */
  contacts: number[]
  company?: number
  tags: string[]
  matter?: string
  kind?: 'Succession' | 'Famille' | 'Bail' | 'Société'
  daysAgo: number
}

export const contacts: SeedContact[] = [
  person(20_423, 'Hélène', 'Mercier-Lefèvre', '+33 6 39 98 12 34', 'helene.mercier@example.fr', 30_101),
  person(20_424, 'Jean-Baptiste', 'Le Goff', '06 39 98 55 21', 'jb.legoff@example.fr', 30_101),
  person(20_425, 'Claire', 'Roux', '06.39.98.70.10', 'claire.roux@example.fr'),
  person(20_426, 'Thomas', 'Carpentier', '+33639987011', 'thomas.carpentier@example.fr'),
  { id: 20_427, first: 'Yvonne', last: 'Le Bihan', phones: [['02 99 01 23 45', 'HOME']] },
  {
    id: 20_428,
    first: 'Antoine',
    last: 'Morel',
    phones: [['+33 6 39 98 31 77', 'MOB']],
    emails: [
      ['a.morel@morel-menuiserie.example.fr', 'WORK'],
      ['antoine.morel@example.fr', 'PRIV'],
    ],
  },
  person(20_429, 'Béatrice', 'Duval', '+33 6 39 98 44 02', 'beatrice.duval@example.fr'),
  {
    id: 20_430,
    name: 'SCI Mercier',
    phones: [['+33 6 39 98 12 34', 'WORK']],
    emails: [['contact@sci-mercier.example.fr', 'WORK']],
  },
  person(20_431, 'Nadia', 'Vidal', '+33 6 39 98 60 60', 'nadia.vidal@example.fr'),
  person(20_432, 'Louis', 'Lambert', '+33 6 39 98 81 15', 'louis.lambert@example.fr'),
  person(20_433, 'Łucja', 'Święcka', '+48 600 000 123', 'lucja.swiecka@example.pl'),
  { id: 20_434, name: 'Appel du 12', phones: [['333', 'WORK']], emails: [['444', 'WORK']] },
  {
    id: 20_435,
    name: 'Paulette Guérin',
    phones: [['06 39 98 90 90', 'MOB']],
    emails: [['paulette.guerin@example.fr', 'WORK']],
  },
]

export const companies = [
  { id: 30_101, name: 'SCI Les Tilleuls', phone: '02 99 01 40 40', email: 'gerance@sci-les-tilleuls.example.fr' },
  { id: 30_102, name: 'Morel Menuiserie SARL', phone: '02 99 01 51 51', email: 'bureau@morel-menuiserie.example.fr' },
]

const { sophie, marc, camille } = people
const { successions, leases } = pipelines

export const leads: SeedLead[] = [
  lead(10_423, 'Succession Mercier-Lefèvre', 12_400, marc, successions, stages.quote, [20_423, 20_424], {
    company: 30_101,
    tags: ['succession', 'Saint-Malo'],
    matter: '2026-0412',
    kind: 'Succession',
    daysAgo: 21,
  }),
  lead(10_424, 'Divorce Roux-Carpentier', 4_800, sophie, successions, stages.meeting, [20_425, 20_426], {
    tags: ['famille'],
    matter: '2026-0418',
    kind: 'Famille',
    daysAgo: 12,
  }),
  lead(10_425, 'Bail Le Bihan', 900, marc, leases, stages.leaseDraft, [20_427], { kind: 'Bail', daysAgo: 9 }),
  lead(10_426, 'Cession de parts Morel', 7_250, sophie, successions, stages.quote, [20_428], {
    company: 30_102,
    kind: 'Société',
    matter: '2026-0421',
    daysAgo: 8,
  }),
  lead(10_427, 'Demande par téléphone', 0, marc, successions, stages.fresh, [], { daysAgo: 2 }),
  lead(10_428, 'Vente Duval', 3_600, sophie, successions, stages.quote, [20_429], { tags: ['vente'], daysAgo: 15 }),
  lead(10_429, 'Bail commercial SCI Mercier', 2_100, marc, leases, stages.leaseDraft, [20_430], {
    kind: 'Bail',
    daysAgo: 5,
  }),
  lead(10_430, 'Dossier confidentiel Vidal', 18_000, sophie, successions, stages.meeting, [20_431], { daysAgo: 4 }),
  lead(10_431, 'Tutelle Lambert', 1_500, camille, successions, stages.quote, [20_432], { kind: 'Famille', daysAgo: 6 }),
  lead(10_432, 'Formulaire du site : Guérin', 0, marc, successions, stages.incoming, [20_435], { daysAgo: 1 }),
  lead(10_433, 'Succession Święcka', 9_900, marc, successions, stages.signed, [20_433], {
    kind: 'Succession',
    daysAgo: 40,
  }),
  lead(10_434, 'Rappel à faire', 0, marc, successions, stages.fresh, [20_434], { daysAgo: 3 }),
]

export const users: KommoUser[] = [
  user(people.sophie, 'Sophie Vasseur', 'sophie.vasseur@aubry-vasseur.example', 'A', true),
  user(people.marc, 'Marc Delorme', 'marc.delorme@aubry-vasseur.example', 'A'),
  user(people.camille, 'Camille Roy', 'camille.roy@aubry-vasseur.example', 'M'),
  { ...user(people.paul, 'Paul Aubry', 'paul.aubry@aubry-vasseur.example', 'A'), isActive: false },
]

export function statusesOf(pipeline: number): KommoStatus[] {
  const own: [number, string, string, 0 | 1][] =
    pipeline === successions
      ? [
          [stages.incoming, 'Incoming leads', '#c1c1c1', 1],
          [stages.fresh, 'Nouveau', '#99ccff', 0],
          [stages.meeting, 'Rendez-vous', '#87f2c0', 0],
          [stages.quote, 'Devis', '#deff81', 0],
          [stages.signature, 'Signature', '#ffce5a', 0],
          [stages.signed, 'Signé', '#98cbff', 0],
        ]
      : [
          [stages.leaseIncoming, 'Incoming leads', '#c1c1c1', 1],
          [stages.leaseDraft, 'Rédaction', '#99ccff', 0],
          [stages.leaseSignature, 'Signature', '#ffce5a', 0],
        ]
  const closed: typeof own = [
    [stages.won, 'Clos, gagné', '#ccff66', 0],
    [stages.lost, 'Clos, perdu', '#d5d8db', 0],
  ]
  return [...own, ...closed].map(([id, name, color, type], index) => ({
    id,
    name,
    color,
    type,
    sort: (index + 1) * 10,
  }))
}

function person(id: number, first: string, last: string, phone: string, email: string, company?: number): SeedContact {
  return {
    id,
    first,
    last,
    phones: [[phone, 'MOB']],
    emails: [[email, 'WORK']],
    ...(company === undefined ? {} : { company }),
  }
}

function lead(
  id: number,
  name: string,
  price: number,
  by: number,
  pipeline: number,
  stage: number,
  of: number[],
  more: Partial<SeedLead> & { daysAgo: number },
): SeedLead {
  return { id, name, price, by, pipeline, stage, contacts: of, tags: [], ...more }
}

/** `M`: leads of one's own, and the contacts linked to them. */
function user(id: number, name: string, email: string, view: Right, isAdmin = false): KommoUser {
  const all = { view, edit: view, add: 'A', delete: 'D', export: 'D' } as const
  const linked = { ...all, view: view === 'M' ? 'L' : view, edit: view === 'M' ? 'L' : view } as const
  return {
    id,
    name,
    email,
    lang: 'en',
    isAdmin,
    isFree: false,
    isActive: true,
    groupId: 0,
    roleId: null,
    rights: { leads: all, contacts: linked, companies: linked, tasks: { edit: view === 'M' ? 'M' : 'A', delete: 'D' } },
  }
}
