// The list of document types; one opens in its place to be edited.
import { useState } from 'preact/hooks'
import type { DocumentType, DocumentTypeBody } from '../../shared/document-type.ts'
import { Button, Note } from '../actions/parts.tsx'
import { blankType, bodyOf, tidied } from './body.ts'
import { dayOf, failureText, type SettingsDeps } from './deps.ts'
import { useDrafts } from './drafts.ts'
import { Editor } from './Editor.tsx'
import { Head } from './Page.tsx'
import { SaveBar } from './SaveBar.tsx'

/** The draft of a type that is not saved yet. */
const fresh = 'new'

export function Types(deps: SettingsDeps) {
  const { words, api, page, put } = deps
  const drafts = useDrafts()
  const [open, setOpen] = useState<string | null>(drafts.has(fresh) ? fresh : null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const blank = blankType(page)
  const savedOf = (id: string): DocumentTypeBody => {
    const type = page.types.find((one) => one.id === id)
    return type === undefined ? blank : bodyOf(type)
  }
  const told = async (call: ReturnType<typeof api.saveType>, then: () => void) => {
    setBusy(true)
    const answer = await call
    setBusy(false)
    setFailure(answer.ok ? '' : failureText(words, answer.failure))
    if (!answer.ok) return
    then()
    put(answer.value)
  }
  const save = (id: string) => {
    const type = page.types.find((one) => one.id === id)
    const body = tidied(drafts.get(id, savedOf(id)))
    const order = { id: type?.id ?? null, base: type?.version ?? null, body }
    void told(api.saveType(order), () => {
      drafts.drop(id)
      if (id === fresh) setOpen(null)
    })
  }
  const show = (id: string | null) => {
    setFailure('')
    setAsked(null)
    setOpen(id)
  }
  const row = (id: string, type: DocumentType | null) => {
    const body = drafts.get(id, savedOf(id))
    const isOpen = open === id
    return (
      <div class="ysg-type" key={id}>
        <button type="button" class="ysg-type__open" aria-expanded={isOpen} onClick={() => show(isOpen ? null : id)}>
          <span />
          <span>
            <span class="ysg-type__name">{body.name || words.say('types.untitled')}</span>
            <span class="ysg-soft">
              {body.source.kind === 'file' ? words.say('types.from_file') : words.say('types.from_template')}
            </span>
          </span>
          <span class="ysg-tag">{type?.retiredAt ? words.say('types.retired') : words.say(`level.${body.level}`)}</span>
        </button>
        {isOpen && (
          <div class="ysg-sec__part">
            {failure !== '' && <Note tone="bad" alert text={failure} />}
            <Editor {...deps} body={body} change={(next) => drafts.put(id, savedOf(id), next)} />
            {type !== null && (
              <div class="ysg-stack ysg-sec__part">
                <p class="ysg-soft">
                  {words.say('types.version', { n: type.version, by: type.savedBy, date: dayOf(words, type.savedAt) })}
                  {type.confirmed !== null &&
                    ` · ${words.say('types.confirmed', { by: type.confirmed.by, date: dayOf(words, type.confirmed.at) })}`}
                </p>
                {type.retiredAt === null && asked !== id && (
                  <Button small press={() => setAsked(id)}>
                    {words.say('retire')}
                  </Button>
                )}
                {asked === id && (
                  <Note tone="warn" text={words.say('retire.sure')}>
                    <div class="ysg-btns">
                      <Button
                        small
                        look="danger"
                        off={busy}
                        press={() => void told(api.retireType(id), () => show(null))}
                      >
                        {words.say('retire')}
                      </Button>
                      <Button small press={() => setAsked(null)}>
                        {words.say('retire.keep')}
                      </Button>
                    </div>
                  </Note>
                )}
              </div>
            )}
            {(drafts.has(id) || id === fresh) && (
              <SaveBar
                words={words}
                count={drafts.count}
                busy={busy}
                save={() => save(id)}
                discard={() => {
                  drafts.drop(id)
                  if (id === fresh) show(null)
                }}
              />
            )}
          </div>
        )}
      </div>
    )
  }
  return (
    <section class="ysg-sec">
      <Head id="types" title={words.say('nav.types')} text={words.say('types.text')} />
      <div class="ysg-sec__body">
        {page.types.length === 0 && <p class="ysg-soft">{words.say('types.none')}</p>}
        {page.types.map((type) => row(type.id, type))}
        {open === fresh ? (
          row(fresh, null)
        ) : (
          <Button small press={() => show(fresh)}>
            {words.say('types.new')}
          </Button>
        )}
      </div>
    </section>
  )
}
