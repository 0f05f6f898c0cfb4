// What own templates are filled from: plain values as the CRM and the settings hold them, nothing shown yet.

import type { FieldReference } from '../../../shared/field-tags.ts'
import type { FieldOf, FieldSource } from '../../../shared/fields.ts'
import type { Currency } from './money.ts'

/** A date is `yyyy-mm-dd`; a list is what a field with several choices holds. Blank texts and empty lists are no value. */
export type FieldValue = string | number | boolean | { date: string } | string[]

export interface CustomField {
  id: number
  name: string
  value: FieldValue | null
}

export interface Owner<Name extends string> {
  values: Partial<Record<Name, FieldValue | null>>
  /** Every field of the account, the empty ones too: only so can two of one name be told. */
  custom: CustomField[]
}

export interface FieldData {
  /** Epoch milliseconds; with the time zone it says which day is today. */
  now: number
  timeZone: string
  /** Null: the account counts in one that we cannot write. */
  currency: Currency | null
  /** `yyyy-mm-dd`. */
  deadline: string | null
  firm: Partial<Record<FieldOf<'firm'>, FieldValue | null>>
  /** In signing order: the first is `signer[1]`. */
  signers: Owner<FieldOf<'signer'>>[]
  company: Owner<FieldOf<'company'>> | null
  lead: Owner<FieldOf<'lead'>>
  user: Partial<Record<FieldOf<'user'>, FieldValue | null>>
}

/** Why a tag cannot be filled; `reference` says of whom. */
export type FieldProblem =
  | { kind: 'missing'; reference: FieldReference; where: FieldSource }
  | { kind: 'no_signer'; reference: FieldReference; signer: number }
  /** Several custom fields have this name; the template must name the id. */
  | { kind: 'ambiguous'; reference: FieldReference; ids: number[] }
  /** What is there is no such thing, or one that could mean two things ("1.500" is no amount). */
  | { kind: 'unreadable'; reference: FieldReference; value: string; wanted: 'amount' | 'number' | 'percent' | 'date' }
