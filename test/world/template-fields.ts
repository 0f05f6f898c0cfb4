// What own templates ask for, filled in at the simulated Kommo: the account gets the fields, the lead and its people values.
import { catalogueField, type FieldPath } from '../../shared/fields.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import type { KommoSimulator } from '../simulators/kommo/simulator.ts'
import type { KommoFieldValue } from '../simulators/kommo/state.ts'

export type Wish = Partial<Record<FieldPath, string | number>>

export const leadWish: Wish = {
  'lead.reference': '2026-118',
  'lead.subject': 'Assistance dans la négociation d’un bail commercial',
  'lead.fee_net': 1500,
  'lead.vat_rate': 20,
  'lead.hourly_rate': 250,
  'lead.retainer': 600,
  'lead.property_address': '5 quai Saint-Antoine, 69002 Lyon',
  'lead.loan_amount': 280_000,
  'lead.loan_term': '240 mois',
  'lead.rate_max': 3.85,
  'lead.broker_fee': 2000,
  'lead.mandate_number': 'M-2026-031',
}

/** Of the contacts, in their order on the lead; the last goes for everybody after. */
export const contactWishes: readonly Wish[] = [
  {
    'signer.civility': 'Mme',
    'signer.birth_name': 'Łukasiewicz',
    'signer.birth_date': Date.UTC(1986, 0, 1, 12) / 1000,
    'signer.birth_place': 'Gdańsk (Pologne)',
    'signer.nationality': 'française',
    'signer.address': '8 rue Mercière',
    'signer.postal_code': '69002',
    'signer.city': 'Lyon',
    'signer.marital_status': 'mariée',
  },
  {
    'signer.civility': 'M.',
    'signer.birth_date': Date.UTC(1984, 6, 14, 12) / 1000,
    'signer.birth_place': 'Brest',
    'signer.nationality': 'française',
    'signer.address': '8 rue Mercière',
    'signer.postal_code': '69002',
    'signer.city': 'Lyon',
    'signer.marital_status': 'marié',
  },
]

/** What templates say of the firm; the settings page saves it. */
export const firmWish = {
  details: {
    legal_form: 'SELARL',
    address: '12 rue de la République, 69002 Lyon',
    siren: '812 345 678',
    bar: 'Lyon',
    orias: '24001234',
    insurer: 'MMA IARD, Le Mans',
    mediator: 'Médiateur de la consommation de la profession d’avocat, Paris',
    city: 'Lyon',
  },
  people: [
    { userId: people.sophie, function: 'avocate associée', phone: '+33 6 39 98 00 99' },
    { userId: people.marc, function: 'avocat', phone: '+33 4 78 00 00 02' },
  ],
}

export function fillLead(kommo: KommoSimulator, leadId: number, wish: Wish = leadWish): void {
  kommo.editLead(leadId, { values: valuesOf(kommo, 'leads', wish) }, people.sophie)
}

export function fillContacts(kommo: KommoSimulator, leadId: number, wishes: readonly Wish[] = contactWishes): void {
  for (const [index, { id }] of (kommo.state.leads.get(leadId)?.contacts ?? []).entries()) {
    const wish = wishes[Math.min(index, wishes.length - 1)] ?? {}
    kommo.editContact(id, { values: valuesOf(kommo, 'contacts', wish) }, people.sophie)
  }
}

const companyWish: Wish = {
  'company.legal_form': 'SCI',
  'company.capital': 50_000,
  'company.registration': 'RCS Saint-Malo 912 345 678',
  'company.registered_office': '3 rue des Cordiers, 35400 Saint-Malo',
  'company.represented_by': 'Hélène Mercier-Lefèvre, gérante',
}

/** Of the lead's company, if it has one. */
export function fillCompany(kommo: KommoSimulator, leadId: number): void {
  const company = kommo.state.companies.get(kommo.state.leads.get(leadId)?.companyId ?? 0)
  for (const [id, values] of Object.entries(valuesOf(kommo, 'companies', companyWish)))
    company?.values.set(Number(id), values)
}

type Owner = 'leads' | 'contacts' | 'companies'

function valuesOf(kommo: KommoSimulator, of: Owner, wish: Wish): Record<number, KommoFieldValue[]> {
  return Object.fromEntries(
    Object.entries(wish).map(([path, value]) => {
      const field = catalogueField(path)
      if (field === null) throw new Error(`no field ${path}`)
      const type = field.kind === 'date' ? 'date' : typeof value === 'number' ? 'numeric' : 'text'
      return [kommo.addField(of, field.fr, type), [{ value: type === 'numeric' ? String(value) : value }]]
    }),
  )
}
