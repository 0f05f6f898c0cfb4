// What every tag of a template becomes: the values that the document room writes, or everything that is in the way at
// once, so that a person goes to the CRM once and not once a field.
import { parseBlock, parseTag, type TagFault } from '../../../shared/field-tags.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { FillValues, TemplateTag } from '../documents.ts'
import type { FieldData, FieldProblem } from './field-data.ts'
import { hasValue, resolveField } from './resolve.ts'
import type { DocumentLanguage } from './show.ts'

/** What is in the way; a tag is as it stands in the template. */
export type FillFault =
  | FieldProblem
  | TagFault
  /** A picture to be replaced: the catalogue has none. */
  | { kind: 'picture'; tag: string }

/**
 * Values for the tags of a template. A tag inside a condition that does not hold asks for nothing; inside a loop it is
 * asked for every signer. Form fields: a check box is ticked when its field has a value.
 */
export function planFill(
  tags: readonly TemplateTag[],
  data: FieldData,
  language: DocumentLanguage,
): Result<FillValues, FillFault[]> {
  const faults = new Map<string, FillFault>()
  const plan: Plan = { data, language, report: (fault) => void faults.set(JSON.stringify(fault), fault) }
  const values = scope(tags, plan, 1)
  return faults.size === 0 ? ok(values) : err([...faults.values()])
}

/** Everything wrong with the tags themselves, whatever the data: asked when a template is taken in. */
export function checkTags(tags: readonly TemplateTag[]): FillFault[] {
  const faults = tags.flatMap(({ text, kind }): FillFault[] => {
    if (kind === 'picture') return [{ kind: 'picture', tag: text }]
    const parsed = kind === 'block' ? parseBlock(text) : parseTag(text)
    return parsed.ok ? [] : [parsed.failure]
  })
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}

interface Plan {
  data: FieldData
  language: DocumentLanguage
  report(fault: FillFault): void
}

/** `within` of these tags begins behind the loop that we are in. */
function scope(tags: readonly TemplateTag[], plan: Plan, current: number): FillValues {
  const values: FillValues = {}
  const inLoops = new Map<string, TemplateTag[]>()
  for (const tag of tags) {
    const place = placeOf(tag, plan, current)
    if (place.kind === 'left_out') continue
    if (place.kind === 'loop') {
      const inside = inLoops.get(place.loop) ?? []
      inLoops.set(place.loop, [...inside, { ...tag, within: place.rest }])
    } else Object.assign(values, valueOfTag(tag, plan, current))
  }
  for (const [loop, inside] of inLoops) {
    values[`#${loop}`] = plan.data.signers.map((_, index) => scope(inside, plan, index + 1))
  }
  return values
}

type Place = { kind: 'here' } | { kind: 'left_out' } | { kind: 'loop'; loop: string; rest: string[] }

/** Goes through the blocks around a tag, up to the first loop or the first condition that does not hold. */
function placeOf(tag: TemplateTag, plan: Plan, current: number): Place {
  for (const [index, block] of tag.within.entries()) {
    const parsed = parseBlock(block)
    // Told where the block itself is read.
    if (!parsed.ok) return { kind: 'left_out' }
    if (parsed.value.kind === 'loop') return { kind: 'loop', loop: block, rest: tag.within.slice(index + 1) }
    if (!holds(block, plan, current)) return { kind: 'left_out' }
  }
  return { kind: 'here' }
}

function holds(block: string, plan: Plan, current: number): boolean {
  const parsed = parseBlock(block)
  if (!parsed.ok || parsed.value.kind === 'loop') return false
  const has = hasValue(parsed.value.field, plan.data, current)
  if (!has.ok) plan.report(has.failure)
  return has.ok && has.value !== parsed.value.negated
}

function valueOfTag(tag: TemplateTag, plan: Plan, current: number): FillValues {
  const { text, kind } = tag
  if (kind === 'picture') {
    plan.report({ kind: 'picture', tag: text })
    return {}
  }
  if (kind === 'block') {
    const parsed = parseBlock(text)
    if (!parsed.ok) plan.report(parsed.failure)
    // A loop gets its values where its tags are; one without tags repeats its text for every signer.
    if (parsed.ok && parsed.value.kind === 'loop') return { [`#${text}`]: plan.data.signers.map(() => ({})) }
    return { [`#${text}`]: holds(text, plan, current) }
  }
  const parsed = parseTag(text)
  if (!parsed.ok) {
    plan.report(parsed.failure)
    return {}
  }
  if (kind === 'check') {
    const has = hasValue(parsed.value, plan.data, current)
    if (!has.ok) plan.report(has.failure)
    return { [text]: has.ok && has.value }
  }
  const shown = resolveField(parsed.value, plan.data, plan.language, current)
  if (!shown.ok) plan.report(inLoop(shown.failure, tag, current))
  return shown.ok ? { [text]: shown.value } : {}
}

/** In a loop "Last name is empty" would not say whose. */
function inLoop(problem: FieldProblem, tag: TemplateTag, current: number): FieldProblem {
  const { reference } = problem
  const isSigners = reference.kind === 'field' ? reference.path.startsWith('signer.') : reference.of === 'signer'
  if (!isSigners || reference.signer !== null || tag.kind === 'block') return problem
  return { ...problem, reference: { ...reference, signer: current } }
}
