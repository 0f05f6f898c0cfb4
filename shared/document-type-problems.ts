// Why a document type cannot be saved; the settings page has the sentences.
import type { DocumentTypeBody } from './document-type.ts'
import { placeProblemCodes } from './places.ts'

const typeProblemCodes = [
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
  /** Yousign does not take the labels; `detail` is what it says. */
  'template_refused',
  /** A tag that nothing can fill; `detail` is a sentence. */
  'template_tags',
  /** A Word file without a place to sign. */
  'template_places',
  'places_in_template',
  ...placeProblemCodes,
] as const

export interface TypeProblem {
  code: (typeof typeProblemCodes)[number]
  /** The part of the type that has to be changed. */
  field: keyof DocumentTypeBody
  detail?: string
}
