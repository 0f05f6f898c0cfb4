// A couple and their matter, with every field of the catalogue filled.
import type { FieldData } from '../field-data.ts'

export function sampleData(overrides: Partial<FieldData> = {}): FieldData {
  return {
    now: Date.parse('2026-11-24T23:30:00Z'),
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    deadline: '2026-12-15',
    firm: {
      name: 'Aubry & Vasseur',
      legal_form: 'SELARL',
      address: '12 rue de la République, 69002 Lyon',
      siren: '812 345 678',
      bar: 'Lyon',
      orias: '24001234',
      insurer: 'MMA IARD, Le Mans',
      mediator: 'Médiateur de la consommation de la profession d’avocat, Paris',
      city: 'Lyon',
    },
    signers: [
      person('Mme', 'Camille', 'Durand', { name: 'Łukasiewicz', date: '1986-01-01', place: 'Gdańsk (Pologne)' }),
      person('M.', 'Jean-Baptiste', 'Le Goff', { name: 'Le Goff', date: '1984-07-14', place: 'Brest' }),
    ],
    company: {
      values: {
        name: 'ACME',
        legal_form: 'SAS',
        capital: 50_000,
        registration: 'RCS Lyon 912 345 678',
        registered_office: '1 place Bellecour, 69002 Lyon',
        represented_by: 'Camille Durand, présidente',
      },
      custom: [],
    },
    lead: {
      values: {
        reference: '2026-118',
        subject: 'Assistance dans la négociation d’un bail commercial',
        fee_net: 1500,
        vat_rate: 20,
        hourly_rate: 250,
        retainer: 600,
        success_fee: '10 % hors taxes des sommes obtenues',
        property_address: '5 quai Saint-Antoine, 69002 Lyon',
        price: 350_000,
        loan_amount: 280_000,
        loan_term: '240 mois',
        rate_max: 3.85,
        broker_fee: 2000,
        mandate_number: 'M-2026-031',
      },
      custom: [
        { id: 501, name: 'Juge', value: 'Mme Martin' },
        { id: 502, name: 'Étages', value: 3 },
        { id: 503, name: 'Options', value: ['cave', 'parking', 'jardin'] },
        { id: 504, name: 'Audience', value: { date: '2027-03-01' } },
        { id: 505, name: 'Urgent', value: false },
        { id: 506, name: 'Numéro', value: 'un' },
        { id: 507, name: 'Numéro', value: null },
      ],
    },
    user: {
      name: 'Sophie Vasseur',
      function: 'avocate associée',
      email: 's.vasseur@example.fr',
      phone: '+33 4 78 00 00 01',
    },
    ...overrides,
  }
}

function person(
  civility: string,
  first_name: string,
  last_name: string,
  birth: { name: string; date: string; place: string },
): FieldData['signers'][number] {
  const values = {
    civility,
    first_name,
    last_name,
    birth_name: birth.name,
    birth_date: { date: birth.date },
    birth_place: birth.place,
    nationality: 'française',
    address: '8 rue Mercière',
    postal_code: '69002',
    city: 'Lyon',
    country: 'France',
    email: `${first_name.toLowerCase()}@example.fr`,
    mobile: '+33 6 39 98 00 01',
    marital_status: 'mariés',
    matrimonial_regime: 'communauté réduite aux acquêts',
    capacity: 'en son nom personnel',
  }
  return { values, custom: [{ id: 601, name: 'Hobby', value: `voile (${first_name})` }] }
}
