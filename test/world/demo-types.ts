// The three document types of the demonstration (product.md 4.4), set up as an administrator would: a fee agreement from a Word
// file, a sale agreement from a template at Yousign, a power of attorney as a PDF form; and a lead for each.
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import type { StarterKey } from '../../shared/starters.ts'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import type { KommoSimulator } from '../simulators/kommo/simulator.ts'
import type { YousignSimulator } from '../simulators/yousign/simulator.ts'
import { fillCompany, fillContacts, fillLead, firmWish } from './template-fields.ts'
import { type CardClient, openSession } from './world.ts'

export interface DemoTypes {
  /** Leads that are ready to be sent, by the document. */
  leads: { fees: number; sale: number; power: number }
}

interface Stage {
  kommo: KommoSimulator
  yousign: YousignSimulator
  /** Of our server. */
  url: string
}

const buyers = [
  person('Hélène', 'Mercier', 'helene.mercier', '+33639980011'),
  person('Jean-Baptiste', 'Le Goff', 'jb.legoff', '+33639980012'),
]
const seller = person('Yvonne', 'Tanguy', 'yvonne.tanguy', '+33639980013')

export async function addDemoTypes({ kommo, yousign, url }: Stage): Promise<DemoTypes> {
  const leads = {
    fees: addLead(kommo, 'Bail commercial Mercier - Le Goff', buyers),
    sale: addLead(kommo, 'Vente 5 quai Saint-Antoine', [...buyers, seller]),
    power: addLead(kommo, 'Procuration Tanguy', [seller], leaseDraft),
  }
  for (const id of [...Object.values(leads), succession]) {
    fillLead(kommo, id)
    fillContacts(kommo, id)
    fillCompany(kommo, id)
  }
  await kommo.hooksSettled()
  const card = await openSession(url, kommo, leads.fees, people.sophie, 'http://127.0.0.1')
  const page = await asPage(card.call('settings'))
  await asPage(card.call('saveChoices', {}, { ...page.choices, ...firmWish }))
  const remote = yousign.addTemplate({
    name: 'Avant-contrat',
    texts: ['Bien', 'Prix', 'Prix en lettres'],
    signers: ['Acquéreur 1', 'Acquéreur 2', 'Vendeur', 'Notaire'].map((label) => ({
      label,
      signature_level: 'advanced_electronic_signature',
      signature_authentication_mode: 'otp_sms',
    })),
  })
  // The first that is ready is what the card offers: this one only with as many people as it has places.
  await save(card, {
    ...common,
    name: 'Avant-contrat sous signature privée',
    source: {
      kind: 'template',
      templateId: remote.id,
      name: remote.name,
      labels: remote.signers.map(({ label }) => label),
      texts: [
        { label: 'Bien', text: '[[lead.property_address]]' },
        { label: 'Prix', text: '[[lead.price]]' },
        { label: 'Prix en lettres', text: '[[lead.price|words]]' },
      ],
    },
    level: 'advanced_electronic_signature',
    clients: { kind: 'all' },
    firm: [{ kind: 'responsible' }],
    order: 'clients_then_firm',
    pipelines: [pipelines.successions],
  })
  await save(card, {
    ...common,
    name: 'Convention d’honoraires',
    source: await own(card, 'fee_agreement'),
    level: 'electronic_signature',
    clients: { kind: 'all' },
    firm: [{ kind: 'responsible' }],
    order: 'clients_then_firm',
    pipelines: [pipelines.successions],
  })
  await save(card, {
    ...common,
    name: 'Procuration sous signature privée',
    source: await own(card, 'private_power'),
    level: 'qualified_electronic_signature',
    mode: null,
    clients: { kind: 'main' },
    firm: [],
    order: 'one_by_one',
    expiryDays: 15,
    pipelines: [pipelines.leases],
    stage: { pipelineId: pipelines.leases, statusId: stages.leaseSignature, fromStatusIds: [] },
  })
  return { leads }
}

const common: Omit<DocumentTypeBody, 'name' | 'source' | 'level' | 'clients' | 'firm' | 'order'> = {
  minimum: 'electronic_signature',
  floor: 'firm',
  mode: 'otp_sms',
  modes: ['otp_sms'],
  mayRaise: true,
  capacity: 'own',
  consents: [],
  expiryDays: 30,
  reminders: { days: 2, most: 3 },
  mayDecline: true,
  invitation: null,
  copyTo: [],
  pipelines: [],
  stage: { pipelineId: pipelines.successions, statusId: stages.signed, fromStatusIds: [] },
  followUps: [],
  advice: null,
  familyLaw: false,
  places: null,
}

/** The lead with which the demonstration opens. */
const succession = 10_423

const quote = { pipelineId: pipelines.successions, statusId: stages.quote }
const leaseDraft = { pipelineId: pipelines.leases, statusId: stages.leaseDraft }

function addLead(
  kommo: KommoSimulator,
  name: string,
  contacts: readonly ReturnType<typeof person>[],
  place: typeof quote | typeof leaseDraft = quote,
): number {
  const id = kommo.addLead({ name, ...place, price: 350_000, responsibleUserId: people.sophie }, people.sophie)
  for (const contact of contacts) kommo.addContact(id, contact, people.sophie)
  return id
}

function person(firstName: string, lastName: string, mailbox: string, phone: string) {
  return { firstName, lastName, emails: [`${mailbox}@example.fr`], phones: [phone] }
}

async function own(card: CardClient, starter: StarterKey): Promise<DocumentTypeBody['source']> {
  const { ownTemplates } = await asPage(card.call('takeStarter', { starter, language: 'fr' }))
  const [newest] = ownTemplates
  if (newest === undefined) throw new Error('no template was taken in')
  return { kind: 'own_template', templateId: newest.id, name: newest.name }
}

async function save(card: CardClient, body: DocumentTypeBody): Promise<void> {
  await asPage(card.call('saveType', {}, { id: null, base: null, body }))
}

async function asPage(answer: Promise<{ status: number; body: unknown }>): Promise<SettingsPage> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`the settings answered ${status} ${JSON.stringify(body)}`)
  return body as SettingsPage
}
