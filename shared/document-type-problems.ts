// Why a document type cannot be saved; the settings page has the sentences.
import type { DocumentTypeBody } from './document-type.ts'
import { placeProblemCodes } from './places.ts'

export const typeProblemCodes = [
  'notarial_deed',
  'lawyers_deed',
  'name_unreadable',
  'name_taken',
  'level_below_minimum',
  'mode_unfit',
  'order_unfit',
  'no_labels',
  'labels_twice',
  'address_twice',
  'unknown_user',
  'unknown_stage',
  'unknown_template',
  'places_in_template',
  ...placeProblemCodes,
] as const

export interface TypeProblem {
  code: (typeof typeProblemCodes)[number]
  /** The part of the type that has to be changed. */
  field: keyof DocumentTypeBody
}
