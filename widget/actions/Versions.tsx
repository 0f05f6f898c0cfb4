// The two ends of a new version, each a way to the other; and what is to be known about a scan that took its place.
import type { CardPaper, CardRequest, PaperOutcome } from '../../shared/card.ts'
import type { FullDeps, RequestProps } from '../card/deps.ts'
import type { Tone } from '../card/reading.ts'
import { Icon } from '../ui/icons.tsx'
import { moreIcons } from './more-icons.ts'
import { Note } from './parts.tsx'

/** Nothing when the request stands alone. */
export function Versions({ deps, state, request }: RequestProps) {
  const find = (id: string | null) => state.card.requests.find((one) => one.id === id)
  const [old, newer] = [find(request.replaces), find(request.replacedBy)]
  if (old === undefined && newer === undefined) return null
  return (
    <ul class="ysg-pad ysg-stack">
      {newer !== undefined && <Way deps={deps} text="version.replaced_by" from={request} to={newer} />}
      {old !== undefined && <Way deps={deps} text="version.replaces" from={request} to={old} />}
    </ul>
  )
}

interface WayProps {
  deps: FullDeps
  text: 'version.replaces' | 'version.replaced_by'
  from: CardRequest
  to: CardRequest
}

function Way({ deps, text, from, to }: WayProps) {
  const go = () => {
    deps.dispatch({ kind: 'show', request: to.id })
    // The way back stands where this one stood.
    deps.root.querySelector<HTMLElement>(`[data-at="version:${from.id}"]`)?.focus()
  }
  return (
    <li>
      <button type="button" class="ysg-link" data-at={`version:${to.id}`} onClick={go}>
        <Icon d={moreIcons.again} /> {deps.words.say(text, { reference: to.reference })}
      </button>
    </li>
  )
}

/** Who says that it was signed on paper, and what came of it. */
export function PaperNote({ deps: { words, times }, paper }: { deps: FullDeps; paper: CardPaper }) {
  const { by, why, outcome } = paper
  return (
    <div class="ysg-pad">
      <Note tone={tones[outcome]} text={words.say(`paper.${outcome}`, { by, why, date: times.date(paper.at) })} />
    </div>
  )
}

const tones: Record<PaperOutcome, Tone> = { asked: 'info', kept: 'info', overtaken: 'warn' }
