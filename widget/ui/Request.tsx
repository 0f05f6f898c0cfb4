// One signature request at first glance: strip, document, sentence, people. What can be done comes with the second bundle.
import type { CardRequest } from '../../shared/card.ts'
import type { Deps } from '../card/deps.ts'
import { awaited, fullName, type Strip, signedCount, stepNumber, stripOf, type Tone } from '../card/reading.ts'
import type { OpenState } from '../card/state.ts'
import { Icon, icons } from './icons.tsx'
import { People } from './People.tsx'
import { Sheet } from './Sheet.tsx'

interface Props {
  deps: Deps
  state: OpenState
  request: CardRequest
}

export function Request({ deps, state, request }: Props) {
  const { words, times, full } = deps
  const strip = stripOf(request, deps.now())
  const [tone, icon] = strips[strip]
  const sentence = sentenceOf(deps, request, strip)
  const { deadline, endedAt, level, mode } = request
  if (request.closed !== null) return <Closed deps={deps} request={request} />
  return (
    <article aria-label={`${request.name}. ${sentence}`}>
      <div class="ysg-strip" data-tone={tone}>
        <Icon d={icon} />
        <p class="ysg-strip__text">{stripText(deps, request, strip)}</p>
        {full !== null && <full.more.More deps={full} state={state} request={request} signer={null} />}
      </div>
      <div class="ysg-doc">
        <Sheet signers={request.signers} />
        <div class="ysg-doc__main">
          <h3 class="ysg-doc__name" title={request.name}>
            {request.name}
          </h3>
          <p class="ysg-soft">
            {words.say(`level.${level}`)}
            {mode !== null && level === 'electronic_signature' && `, ${words.say(`mode.${mode}`)}`}
          </p>
          {deadline !== null && endedAt === null && (
            <p class="ysg-soft">{words.say('until', { deadline: times.deadline(deadline) })}</p>
          )}
        </div>
      </div>
      {/* Where strip and rail say it all, the sentence is only for those who hear the card. */}
      {sentences[strip] !== 'ongoing' && request.trouble === null && <p class="ysg-pad">{sentence}</p>}
      <People deps={deps} state={state} request={request} />
      {full !== null && <full.more.Details deps={full} state={state} request={request} />}
    </article>
  )
}

/** A record that is restricted or was erased: its number, and that. */
function Closed({ deps, request }: Pick<Props, 'deps' | 'request'>) {
  const { closed, reference } = request
  if (closed === null) return null
  const date = deps.times.date(closed.kind === 'restricted' ? closed.until : closed.at)
  return (
    <article class="ysg-strip" data-tone="mute">
      <Icon d={icons.canceled} />
      {reference}. {deps.words.say(`closed.${closed.kind}`, { date })}
    </article>
  )
}

/** The look of each strip. */
export const strips = {
  prepared: ['mute', icons.sign],
  preparing: ['mute', icons.sign],
  held: ['warn', icons.paused],
  needs_person: ['bad', icons.warn],
  failed: ['bad', icons.warn],
  approval: ['info', icons.paused],
  ongoing: ['info', icons.ongoing],
  needs_you: ['bad', icons.warn],
  stalled: ['warn', icons.warn],
  paused: ['warn', icons.paused],
  done: ['ok', icons.done],
  declined: ['bad', icons.no],
  rejected: ['bad', icons.no],
  expired: ['warn', icons.expired],
  canceled: ['mute', icons.canceled],
  deleted: ['mute', icons.canceled],
  paper: ['mute', icons.sign],
} as const satisfies Record<Strip, readonly [Tone, string]>

const sentences: { readonly [strip in Strip]?: 'ongoing' } = {
  ongoing: 'ongoing',
  needs_you: 'ongoing',
  stalled: 'ongoing',
}

/** The words of a strip: the state, bold, and its count. */
export function stripText({ words }: Deps, request: CardRequest, strip: Strip) {
  const steps = request.state === 'preparing'
  const n = steps ? stepNumber(request) : signedCount(request)
  return words.rich(`strip.${strip}`, { n, m: steps ? 6 : request.signers.length })
}

/** The sentence of product.md 5.3 for a request. */
export function sentenceOf({ words, times }: Deps, request: CardRequest, strip: Strip): string {
  const { ending, signers } = request
  const key = sentences[strip] ?? (strip as Exclude<Strip, 'needs_you' | 'stalled'>)
  const people = awaited(request)
  const since = people.map(({ notifiedAt }) => notifiedAt).find(Boolean) ?? request.sentAt
  const ended = ending?.at ?? request.endedAt
  const at = key === 'ongoing' ? since : key === 'paper' ? request.paper?.at : ended
  const reason = ending?.kind === 'canceled' && ending.reason !== null && words.say(`reason.${ending.reason}`)
  return words.say(`state.${key}`, {
    by: request.by,
    // The ending knows who ended it: `name`, or `by` for a cancelled one.
    ...(ending as Partial<Record<'name' | 'by', string>> | null),
    n: signedCount(request),
    m: signers.length,
    names: words.list(ending?.kind === 'expired' ? ending.missing : people.map(fullName)),
    date: at && times.date(at),
    copy: words.say(request.files.length > 0 ? 'copy.yes' : 'copy.no'),
    reason: (ending?.kind === 'canceled' && ending.note) || reason || null,
  })
}
