// Texts for the places of a Yousign template, with the same tags as own templates: `Price: [[lead.price|words]]`.
import { err, ok, type Result } from '../../../shared/result.ts'
import type { FillValues, TemplateTag } from '../documents.ts'
import type { FieldData } from '../fields/field-data.ts'
import { checkTags, type FillFault, planFill } from '../fields/fill-plan.ts'
import type { DocumentLanguage } from '../fields/show.ts'

interface LabelledText {
  label: string
  text: string
}

/** Tags of all texts, in their order. Blocks have no place in a text of one line. */
export function tagsOfTexts(texts: readonly LabelledText[]): TemplateTag[] {
  return texts.flatMap(({ text }) =>
    [...text.matchAll(brackets)].map(
      ([, tag = '']): TemplateTag => ({ text: tag.trim(), kind: 'value', within: [], options: [] }),
    ),
  )
}

export function faultsOfTexts(texts: readonly LabelledText[]): FillFault[] {
  return checkTags(tagsOfTexts(texts))
}

/** The texts with values in place of their tags, and the values. */
export function fillTexts(
  texts: readonly LabelledText[],
  data: FieldData,
  language: DocumentLanguage,
): Result<{ texts: LabelledText[]; values: FillValues }, FillFault[]> {
  const planned = planFill(tagsOfTexts(texts), data, language)
  if (!planned.ok) return err(planned.failure)
  const filledIn = (tag: string) => String(planned.value[tag.trim()] ?? '')
  return ok({
    texts: texts.map(({ label, text }) => ({
      label,
      text: text.replace(brackets, (_, tag: string) => filledIn(tag)),
    })),
    values: planned.value,
  })
}

const brackets = /\[\[([^[\]]*(?:\[[^\]]*\][^[\]]*)*)\]\]/g
