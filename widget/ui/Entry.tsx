// The card before it can show anything: loading, a lead that was never saved, and every reason why nothing comes.
import type { ComponentChildren } from 'preact'
import type { CardProblem } from '../card/problem.ts'
import type { Words } from '../words/words.tsx'
import { Icon, icons } from './icons.tsx'
import { Sheet } from './Sheet.tsx'

/** The same boxes as the form that most often follows. */
export function Loading({ words }: { words: Words }) {
  return (
    <div aria-busy="true">
      <p class="ysg-vh">{words.say('loading')}</p>
      {[72, 66, 48, 80, 100].map((width) => (
        <div class="ysg-skel-row">
          <div class="ysg-skel" style="width:36%" />
          <div class="ysg-skel" style={`width:${width}%`} />
        </div>
      ))}
    </div>
  )
}

export function Unsaved({ words }: { words: Words }) {
  return (
    <Empty title={words.say('entry.unsaved')} text={words.say('entry.unsaved.text')}>
      <Sheet signers={[]} />
    </Empty>
  )
}

interface ClosedProps {
  words: Words
  problem: CardProblem
  /** Seconds until the next try. */
  seconds: number | null
  retry: () => void
}

/** No first answer: not shared, deleted, or no connection, with the seconds until the next try. */
export function Closed({ words, problem: { code }, seconds, retry }: ClosedProps) {
  const kind = code === 'forbidden' || code === 'not_found' ? 'forbidden' : code === 'lead_gone' ? 'gone' : 'offline'
  return (
    <Empty title={words.say(`entry.${kind}`)} text={words.say(`entry.${kind}.text`, { n: seconds })}>
      <Icon d={kind === 'forbidden' ? icons.lock : icons.warn} />
      {kind === 'offline' && (
        <button type="button" class="ysg-btn ysg-btn--block" onClick={retry}>
          {words.say('do.try')}
        </button>
      )}
    </Empty>
  )
}

interface EmptyProps {
  title: string
  text: string
  /** The sign above, then what stands below the text. */
  children: ComponentChildren
}

/** One sign, a title, a sentence, and at most one thing to do. */
export function Empty({ title, text, children }: EmptyProps) {
  const [sign, ...below] = Array.isArray(children) ? children : [children]
  return (
    <div class="ysg-empty">
      {sign}
      <h2 class="ysg-empty__title">{title}</h2>
      <p>{text}</p>
      {below}
    </div>
  )
}
