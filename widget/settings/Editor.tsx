// The editor of one document type, in the order in which a firm thinks of it (ui/settings.html).
import type { ComponentChildren } from 'preact'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import { Field, Note } from '../actions/parts.tsx'
import { After } from './After.tsx'
import type { SettingsDeps } from './deps.ts'
import { Level } from './Level.tsx'
import { PlacesPart } from './PlacesPart.tsx'
import { Source } from './Source.tsx'
import { Told } from './Told.tsx'
import { Waiting } from './Waiting.tsx'
import { Who } from './Who.tsx'

export interface EditorProps extends SettingsDeps {
  body: DocumentTypeBody
  change: (body: DocumentTypeBody) => void
  /** Why it was not saved. */
  failure: string | undefined
  /** Id of the type, if it is offered and saved as it stands here; else null. */
  placeable: string | null
}

export interface PartProps extends EditorProps {
  set: (part: Partial<DocumentTypeBody>) => void
}

export function Editor(props: EditorProps) {
  const { words, body, change, failure } = props
  const set = (part: Partial<DocumentTypeBody>) => change({ ...body, ...part })
  const parts = { ...props, set }
  return (
    <div class="ysg-edit ysg-edit--one">
      <Told {...props} />
      <div class="ysg-edit__form">
        {failure !== undefined && <Note tone="bad" alert text={failure} />}
        <Part n={1} title={words.say('part.name')}>
          <Field
            label={words.say('part.name_label')}
            hint={words.say('part.name_hint')}
            value={body.name}
            change={(name) => set({ name: name.slice(0, 100) })}
          />
        </Part>
        <Part n={2} title={words.say('part.source')}>
          <Source {...parts} />
        </Part>
        <Part n={3} title={words.say('part.level')}>
          <Level {...parts} />
        </Part>
        <Part n={4} title={words.say('part.who')}>
          <Who {...parts} />
        </Part>
        <Part n={5} title={words.say('part.places')}>
          <PlacesPart {...parts} />
        </Part>
        <Part n={6} title={words.say('part.wait')}>
          <Waiting {...parts} />
        </Part>
        <Part n={7} title={words.say('part.after')}>
          <After {...parts} />
        </Part>
      </div>
    </div>
  )
}

function Part({ n, title, children }: { n: number; title: string; children: ComponentChildren }) {
  return (
    <div class="ysg-part">
      <span class="ysg-part__n" aria-hidden="true">
        {n}
      </span>
      <h3 class="ysg-part__title">{title}</h3>
      <div class="ysg-stack">{children}</div>
    </div>
  )
}
