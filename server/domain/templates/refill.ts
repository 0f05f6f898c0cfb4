// Whether the lead would still fill a template as it was filled: field by field, with what stood there and what stands there.
import { fieldName, parseTag } from '../../../shared/field-tags.ts'
import type { Difference } from '../../../shared/problem.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { CrmContact, CrmLead } from '../crm.ts'
import type { Deps } from '../deps.ts'
import type { FillValues } from '../documents.ts'
import type { CallFailure } from '../failure.ts'
import { type FillFault, planFill } from '../fields/fill-plan.ts'
import { gatherFields } from '../fields/gather.ts'
import type { DocumentLanguage } from '../fields/show.ts'
import type { Priority } from '../lane.ts'
import type { Snapshot } from '../signature-request.ts'

type Told = Pick<Snapshot, 'form' | 'by' | 'takenAt' | 'expirationDate' | 'filled'>

/** Empty when nothing was filled in. Dates are those of the review: a night between the two is no difference. */
export async function refillDifferences(
  deps: Deps,
  lead: CrmLead,
  contacts: readonly CrmContact[],
  { form, by, takenAt, expirationDate, filled }: Told,
  priority: Priority,
): Promise<Result<Difference[], CallFailure>> {
  if (filled === null) return ok([])
  const { language, tags, values } = filled
  const known = { form, senderId: by.userId, takenAt, expirationDate, language }
  const data = await gatherFields(deps, lead, contacts, known, priority)
  if (!data.ok) return data
  const planned = planFill(tags, data.value, language)
  const before = namedValues(values, language)
  const after = planned.ok ? namedValues(planned.value, language) : emptied(before, planned.failure, language)
  return ok(
    [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Difference[] => {
      const [was, is] = [before.get(name) ?? '', after.get(name) ?? '']
      return was === is ? [] : [{ what: 'document_field', of: name, before: was, after: is }]
    }),
  )
}

/** What stood in each field, by the name that a person calls it. */
export function namedValues(
  values: FillValues,
  language: DocumentLanguage,
  signer: number | null = null,
): Map<string, string> {
  const named = new Map<string, string>()
  for (const [tag, value] of Object.entries(values)) {
    if (Array.isArray(value)) {
      for (const [index, inner] of value.entries())
        for (const [name, text] of namedValues(inner, language, index + 1)) named.set(name, text)
    } else named.set(nameOf(tag, language, signer), typeof value === 'string' ? value : value ? '✓' : '–')
  }
  return named
}

/** Everything as before, but nothing in the fields that can no longer be filled. */
function emptied(
  before: ReadonlyMap<string, string>,
  faults: readonly FillFault[],
  language: DocumentLanguage,
): Map<string, string> {
  const after = new Map(before)
  for (const fault of faults) if ('reference' in fault) after.set(fieldName(fault.reference, language), '')
  return after
}

function nameOf(tag: string, language: DocumentLanguage, signer: number | null): string {
  const isBlock = tag.startsWith('#')
  const parsed = parseTag(isBlock ? tag.replace(/^#!?/, '') : tag)
  if (!parsed.ok) return tag
  const ofSigner =
    parsed.value.kind === 'field' ? parsed.value.path.startsWith('signer.') : parsed.value.of === 'signer'
  const reference =
    ofSigner && parsed.value.signer === null && signer !== null ? { ...parsed.value, signer } : parsed.value
  // A condition and its field are two things: one may change without the other.
  return isBlock
    ? `${tag.startsWith('#!') ? '≠ ' : ''}${fieldName(reference, language)} (✓)`
    : fieldName(reference, language)
}
