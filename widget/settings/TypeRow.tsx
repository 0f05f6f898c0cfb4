// One document type: its line, and below it the editor with what else can be done with the type.
import { useState } from 'preact/hooks'
import type { DocumentType, DocumentTypeBody } from '../../shared/document-type.ts'
import type { Result } from '../../shared/result.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, Note } from '../actions/parts.tsx'
import type { CardProblem } from '../card/problem.ts'
import { Icon } from '../ui/icons.tsx'
import { bodyOf } from './body.ts'
import { dayOf, failureText, type SettingsDeps } from './deps.ts'
import { withType } from './drafts.ts'
import { Editor } from './Editor.tsx'

interface TypeRowProps extends SettingsDeps {
  id: string
  /** Null for one that was never saved. */
  type: DocumentType | null
  saved: DocumentTypeBody
  isOpen: boolean
  toggle: () => void
}

export function TypeRow({ id, type, saved, isOpen, toggle, ...deps }: TypeRowProps) {
  const { words, kept, keep, failures } = deps
  const draft = kept.types[id]
  // A draft of an earlier version of the product may lack what this one added.
  const body = { ...saved, ...draft?.body }
  const base = draft === undefined ? (type?.version ?? null) : draft.base
  const hasMovedOn = type !== null && base !== type.version
  const failure = failures[id] ?? (hasMovedOn ? words.say('fail.moved_on', { by: type.savedBy }) : undefined)
  const from = words.say(`types.from_${body.source.kind}`)
  return (
    <div class="ysg-type">
      <button type="button" class="ysg-type__open" aria-expanded={isOpen} onClick={toggle}>
        <Icon d={moreIcons.file} />
        <span>
          <span class="ysg-type__name">{body.name || words.say('types.untitled')}</span>
          <span class="ysg-soft">
            {from} · {words.say(`order.${body.order}`)}
          </span>
        </span>
        <span>
          {draft !== undefined && (
            <span class="ysg-tag ysg-tag--tone" data-tone="warn">
              {words.say('types.unsaved')}
            </span>
          )}
          {type !== null && type.retiredAt !== null && <span class="ysg-tag">{words.say('types.retired')}</span>}
        </span>
        <span class="ysg-tag">{words.say(`level.${body.level}`)}</span>
        <Icon d={moreIcons.down} />
      </button>
      {isOpen && (
        <>
          <Editor
            {...deps}
            body={body}
            failure={failure}
            placeable={type !== null && type.retiredAt === null && draft === undefined ? id : null}
            change={(next) => keep((before) => withType(before, id, { base, body: next }, saved))}
          />
          {type !== null && <TypeFoot {...deps} type={type} />}
        </>
      )}
    </div>
  )
}

/** Who saved it, and withdrawing it or offering it again. */
function TypeFoot({ words, api, put, type }: SettingsDeps & { type: DocumentType }) {
  const [isAsked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const told = (call: Promise<Result<SettingsPage, CardProblem>>) => {
    setBusy(true)
    void call.then((answer) => {
      setBusy(false)
      setAsked(false)
      setFailure(answer.ok ? '' : failureText(words, answer.failure))
      if (answer.ok) put(answer.value)
    })
  }
  const retire = () => told(api.retireType(type.id))
  const offer = () => told(api.saveType({ id: type.id, base: type.version, body: bodyOf(type) }))
  const { version, savedBy, savedAt, retiredAt } = type
  return (
    <div class="ysg-sec__part ysg-stack">
      <div class="ysg-line">
        <p class="ysg-soft">{words.say('types.version', { n: version, by: savedBy, date: dayOf(words, savedAt) })}</p>
        {retiredAt !== null && (
          <Button small off={busy} press={offer}>
            {words.say('types.offer')}
          </Button>
        )}
        {retiredAt === null && !isAsked && (
          <Button small press={() => setAsked(true)}>
            {words.say('retire')}
          </Button>
        )}
      </div>
      {failure !== '' && <Note tone="bad" alert text={failure} />}
      {isAsked && (
        <Note tone="warn" text={words.say('retire.sure')}>
          <div class="ysg-btns">
            <Button small look="danger" off={busy} press={retire}>
              {words.say('retire')}
            </Button>
            <Button small press={() => setAsked(false)}>
              {words.say('retire.keep')}
            </Button>
          </div>
        </Note>
      )}
    </div>
  )
}
