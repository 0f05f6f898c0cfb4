// "Signed on paper": which scan, and why; says what is stopped and whose electronic signature is lost.
import { useState } from 'preact/hooks'
import type { UploadReply } from '../../shared/api.ts'
import type { FormDocument } from '../../shared/form.ts'
import { openAtYousign } from '../../shared/states.ts'
import { sizeOf } from '../actions/Filing.tsx'
import { Button, Field, Note, Sub } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import type { RequestProps } from '../card/deps.ts'
import { fullName } from '../card/reading.ts'
import { Upload } from './Upload.tsx'

export function Paper({ deps, state, request }: RequestProps) {
  const { words, tools } = deps
  const press = usePress(deps)
  const [uploads, setUploads] = useState<UploadReply[]>([])
  const [scan, setScan] = useState<FormDocument | null>(null)
  const [why, setWhy] = useState('')
  const isOpen = openAtYousign.has(request.state)
  const signed = request.signers.filter(({ status }) => status === 'signed').map(fullName)
  const back = () => tools.view({ kind: 'card' })
  const keep = () =>
    scan !== null &&
    press.run(
      () => tools.api.paper(request.id, { scan, why: why.trim() }),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        back()
        return null
      },
    )
  const choices: { document: FormDocument; hint: string }[] = [
    ...uploads.map(({ uploadId, name, pages }) => ({
      document: { kind: 'upload' as const, uploadId, name },
      hint: words.say('review.pages', { n: pages }),
    })),
    ...(state.card.composer?.files ?? []).map(({ uuid, name, bytes }) => ({
      document: { kind: 'lead_file' as const, uuid, name },
      hint: sizeOf(deps, bytes),
    })),
  ]
  const isSigned = press.problem?.code === 'too_late' && press.problem.state === 'done'
  return (
    <Sub deps={deps} title={words.say('do.paper')} back={back}>
      <div class="ysg-pad ysg-stack ysg-view">
        {isOpen && <Note tone="warn" text={words.say('paper.warn', { names: words.list(signed) })} />}
        <p class="ysg-soft">{words.say('paper.text')}</p>
        <fieldset class="ysg-stack">
          <legend class="ysg-field__label">{words.say('paper.scan')}</legend>
          {choices.map(({ document, hint }) => (
            <label class="ysg-tick" key={keyOf(document)}>
              <input
                class="ysg-radio"
                type="radio"
                name="scan"
                checked={scan !== null && keyOf(scan) === keyOf(document)}
                onChange={() => setScan(document)}
              />
              <span>
                {document.name} <span class="ysg-soft">{hint}</span>
              </span>
            </label>
          ))}
          <Upload
            deps={deps}
            added={(upload) => {
              setUploads([upload, ...uploads])
              setScan({ kind: 'upload', uploadId: upload.uploadId, name: upload.name })
            }}
          />
        </fieldset>
        <Field long label={words.say('paper.why')} value={why} change={(text) => setWhy(text.slice(0, 300))} />
        <div class="ysg-btns ysg-btns--stack">
          <Button
            look={isOpen ? 'danger' : 'primary'}
            off={scan === null || why.trim() === '' || press.busy}
            press={keep}
          >
            {words.say(isOpen ? 'paper.stop' : 'paper.do')}
          </Button>
          <Button look="quiet" press={back}>
            {words.say(isOpen ? 'cancel.keep' : 'back')}
          </Button>
        </div>
        {isSigned ? (
          <Note tone="warn" alert text={words.say('paper.overtaken', { by: state.answer.user.name })} />
        ) : (
          <Said deps={deps} press={press} />
        )}
      </div>
    </Sub>
  )
}

function keyOf(document: FormDocument): string {
  return document.kind === 'upload' ? document.uploadId : document.uuid
}
