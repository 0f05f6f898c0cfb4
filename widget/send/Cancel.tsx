// Cancelling asks why and says whose signature is lost; what was never sent is discarded with one question.
import { useState } from 'preact/hooks'
import { type CancelReason, cancelReasons } from '../../shared/card.ts'
import { Button, Field, Note, Sub } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import type { RequestProps } from '../card/deps.ts'
import { fullName } from '../card/reading.ts'

export function Cancel({ deps, request }: RequestProps) {
  const { words, tools } = deps
  const press = usePress(deps)
  const [reason, setReason] = useState<CancelReason | null>(null)
  const [note, setNote] = useState('')
  const signed = request.signers.filter(({ status }) => status === 'signed').map(fullName)
  const back = () => tools.view({ kind: 'card' })
  const cancel = () =>
    reason !== null &&
    press.run(
      () => tools.api.cancel(request.id, { reason, note: note.trim() || null }),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        back()
        return null
      },
    )
  return (
    <Sub deps={deps} title={words.say('cancel.title')} back={back}>
      <div class="ysg-pad ysg-stack ysg-view">
        <Note tone="warn" text={words.say('cancel.warn', { names: words.list(signed) })} />
        <fieldset>
          <legend class="ysg-field__label">{words.say('cancel.reason')}</legend>
          {cancelReasons.map((each) => (
            <label class="ysg-choice">
              <input
                class="ysg-radio"
                type="radio"
                name="reason"
                checked={reason === each}
                onChange={() => setReason(each)}
              />
              <span class="ysg-choice__name">{words.say(`cancel.${each}`)}</span>
            </label>
          ))}
        </fieldset>
        {reason === 'other' && <Field long label={words.say('cancel.note')} value={note} change={setNote} />}
        <div class="ysg-btns ysg-btns--stack">
          <Button look="danger" off={reason === null || press.busy} press={cancel}>
            {words.say('cancel.title')}
          </Button>
          <Button look="quiet" press={back}>
            {words.say('cancel.keep')}
          </Button>
        </div>
        <Said deps={deps} press={press} />
      </div>
    </Sub>
  )
}

export function Discard({ deps, request }: RequestProps) {
  const { words, tools } = deps
  const press = usePress(deps)
  const back = () => tools.view({ kind: 'card' })
  const discard = () =>
    press.run(
      () => tools.api.cancel(request.id, { reason: 'contractualization_aborted', note: null }),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        back()
        return null
      },
    )
  return (
    <Sub deps={deps} title={words.say('discard.title')} back={back}>
      <div class="ysg-pad ysg-stack ysg-view">
        <p>{words.say('discard.text')}</p>
        <div class="ysg-btns ysg-btns--stack">
          <Button look="danger" off={press.busy} press={discard}>
            {words.say('discard.do')}
          </Button>
          <Button look="quiet" press={back}>
            {words.say('discard.keep')}
          </Button>
        </div>
        <Said deps={deps} press={press} />
      </div>
    </Sub>
  )
}
