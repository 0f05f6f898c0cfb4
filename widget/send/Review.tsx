// The last look: the very bytes, what will happen, and one button. What the server froze is what is sent.
import type { ReviewReply } from '../../shared/api.ts'
import type { Difference } from '../../shared/problem.ts'
import { sizeOf } from '../actions/Filing.tsx'
import { Button, Note, Sub } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import { showFile } from '../actions/show-file.ts'
import type { FullDeps } from '../card/deps.ts'
import { Differences } from './Differences.tsx'
import { findingText } from './findings.tsx'
import { Plan } from './Plan.tsx'
import { SendButton } from './SendButton.tsx'
import { Version } from './Version.tsx'

interface ReviewProps {
  deps: FullDeps
  review: ReviewReply
  pointer: { x: number; y: number } | null
  /** The live request beside which this one is knowingly sent, and the ended one that it replaces. */
  besides: string | null
  replaces: string | null
  sent: (requestId: string) => void
  /** Reviews again: what was frozen no longer holds. */
  again: (differences: Difference[]) => void
  back: () => void
}

export function Review({ deps, review, pointer, besides, replaces, sent, again, back }: ReviewProps) {
  const { words, tools } = deps
  const press = usePress(deps)
  const { problem } = press
  const send = (beside: string | null) =>
    press.run(
      () => tools.api.send({ reviewId: review.reviewId, intent: 'send', besides: beside, replaces }),
      ({ request }) => {
        deps.dispatch({ kind: 'request', request })
        sent(request.id)
        return null
      },
    )
  // The other request is shown with the sentence; there is nothing to send here.
  const isTaken = problem?.code === 'already_under_way' || problem?.code === 'not_replaceable'
  const stale = problem?.code === 'changed' || problem?.code === 'review_expired'
  return (
    <Sub deps={deps} title={words.say('review.title')} back={back}>
      <div class="ysg-pad ysg-stack ysg-view">
        <Documents deps={deps} review={review} />
        {review.newVersion !== null && <Version deps={deps} version={review.newVersion} />}
        {review.findings.map((finding) => (
          <Note tone={finding.severity === 'info' ? 'info' : 'warn'} text={findingText(words, finding)} />
        ))}
        <Plan
          deps={deps}
          form={review.form}
          signers={review.form.signers}
          stageAfter={review.stageAfter}
          deadline={review.deadline}
        />
      </div>
      <div class="ysg-end ysg-stack">
        {problem?.code === 'changed' && <Differences words={words} differences={problem.differences} />}
        {problem?.code === 'already_under_way' && (
          <Note tone="warn" alert text={press.outcome?.text}>
            <div class="ysg-btns">
              <Button small press={() => deps.dispatch({ kind: 'show', request: problem.requestId })}>
                {words.say('review.show')}
              </Button>
              <Button small off={press.busy} press={() => send(problem.requestId)}>
                {words.say('form.second')}
              </Button>
            </div>
          </Note>
        )}
        {problem?.code === 'not_replaceable' && (
          <Note tone="bad" alert text={press.outcome?.text}>
            <Button small press={() => deps.dispatch({ kind: 'show', request: problem.requestId })}>
              {words.say('review.show')}
            </Button>
          </Note>
        )}
        {!isTaken && <Said deps={deps} press={press} />}
        {stale ? (
          <Button block look="primary" press={() => again(problem?.code === 'changed' ? problem.differences : [])}>
            {words.say('review.again')}
          </Button>
        ) : (
          !isTaken && (
            <SendButton
              deps={deps}
              people={review.form.signers.length}
              busy={press.busy}
              pointer={pointer}
              send={() => send(besides)}
            />
          )
        )}
        {review.undoSeconds > 0 && problem === null && (
          <p class="ysg-soft">{words.say('review.undo', { n: review.undoSeconds })}</p>
        )}
      </div>
    </Sub>
  )
}

function Documents({ deps, review }: { deps: FullDeps; review: ReviewReply }) {
  const { words, tools } = deps
  const press = usePress(deps)
  const open = (index: number, name: string) =>
    press.run(
      () => tools.api.reviewDocument(review.reviewId, index),
      (blob) => {
        showFile(blob, name, 'open')
        return null
      },
    )
  return (
    <>
      <ul class="ysg-stack">
        {review.documents.map((document, index) => (
          <li key={document.sha256}>
            <b>{document.name}</b>
            <p class="ysg-soft">
              {document.pages !== null && `${words.say('review.pages', { n: document.pages })}, `}
              {sizeOf(deps, document.bytes)}
              {document.signaturePage && `, ${words.say('review.signature_page')}`}
            </p>
            <button
              type="button"
              class="ysg-link"
              aria-disabled={press.busy}
              onClick={() => press.busy || open(index, document.name)}
            >
              {words.say('review.open')}
            </button>
          </li>
        ))}
      </ul>
      <Said deps={deps} press={press} />
    </>
  )
}
