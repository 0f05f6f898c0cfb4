// The field catalogue: what an own template can be filled with, where it comes from and what it is called (product
// rules 4.5). How a tag is written stands in field-tags.ts.

export type FieldKind = 'text' | 'date' | 'money' | 'money_words' | 'number' | 'percent' | 'list'
/** Who keeps the value, so that a person who misses it knows where to add it. */
export type FieldSource = 'firm' | 'contact' | 'company' | 'lead' | 'user' | 'computed'

export interface CatalogueField {
  /** Without an index: `signer.last_name` stands for every signer's. */
  path: string
  en: string
  fr: string
  kind: FieldKind
  source: FieldSource
}

/** In the order in which a person looks for them: the firm, who signs, the company, the matter, us, the day. */
export const catalogue = [
  { path: 'firm.name', en: 'Firm', fr: 'Cabinet', kind: 'text', source: 'firm' },
  { path: 'firm.legal_form', en: 'Legal form (firm)', fr: 'Forme juridique (cabinet)', kind: 'text', source: 'firm' },
  { path: 'firm.address', en: 'Address (firm)', fr: 'Adresse (cabinet)', kind: 'text', source: 'firm' },
  { path: 'firm.siren', en: 'Company number', fr: 'SIREN', kind: 'text', source: 'firm' },
  { path: 'firm.bar', en: 'Bar', fr: 'Barreau', kind: 'text', source: 'firm' },
  { path: 'firm.orias', en: 'ORIAS number', fr: 'N° ORIAS', kind: 'text', source: 'firm' },
  { path: 'firm.insurer', en: 'Liability insurer', fr: 'Assureur RCP', kind: 'text', source: 'firm' },
  { path: 'firm.mediator', en: 'Consumer mediator', fr: 'Médiateur de la consommation', kind: 'text', source: 'firm' },
  { path: 'firm.city', en: 'City (firm)', fr: 'Ville (cabinet)', kind: 'text', source: 'firm' },

  { path: 'signer.civility', en: 'Title', fr: 'Civilité', kind: 'text', source: 'contact' },
  { path: 'signer.first_name', en: 'First name(s)', fr: 'Prénom(s)', kind: 'text', source: 'contact' },
  { path: 'signer.last_name', en: 'Last name', fr: 'Nom d’usage', kind: 'text', source: 'contact' },
  { path: 'signer.birth_name', en: 'Name at birth', fr: 'Nom de naissance', kind: 'text', source: 'contact' },
  { path: 'signer.birth_date', en: 'Date of birth', fr: 'Date de naissance', kind: 'date', source: 'contact' },
  { path: 'signer.birth_place', en: 'Place of birth', fr: 'Lieu de naissance', kind: 'text', source: 'contact' },
  { path: 'signer.nationality', en: 'Nationality', fr: 'Nationalité', kind: 'text', source: 'contact' },
  { path: 'signer.address', en: 'Address', fr: 'Adresse', kind: 'text', source: 'contact' },
  { path: 'signer.postal_code', en: 'Postcode', fr: 'Code postal', kind: 'text', source: 'contact' },
  { path: 'signer.city', en: 'City', fr: 'Ville', kind: 'text', source: 'contact' },
  { path: 'signer.country', en: 'Country', fr: 'Pays', kind: 'text', source: 'contact' },
  { path: 'signer.email', en: 'E-mail', fr: 'E-mail', kind: 'text', source: 'contact' },
  { path: 'signer.mobile', en: 'Mobile', fr: 'Portable', kind: 'text', source: 'contact' },
  {
    path: 'signer.marital_status',
    en: 'Marital status',
    fr: 'Situation matrimoniale',
    kind: 'text',
    source: 'contact',
  },
  {
    path: 'signer.matrimonial_regime',
    en: 'Matrimonial regime',
    fr: 'Régime matrimonial',
    kind: 'text',
    source: 'contact',
  },
  { path: 'signer.capacity', en: 'Acting as', fr: 'Agissant en qualité de', kind: 'text', source: 'contact' },
  { path: 'signers.names', en: 'Names of all signers', fr: 'Noms des signataires', kind: 'list', source: 'computed' },

  { path: 'company.name', en: 'Company', fr: 'Dénomination', kind: 'text', source: 'company' },
  { path: 'company.legal_form', en: 'Legal form', fr: 'Forme juridique', kind: 'text', source: 'company' },
  { path: 'company.capital', en: 'Share capital', fr: 'Capital social', kind: 'money', source: 'company' },
  { path: 'company.registration', en: 'Registration', fr: 'RCS / SIREN', kind: 'text', source: 'company' },
  { path: 'company.registered_office', en: 'Registered office', fr: 'Siège social', kind: 'text', source: 'company' },
  { path: 'company.represented_by', en: 'Represented by', fr: 'Représentée par', kind: 'text', source: 'company' },

  { path: 'lead.reference', en: 'File number', fr: 'Référence du dossier', kind: 'text', source: 'lead' },
  { path: 'lead.subject', en: 'Subject', fr: 'Objet de la mission', kind: 'text', source: 'lead' },
  { path: 'lead.fee_net', en: 'Fee excl. VAT', fr: 'Honoraires HT', kind: 'money', source: 'lead' },
  { path: 'lead.vat_rate', en: 'VAT rate', fr: 'Taux de TVA', kind: 'percent', source: 'lead' },
  { path: 'lead.fee_gross', en: 'Fee incl. VAT', fr: 'Honoraires TTC', kind: 'money', source: 'computed' },
  {
    path: 'lead.fee_gross_words',
    en: 'Fee incl. VAT in words',
    fr: 'Honoraires TTC en lettres',
    kind: 'money_words',
    source: 'computed',
  },
  { path: 'lead.hourly_rate', en: 'Hourly rate', fr: 'Taux horaire', kind: 'money', source: 'lead' },
  { path: 'lead.retainer', en: 'Retainer', fr: 'Provision', kind: 'money', source: 'lead' },
  { path: 'lead.success_fee', en: 'Success fee', fr: 'Honoraire de résultat', kind: 'text', source: 'lead' },
  { path: 'lead.property_address', en: 'Property', fr: 'Adresse du bien', kind: 'text', source: 'lead' },
  { path: 'lead.price', en: 'Price', fr: 'Prix', kind: 'money', source: 'lead' },
  { path: 'lead.loan_amount', en: 'Loan amount', fr: 'Montant du prêt', kind: 'money', source: 'lead' },
  { path: 'lead.loan_term', en: 'Term', fr: 'Durée', kind: 'text', source: 'lead' },
  { path: 'lead.rate_max', en: 'Maximum rate', fr: 'Taux maximal', kind: 'percent', source: 'lead' },
  { path: 'lead.broker_fee', en: 'Broker’s fee', fr: 'Frais de courtage', kind: 'money', source: 'lead' },
  { path: 'lead.mandate_number', en: 'Mandate number', fr: 'N° de mandat', kind: 'text', source: 'lead' },

  { path: 'user.name', en: 'Adviser', fr: 'Interlocuteur', kind: 'text', source: 'user' },
  { path: 'user.function', en: 'Function', fr: 'Fonction', kind: 'text', source: 'user' },
  { path: 'user.email', en: 'E-mail (adviser)', fr: 'E-mail (interlocuteur)', kind: 'text', source: 'user' },
  { path: 'user.phone', en: 'Phone (adviser)', fr: 'Téléphone (interlocuteur)', kind: 'text', source: 'user' },
  { path: 'date.today', en: 'Today', fr: 'Date du jour', kind: 'date', source: 'computed' },
  { path: 'date.deadline', en: 'Deadline', fr: 'Date limite', kind: 'date', source: 'computed' },
  { path: 'place', en: 'Done at', fr: 'Fait à', kind: 'text', source: 'firm' },
] as const satisfies readonly CatalogueField[]

export type FieldPath = (typeof catalogue)[number]['path']
/** The part of a path after its owner: `last_name` of `signer.last_name`. */
export type FieldOf<Owner extends string> = FieldPath extends infer Path
  ? Path extends `${Owner}.${infer Name}`
    ? Name
    : never
  : never

/** The field of a path without index, or null when the catalogue has none. */
export function catalogueField(path: string): (typeof catalogue)[number] | null {
  return byPath.get(path) ?? null
}

const byPath = new Map<string, (typeof catalogue)[number]>(catalogue.map((field) => [field.path, field]))
