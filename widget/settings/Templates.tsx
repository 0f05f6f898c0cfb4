// The firm's own templates: what is there, adding one, starting from one of ours, and how tags are written.
import { useState } from 'preact/hooks'
import type { SettingsPage } from '../../shared/settings.ts'
import { AddTemplate } from './AddTemplate.tsx'
import type { SettingsDeps } from './deps.ts'
import { OurStarters } from './OurStarters.tsx'
import { Section } from './Section.tsx'
import { TagHelp } from './TagHelp.tsx'
import { Template } from './Template.tsx'

export function Templates(deps: SettingsDeps) {
  const { words, page, put } = deps
  const [open, setOpen] = useState<string | null>(null)
  const [added, setAdded] = useState<string | null>(null)
  const take = (next: SettingsPage) => {
    const newest = next.ownTemplates[0]?.id ?? null
    put(next)
    setOpen(newest)
    setAdded(newest)
  }
  return (
    <Section id="templates" title={words.say('nav.templates')} text={words.say('own.text')}>
      {page.ownTemplates.length === 0 && <p class="ysg-sec__body">{words.say('own.none')}</p>}
      {page.ownTemplates.map((template) => (
        <Template
          key={template.id}
          {...deps}
          template={template}
          isOpen={open === template.id}
          isNew={added === template.id}
          toggle={() => setOpen(open === template.id ? null : template.id)}
        />
      ))}
      <AddTemplate {...deps} take={take} />
      <OurStarters {...deps} take={take} />
      <TagHelp {...deps} />
    </Section>
  )
}
