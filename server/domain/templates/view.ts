// An own template as the settings page shows it: its tags with their names, and what is wrong with them.
import type { TemplateTagView, TemplateView } from '../../../shared/settings.ts'
import type { TemplateTag } from '../documents.ts'
import { checkTags } from '../fields/fill-plan.ts'
import { fieldFaultText, tagName } from '../words/field-faults.ts'
import type { OwnTemplate } from './own-template.ts'

export function templateView(template: OwnTemplate, language: 'en' | 'fr'): TemplateView {
  const { id, name, format, bytes, addedAt, addedBy } = template
  return {
    id,
    name,
    format,
    language: template.language,
    bytes,
    addedAt,
    addedBy,
    tags: tagViews(template.tags, language),
    places: new Set(template.anchors.map(({ signer }) => signer)).size,
  }
}

/** Each tag once, whatever blocks it stands in. */
function tagViews(tags: readonly TemplateTag[], language: 'en' | 'fr'): TemplateTagView[] {
  const views = new Map<string, TemplateTagView>()
  for (const tag of tags) {
    const written = tag.kind === 'block' ? `#${tag.text}` : tag.text
    const [fault] = checkTags([tag])
    const name = tag.kind === 'block' ? blockName(tag.text, language) : tagName(language, tag.text)
    const problem = fault === undefined ? null : fieldFaultText(language, fault)
    views.set(written, { tag: written, name, problem })
  }
  return [...views.values()]
}

function blockName(text: string, language: 'en' | 'fr'): string {
  const words = { en: ['each signer', 'if', 'unless'], fr: ['chaque signataire', 'si', 'sauf si'] }[language]
  if (text.trim().toLowerCase() === 'signers') return words[0] ?? ''
  const negated = text.startsWith('!')
  return `${words[negated ? 2 : 1]} ${tagName(language, negated ? text.slice(1) : text)}`
}
