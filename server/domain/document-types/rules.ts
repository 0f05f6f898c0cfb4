// What stands against a document type before it is saved: parts that do not fit each other, and what may not be signed
// electronically at all (product.md 3.9). Pure.

import { compareLevels, type DocumentTypeBody } from '../../../shared/document-type.ts'
import type { TypeProblem } from '../../../shared/document-type-problems.ts'
import { modesOf, ordersOf } from '../../../shared/levels.ts'
import { safeText } from '../../../shared/names.ts'
import { problemsOfPlaces } from '../../../shared/places.ts'
import { lawyersDeed, notarial } from '../not-signable.ts'

/** Empty when it can be saved. */
export function problemsOf(body: DocumentTypeBody): TypeProblem[] {
  const found: TypeProblem[] = []
  const demand = (holds: boolean, problem: TypeProblem) => {
    if (!holds) found.push(problem)
  }
  demand(!notarial.test(body.name), { code: 'notarial_deed', field: 'name' })
  demand(!lawyersDeed.test(body.name), { code: 'lawyers_deed', field: 'name' })
  demand(safeText(body.name) !== '', { code: 'name_unreadable', field: 'name' })
  demand(compareLevels(body.level, body.minimum) >= 0, { code: 'level_below_minimum', field: 'level' })
  const modes = modesOf(body.level)
  demand(body.mode === null ? modes.length === 0 : modes.includes(body.mode), { code: 'mode_unfit', field: 'mode' })
  const simple = body.level === 'electronic_signature'
  demand(!simple || (body.mode !== null && body.modes.includes(body.mode)), { code: 'mode_unfit', field: 'modes' })
  demand(ordersOf(body.level).includes(body.order), { code: 'order_unfit', field: 'order' })
  const { source } = body
  if (source.kind === 'template') {
    demand(source.labels.length > 0, { code: 'no_labels', field: 'source' })
    demand(new Set(source.labels).size === source.labels.length, { code: 'labels_twice', field: 'source' })
  }
  demand(new Set(body.copyTo).size === body.copyTo.length, { code: 'address_twice', field: 'copyTo' })
  // A template keeps its places at Yousign; those that were set before it was chosen wait, unused.
  if (body.places !== null && source.kind !== 'template')
    found.push(...problemsOfPlaces(body.places, body).map((code): TypeProblem => ({ code, field: 'places' })))
  return found
}
