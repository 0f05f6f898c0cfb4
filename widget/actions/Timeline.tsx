// What happened, newest first: ten, then the older ones on request; and the number that support asks for.
import { useState } from 'preact/hooks'
import type { CardRequest, TimelineEntry, TimelineEvent } from '../../shared/card.ts'
import { levels } from '../../shared/levels.ts'
import type { FullDeps } from '../card/deps.ts'
import type { Tone } from '../card/reading.ts'
import { Icon } from '../ui/icons.tsx'
import type { Words } from '../words/words.tsx'
import { moreIcons } from './more-icons.ts'
import { Button } from './parts.tsx'
import { Said, usePress } from './press.tsx'
import { daysBetween, whenOf } from './when.ts'

/** The server sends so many with the card. */
const first = 10

export function Timeline({ deps, request }: { deps: FullDeps; request: CardRequest }) {
  const { words, tools } = deps
  const press = usePress(deps)
  const [older, setOlder] = useState<TimelineEntry[]>([])
  const known = new Set(request.timeline.map(keyOf))
  const entries = [...request.timeline, ...older.filter((entry) => !known.has(keyOf(entry)))]
  const load = () =>
    press.run(
      () => tools.api.timeline(request.id),
      (reply) => {
        setOlder(reply.entries)
        return null
      },
    )
  return (
    <details class="ysg-fold">
      <summary>
        <Icon d={moreIcons.history} />
        <span>{words.say('timeline')}</span>
        <Icon d={moreIcons.down} />
      </summary>
      <ol class="ysg-log" aria-label={words.say('timeline')}>
        {entries.map((entry, index) => (
          <Entry key={keyOf(entry)} deps={deps} entry={entry} before={entries[index - 1]} />
        ))}
      </ol>
      <div class="ysg-pad ysg-stack">
        {request.timeline.length >= first && older.length === 0 && (
          <Button small off={press.busy} press={load}>
            {words.say('older')}
          </Button>
        )}
        <Said deps={deps} press={press} />
        <p class="ysg-soft">
          {words.say('reference')} {request.reference}
        </p>
      </div>
    </details>
  )
}

interface EntryProps {
  deps: FullDeps
  entry: TimelineEntry
  before: TimelineEntry | undefined
}

function Entry({ deps, entry, before }: EntryProps) {
  const { words, times } = deps
  const newDay = before === undefined || daysBetween(entry.at, before.at) !== 0
  return (
    <>
      {newDay && <li class="ysg-log__day">{times.date(entry.at)}</li>}
      <li class="ysg-log__item" data-tone={tones[entry.event]}>
        <time title={whenOf(deps, entry.at)}>{times.time(entry.at)}</time>
        <span>{words.rich(`event.${entry.event}`, readable(words, entry.facts))}</span>
      </li>
    </>
  )
}

/** Levels among the facts in words. */
function readable(words: Words, facts: TimelineEntry['facts']): TimelineEntry['facts'] {
  const level = (fact: string | number) => levels.find((one) => one === fact)
  return Object.fromEntries(
    Object.entries(facts).map(([key, fact]) => {
      const found = level(fact)
      return [key, found === undefined ? fact : words.say(`level.${found}`)]
    }),
  )
}

const tones: { readonly [event in TimelineEvent]?: Tone } = {
  sent: 'info',
  signed: 'ok',
  done: 'ok',
  filed: 'ok',
  declined: 'bad',
  rejected: 'bad',
  delivery_failed: 'bad',
  failed: 'bad',
  expired: 'warn',
  corrected: 'warn',
  canceled: 'warn',
}

function keyOf(entry: TimelineEntry): string {
  return `${entry.at} ${entry.event} ${JSON.stringify(entry.facts)}`
}
