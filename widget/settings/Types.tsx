// The list of document types; one opens in its place to be edited.
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button } from '../actions/parts.tsx'
import { Icon } from '../ui/icons.tsx'
import { blankType, bodyOf } from './body.ts'
import type { SettingsDeps } from './deps.ts'
import { fresh } from './drafts.ts'
import { Section } from './Section.tsx'
import { TypeRow } from './TypeRow.tsx'

interface TypesProps extends SettingsDeps {
  /** Key of the type that is open. */
  open: string | null
  show(id: string | null): void
}

export function Types({ open, show, ...deps }: TypesProps) {
  const { words, page, kept } = deps
  const row = (id: string, saved: DocumentTypeBody, type: (typeof page.types)[number] | null) => (
    <TypeRow
      key={id}
      {...deps}
      id={id}
      saved={saved}
      type={type}
      isOpen={open === id}
      toggle={() => show(open === id ? null : id)}
    />
  )
  const isNewShown = open === fresh || fresh in kept.types
  const add = (
    <Button look="primary" off={isNewShown} press={() => show(fresh)}>
      <Icon d={moreIcons.plus} />
      {words.say('types.new')}
    </Button>
  )
  return (
    <Section id="types" title={words.say('nav.types')} text={words.say('types.text')} action={add}>
      {page.types.length === 0 && !isNewShown && (
        <div class="ysg-sec__body">
          <p>{words.say('types.none')}</p>
        </div>
      )}
      {isNewShown && row(fresh, blankType, null)}
      {page.types.map((type) => row(type.id, bodyOf(type), type))}
    </Section>
  )
}
