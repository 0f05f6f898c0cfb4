// Reads what a template can be filled from: the lead, its contacts and company in Kommo, the firm's settings, the sender.

import { catalogue, type FieldOf } from '../../../shared/fields.ts'
import type { FormSigner, SendForm } from '../../../shared/form.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { CrmContact, CrmField, CrmFieldValue, CrmLead } from '../crm.ts'
import { dateIn } from '../dates.ts'
import type { Deps } from '../deps.ts'
import type { AccountFields } from '../directory.ts'
import type { CallFailure } from '../failure.ts'
import type { Priority } from '../lane.ts'
import { capacityWords } from '../words/capacity.ts'
import type { FieldData, FieldValue, Owner } from './field-data.ts'
import { isCurrency } from './money.ts'
import { plainName } from './resolve.ts'
import type { DocumentLanguage } from './show.ts'

/** What is known before Kommo is asked. */
export interface Known {
  form: Pick<SendForm, 'signers'>
  senderId: number
  /** Epoch milliseconds: the day that the document is dated. */
  takenAt: number
  /** `yyyy-mm-dd`. */
  expirationDate: string
  language: DocumentLanguage
}

/** `contacts` are those of the lead. Asks Kommo for the company, and for what the account has if that is not known. */
export async function gatherFields(
  deps: Deps,
  lead: CrmLead,
  contacts: readonly CrmContact[],
  known: Known,
  priority: Priority,
): Promise<Result<FieldData, CallFailure>> {
  const [account, firm, users, company] = await Promise.all([
    deps.directory.account(),
    deps.directory.firm(),
    deps.directory.users(),
    lead.companyId === null ? ok(null) : deps.crm.company(lead.companyId, priority),
  ])
  if (!account.ok) return account
  if (!firm.ok) return firm
  if (!users.ok) return users
  if (!company.ok) return company
  const filled = [lead.fields, ...contacts.map((one) => one.fields), company.value?.fields ?? []].flat()
  const fields = await deps.directory.fields(filled.map(({ id }) => id))
  if (!fields.ok) return fields
  const { timeZone, currency } = account.value
  const settings = deps.store.settings()
  const owner = <Name extends string>(of: keyof AccountFields, values: readonly CrmFieldValue[], prefix: string) =>
    ownerOf<Name>(fields.value[of], values, { prefix, timeZone, language: known.language })
  const leadOwner = owner<FieldOf<'lead'>>('leads', lead.fields, 'lead')
  const companyOwner = owner<FieldOf<'company'>>('companies', company.value?.fields ?? [], 'company')
  const sender = users.value.find(({ id }) => id === known.senderId)
  const person = settings.people.find(({ userId }) => userId === known.senderId)
  return ok({
    now: known.takenAt,
    timeZone: firm.value.timeZone,
    currency: currency === '' ? 'EUR' : isCurrency(currency) ? currency : null,
    deadline: known.expirationDate,
    firm: { ...settings.details, name: firm.value.name },
    signers: clientsOf(known.form.signers).map((signer) => {
      const { origin } = signer
      const contact = origin.kind === 'contact' ? contacts.find(({ id }) => id === origin.contactId) : undefined
      const filled = owner<FieldOf<'signer'>>('contacts', contact?.fields ?? [], 'signer')
      return { ...filled, values: { ...filled.values, ...typedValues(signer, known.language) } }
    }),
    company:
      company.value === null ? null : { ...companyOwner, values: { ...companyOwner.values, name: company.value.name } },
    lead: { ...leadOwner, values: { ...leadOwner.values, price: lead.price ?? leadOwner.values.price ?? null } },
    user: {
      name: sender?.name ?? null,
      email: sender?.email ?? null,
      function: person?.function ?? null,
      phone: person?.phone || deps.store.remembered('user_phone', String(known.senderId)),
    },
  })
}

/** Who is meant by `signer[1]`: the clients in signing order; the firm is `firm` and `user`. */
function clientsOf(signers: readonly FormSigner[]): readonly FormSigner[] {
  const clients = signers.filter(({ side }) => side === 'client')
  return clients.length > 0 ? clients : signers
}

/** What the form says counts more than what the contact says: it was checked, and is what Yousign is told. */
function typedValues(signer: FormSigner, language: DocumentLanguage): Owner<FieldOf<'signer'>>['values'] {
  return {
    first_name: signer.firstName,
    last_name: signer.lastName,
    email: signer.email,
    mobile: signer.phone,
    capacity: capacityWords(language, signer.capacity),
  }
}

interface Reading {
  /** Of the catalogue's paths: `lead`, `signer`, `company`. */
  prefix: string
  timeZone: string
  language: DocumentLanguage
}

/** A field of the catalogue is the custom field that bears its name; the document's language goes first. */
function ownerOf<Name extends string>(
  fields: readonly CrmField[],
  values: readonly CrmFieldValue[],
  { prefix, timeZone, language }: Reading,
): Owner<Name> {
  const custom = fields.map(({ id, name }) => {
    const held = values.find((one) => one.id === id)
    return { id, name, value: held === undefined ? null : plainValue(held.value, timeZone) }
  })
  const named = catalogue.flatMap(({ path, en, fr }): [string, FieldValue][] => {
    if (!path.startsWith(`${prefix}.`)) return []
    const name = path.slice(prefix.length + 1)
    const found = (language === 'fr' ? [fr, en] : [en, fr])
      .flatMap((label) => custom.filter((field) => plainName(field.name) === plainName(label)))
      .find((field) => field.value !== null)
    return found === undefined || found.value === null ? [] : [[name, found.value]]
  })
  // Names of the catalogue, which is what the type is made of.
  return { values: Object.fromEntries(named) as Owner<Name>['values'], custom }
}

function plainValue(value: CrmFieldValue['value'], timeZone: string): FieldValue {
  // A list has an `at` too.
  if (typeof value !== 'object' || Array.isArray(value)) return value
  return { date: dateIn(timeZone, value.at) }
}
