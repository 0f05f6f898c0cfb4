// From a reference to the text that stands in the document. What is missing is told with its place; nothing becomes an
// empty text by itself.
import type { FieldReference } from '../../../shared/field-tags.ts'
import { catalogueField, type FieldPath } from '../../../shared/fields.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import { dateIn } from '../dates.ts'
import type { CustomField, FieldData, FieldProblem, FieldValue, Owner } from './field-data.ts'
import { centsOf } from './money.ts'
import { amountOf, type DocumentLanguage, filled, percentOf, showValue } from './show.ts'

/** `current`: the signer whose turn it is in a loop, counted from 1. */
export function resolveField(
  reference: FieldReference,
  data: FieldData,
  language: DocumentLanguage,
  current = 1,
): Result<string, FieldProblem> {
  const found = heldValue(reference, data, current)
  if (!found.ok) return found
  const kind = reference.kind === 'field' ? (catalogueField(reference.path)?.kind ?? null) : null
  const shown = showValue(found.value, kind, { language, currency: data.currency, format: reference.format })
  if (typeof shown === 'string') return ok(shown)
  return err({ kind: 'unreadable', reference, value: plainly(found.value), wanted: shown.wanted })
}

/** True when the field has a value and it is not "no": what a condition asks. Only an ambiguous name is a problem here. */
export function hasValue(reference: FieldReference, data: FieldData, current = 1): Result<boolean, FieldProblem> {
  const found = heldValue(reference, data, current)
  if (found.ok) return ok(found.value !== false)
  return found.failure.kind === 'missing' || found.failure.kind === 'no_signer' ? ok(false) : found
}

function heldValue(reference: FieldReference, data: FieldData, current: number): Result<FieldValue, FieldProblem> {
  if (reference.kind === 'custom') return customValue(reference, data, current)
  const computed = computedValues[reference.path]
  if (computed !== undefined) return computed(reference, data)
  const [owner = '', name = ''] = reference.path.split('.')
  if (owner === 'signer') {
    const number = reference.signer ?? current
    const signer = data.signers[number - 1]
    if (signer === undefined) return err({ kind: 'no_signer', reference, signer: number })
    return present(reference, valueNamed(signer.values, name))
  }
  const values = { firm: data.firm, user: data.user, lead: data.lead.values, company: data.company?.values ?? {} }
  const own = Object.entries(values).find(([each]) => each === owner)?.[1] ?? {}
  return present(reference, valueNamed(own, name))
}

function valueNamed(values: Partial<Record<string, FieldValue | null>>, name: string): FieldValue | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null
}

function present(reference: FieldReference, value: FieldValue | null): Result<FieldValue, FieldProblem> {
  const isEmpty =
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && filled(value).length === 0)
  if (!isEmpty) return ok(value)
  const source = reference.kind === 'field' ? catalogueField(reference.path)?.source : sourceOfCustom[reference.of]
  return err({ kind: 'missing', reference, where: source ?? 'lead' })
}

const sourceOfCustom = { lead: 'lead', company: 'company', signer: 'contact' } as const

type Custom = Extract<FieldReference, { kind: 'custom' }>

function customValue(reference: Custom, data: FieldData, current: number): Result<FieldValue, FieldProblem> {
  const number = reference.signer ?? current
  const owners: Record<Custom['of'], Owner<string> | null | undefined> = {
    lead: data.lead,
    company: data.company,
    signer: data.signers[number - 1],
  }
  const owner = owners[reference.of]
  if (reference.of === 'signer' && owner === undefined) return err({ kind: 'no_signer', reference, signer: number })
  const fields = (owner?.custom ?? []).filter((field) => isMeant(reference, field))
  if (fields.length > 1) return err({ kind: 'ambiguous', reference, ids: fields.map(({ id }) => id) })
  return present(reference, fields[0]?.value ?? null)
}

function isMeant({ by }: Custom, field: CustomField): boolean {
  return 'id' in by ? field.id === by.id : plainName(field.name) === plainName(by.name)
}

/** Names differ neither by case nor by the kinds of blanks and apostrophes: Word changes both while one types. */
export function plainName(name: string): string {
  return name.normalize('NFC').replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim().toLowerCase()
}

type Computed = (reference: FieldReference, data: FieldData) => Result<FieldValue, FieldProblem>

const computedValues: Partial<Record<FieldPath, Computed>> = {
  'signers.names': (reference, data) => present(reference, data.signers.map(fullName)),
  'lead.fee_gross': grossFee,
  'lead.fee_gross_words': grossFee,
  'date.today': (reference, data) => present(reference, { date: dateIn(data.timeZone, data.now) }),
  'date.deadline': (reference, { deadline }) => present(reference, deadline === null ? null : { date: deadline }),
  place: (reference, { firm }) => present(reference, firm.city ?? null),
}

function fullName({ values }: Owner<string>): string {
  return [values['first_name'], values['last_name']].filter((part) => typeof part === 'string').join(' ')
}

/** The one in the CRM, or net and VAT, rounded to the cent. */
function grossFee(reference: FieldReference, data: FieldData): Result<FieldValue, FieldProblem> {
  const given = present(reference, data.lead.values.fee_gross ?? null)
  if (given.ok) return given
  const net = part('lead.fee_net', data)
  if (!net.ok) return net
  const rate = part('lead.vat_rate', data)
  if (!rate.ok) return rate
  const [netCents, hundredths] = [
    centsOf(amountOf(net.value, data.currency) ?? Number.NaN),
    centsOf(percentOf(rate.value) ?? Number.NaN),
  ]
  if (netCents === null) return err(unreadable('lead.fee_net', net.value, 'amount'))
  if (hundredths === null) return err(unreadable('lead.vat_rate', rate.value, 'percent'))
  return ok((netCents + Math.round((netCents * hundredths) / 10_000)) / 100)
}

function part(path: 'lead.fee_net' | 'lead.vat_rate', { lead }: FieldData): Result<FieldValue, FieldProblem> {
  return present(referenceTo(path), valueNamed(lead.values, path.slice('lead.'.length)))
}

function referenceTo(path: FieldPath): FieldReference {
  return { kind: 'field', path, signer: null, format: null }
}

function unreadable(path: FieldPath, value: FieldValue, wanted: 'amount' | 'percent'): FieldProblem {
  return { kind: 'unreadable', reference: referenceTo(path), value: plainly(value), wanted }
}

function plainly(value: FieldValue): string {
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? value.date : String(value)
}
