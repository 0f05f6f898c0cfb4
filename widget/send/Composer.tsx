// The form: the usual case filled in, rows that open in place, findings with their fix, then the review.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ReviewReply } from '../../shared/api.ts'
import type { Composer as ComposerData } from '../../shared/composer.ts'
import type { SendForm } from '../../shared/form.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, IconButton, Note } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import type { FullDeps } from '../card/deps.ts'
import type { ComposerStart, OpenState } from '../card/state.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { AddSigner } from './AddSigner.tsx'
import { checkForm } from './check.ts'
import { DocumentRow } from './DocumentRow.tsx'
import { acceptKey, useDraft } from './draft.ts'
import { ExpiryRow } from './ExpiryRow.tsx'
import { FindingNote } from './findings.tsx'
import { addSigner, removeSigner, startForm, typedSigner, withDifferences, withSigner } from './form.ts'
import { LevelRow } from './LevelRow.tsx'
import { Review } from './Review.tsx'
import { SignerForm } from './SignerForm.tsx'
import { SignersRow } from './SignersRow.tsx'

type Place = 'document' | 'level' | 'signers' | 'expiry'
type Inner =
  | { kind: 'form' }
  | { kind: 'signer'; index: number }
  | { kind: 'add' }
  | { kind: 'review'; review: ReviewReply }

interface ComposerProps {
  deps: FullDeps
  state: OpenState
  start: ComposerStart
}

export function Composer({ deps, state, start }: ComposerProps) {
  const { composer } = state.card
  return composer === null ? null : <Form deps={deps} state={state} start={start} composer={composer} />
}

function Form({ deps, state, start, composer }: ComposerProps & { composer: ComposerData }) {
  const { words, tools } = deps
  const about = 'request' in start ? (state.card.requests.find(({ id }) => id === start.request) ?? null) : null
  const [draft, put, forget] = useDraft(`${state.card.leadId} ${start.kind} ${about?.id ?? ''}`)
  const [place, setPlace] = useState<Place | null>(null)
  const typed = start.kind === 'typed' && draft.form === null
  const [inner, setInner] = useState<Inner>(typed ? { kind: 'signer', index: 0 } : { kind: 'form' })
  const [unsaved, setUnsaved] = useState(false)
  const pointer = useRef<{ x: number; y: number } | null>(null)
  const findingsBox = useRef<HTMLDivElement>(null)
  const press = usePress(deps)
  const preparing = usePress(deps)
  const [lookAgain, setLookAgain] = useState(false)

  const opening = startForm(composer, about)
  const form = draft.form ?? (typed ? { ...opening, signers: [typedSigner(composer)] } : opening)
  const change = (next: SendForm) => put({ form: next, found: null })
  const untouched = draft.form === null && composer.usual !== null && start.kind === 'usual'
  const checked = draft.found ?? (untouched ? composer.findings : checkForm(form, composer, draft.phones))
  const findings = checked.filter((finding) => !draft.accepted.includes(acceptKey(finding)))
  const red = findings.filter(({ severity }) => severity === 'red')
  const toggle = (row: Place) => () => setPlace(place === row ? null : row)
  const fromCard = state.view.kind === 'composer'
  const leave = () => {
    forget()
    tools.view({ kind: 'card' })
  }
  const sent = (requestId: string) => {
    forget()
    deps.dispatch({ kind: 'show', request: requestId })
  }
  const replaces = start.kind === 'new_version' ? start.request : null
  const besides = start.kind === 'second' ? start.request : null

  /** Both ways of sending begin with the server's own check of what is frozen. */
  const review = (then: (reply: ReviewReply) => void) => {
    if (tools.edits.isUnsaved()) return setUnsaved(true)
    setUnsaved(false)
    if (red.length > 0) return findingsBox.current?.querySelector<HTMLElement>('input, button')?.focus()
    press.run(
      () => tools.api.review(form, replaces),
      (reply) => {
        if (reply.findings.some(({ severity }) => severity === 'red')) put({ form: reply.form, found: reply.findings })
        else then(reply)
        return null
      },
    )
  }
  const look = () => review((reply) => setInner({ kind: 'review', review: reply }))
  const prepare = () =>
    review((reply) =>
      preparing.run(
        () => tools.api.send({ reviewId: reply.reviewId, intent: 'prepare', besides, replaces }),
        ({ request }) => {
          deps.dispatch({ kind: 'request', request })
          sent(request.id)
          return null
        },
      ),
    )

  // After a change in Kommo the form is drawn anew first; what is reviewed is what is then in it.
  useEffect(() => {
    if (!lookAgain) return
    setLookAgain(false)
    look()
  })

  if (inner.kind === 'review') {
    return (
      <Review
        key={inner.review.reviewId}
        deps={deps}
        review={inner.review}
        pointer={pointer.current}
        besides={besides}
        replaces={replaces}
        sent={sent}
        again={(differences) => {
          if (draft.form !== null) change(withDifferences(draft.form, differences))
          setInner({ kind: 'form' })
          void tools.api.card().then((answer) => {
            if (answer.ok) deps.dispatch({ kind: 'card', card: answer.value })
            setLookAgain(true)
          })
        }}
        back={() => setInner({ kind: 'form' })}
      />
    )
  }
  if (inner.kind === 'add') {
    const add = (signer: SendForm['signers'][number], edit: boolean) => {
      const next = addSigner(form, signer)
      change(next)
      setInner(edit ? { kind: 'signer', index: next.signers.indexOf(signer) } : { kind: 'form' })
    }
    return <AddSigner deps={deps} composer={composer} form={form} add={add} back={() => setInner({ kind: 'form' })} />
  }
  const signer = inner.kind === 'signer' ? form.signers[inner.index] : undefined
  if (inner.kind === 'signer' && signer !== undefined) {
    return (
      <SignerForm
        deps={deps}
        composer={composer}
        form={form}
        index={inner.index}
        signer={signer}
        phones={draft.phones}
        change={(next) => change(withSigner(form, inner.index, next))}
        learn={(phone, reply) => put({ phones: new Map(draft.phones).set(phone, reply) })}
        remove={() => {
          change(removeSigner(form, inner.index))
          setInner({ kind: 'form' })
        }}
        back={() => setInner({ kind: 'form' })}
      />
    )
  }
  const rows = { deps, composer, form, change }
  return (
    <>
      <header class="ysg-head">
        {fromCard && (
          <IconButton d={moreIcons.left} text={words.say('back')} press={() => tools.view({ kind: 'card' })} />
        )}
        <div>
          <h2 class="ysg-head__title">
            {words.say(replaces !== null ? 'form.new_version' : besides !== null ? 'form.second' : 'form.title')}
          </h2>
          {replaces !== null && <p class="ysg-soft">{words.say('form.again')}</p>}
          {untouched && <p class="ysg-soft">{words.say('form.usual')}</p>}
        </div>
      </header>
      {(findings.length > 0 || unsaved) && (
        <div class="ysg-pad ysg-stack" ref={findingsBox}>
          {unsaved && (
            <Note tone="bad" alert text={words.say('find.unsaved')}>
              <Button
                small
                press={() => {
                  tools.edits.settle()
                  setUnsaved(false)
                }}
              >
                {words.say('fix.saved')}
              </Button>
            </Note>
          )}
          {findings.map((finding) => (
            <FindingNote
              key={acceptKey(finding)}
              words={words}
              finding={finding}
              signer={finding.signer === null ? undefined : form.signers[finding.signer]}
              fix={(part) => {
                const at = finding.signer ?? -1
                const old = form.signers[at]
                if (old !== undefined) change(withSigner(form, at, { ...old, ...part }))
              }}
              reason={(reason) => change({ ...form, reason })}
              accept={() => put({ accepted: [...draft.accepted, acceptKey(finding)] })}
              open={(where) => {
                if (where === 'add') setInner({ kind: 'add' })
                else if (where === 'signer') setInner({ kind: 'signer', index: finding.signer ?? 0 })
                else setPlace(where)
              }}
            />
          ))}
        </div>
      )}
      <DocumentRow
        {...rows}
        uploads={draft.uploads}
        addUpload={(upload) => put({ uploads: [...draft.uploads, upload] })}
        open={place === 'document'}
        toggle={toggle('document')}
      />
      <LevelRow {...rows} open={place === 'level'} toggle={toggle('level')} />
      <SignersRow
        {...rows}
        open={place === 'signers'}
        toggle={toggle('signers')}
        edit={(index) => setInner({ kind: 'signer', index })}
        add={() => setInner({ kind: 'add' })}
      />
      <ExpiryRow {...rows} open={place === 'expiry'} toggle={toggle('expiry')} />
      <div class="ysg-end ysg-stack">
        {findings.length === 0 && (
          <p class="ysg-ready">
            <Icon d={moreIcons.shield} />
            <span>{words.say('form.checked')}</span>
          </p>
        )}
        <div
          class="ysg-btns ysg-btns--stack"
          onPointerDown={({ clientX, clientY }) => {
            pointer.current = { x: clientX, y: clientY }
          }}
        >
          {red.length > 0 ? (
            <button type="button" class="ysg-btn" onClick={look}>
              {words.say('form.fix', { n: red.length })}
            </button>
          ) : (
            <>
              <Button look="primary" icon={icons.sign} off={press.busy} press={look}>
                {words.say(press.busy ? 'form.checking' : 'do.review')}
              </Button>
              <Button look="quiet" off={press.busy || preparing.busy} press={prepare}>
                {words.say('form.prepare')}
              </Button>
            </>
          )}
          {fromCard && (
            <Button look="quiet" press={leave}>
              {words.say('form.cancel')}
            </Button>
          )}
        </div>
        <Said deps={deps} press={press} />
        <Said deps={deps} press={preparing} />
      </div>
    </>
  )
}
