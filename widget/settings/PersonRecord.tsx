// One record of a person: what it is, what becomes of it, whom else it names, and its files once it is restricted.
import { useState } from 'preact/hooks'
import type { Fate, PersonRecord } from '../../shared/keeping.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, Note } from '../actions/parts.tsx'
import { showFile } from '../actions/show-file.ts'
import type { Tone } from '../card/reading.ts'
import { dayOf, failureText, type SettingsDeps } from './deps.ts'
import { Check } from './inputs.tsx'

type Words = SettingsDeps['words']

interface RecordProps extends Pick<SettingsDeps, 'words' | 'api'> {
  record: PersonRecord
  /** Null when nothing can be done with it now. */
  isChosen: boolean | null
  choose: (on: boolean) => void
}

export function RecordRow({ words, api, record, isChosen, choose }: RecordProps) {
  const { signers, fate } = record
  const names = words.list(signers)
  const title = <span class="ysg-type__name">{titleOf(record)}</span>
  return (
    <li>
      {isChosen === null ? title : <Check text={title} on={isChosen} change={choose} />}
      <div class={isChosen === null ? undefined : 'ysg-under'}>
        <Facts words={words} record={record} />
        <p class="ysg-fate" data-tone={tones[fate.kind]}>
          {fateText(words, fate)}
        </p>
        {names !== '' && fate.kind !== 'erased' && (
          <p>{words.say(fate.kind === 'erase' && signers.length > 1 ? 'erase.others' : 'erase.names', { names })}</p>
        )}
        {fate.kind === 'restricted' && <Files words={words} api={api} record={record} />}
      </div>
    </li>
  )
}

/** Name and number; they are the same in a record that was erased. */
export function titleOf({ name, reference }: PersonRecord): string {
  return name === reference ? name : `${name} · ${reference}`
}

/** State, days, and the way to its lead. */
export function Facts({ words, record }: { words: Words; record: PersonRecord }) {
  const { state, createdAt, endedAt, leadId } = record
  const days = [words.say('erase.made', { date: dayOf(words, createdAt) })]
  if (endedAt !== null) days.push(words.say('erase.ended', { date: dayOf(words, endedAt) }))
  return (
    <p class="ysg-soft">
      {words.say(`is.${state}`)} · {days.join(', ')} ·{' '}
      <a class="ysg-out" href={`/leads/detail/${leadId}`} target="_blank" rel="noopener">
        {words.say('erase.on_lead')}
      </a>
    </p>
  )
}

const tones: Readonly<Record<Fate['kind'], Tone>> = {
  running: 'bad',
  restrict: 'warn',
  erase: 'info',
  restricted: 'mute',
  erased: 'mute',
}

function fateText(words: Words, fate: Fate): string {
  switch (fate.kind) {
    case 'running':
    case 'erase':
      return words.say(`fate.${fate.kind}`)
    case 'restrict':
      return words.say('fate.restrict', { date: dayOf(words, fate.until) })
    case 'restricted':
      return words.say('fate.restricted', { date: dayOf(words, fate.at), until: dayOf(words, fate.until) })
    case 'erased':
      return words.say(fate.isComplete ? 'fate.erased' : 'fate.erasing', { date: dayOf(words, fate.at) })
  }
}

function Files({ words, api, record }: Pick<RecordProps, 'words' | 'api' | 'record'>) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const save = async (id: string | null, name: string) => {
    setBusy(true)
    const answer = await api.keeping.file(record, id)
    setBusy(false)
    setFailure(answer.ok ? '' : failureText(words, answer.failure))
    if (answer.ok) showFile(answer.value, name, 'save')
  }
  return (
    <div class="ysg-stack">
      <div class="ysg-btns">
        {record.files.map(({ id, name }) => (
          <Button key={id} small icon={moreIcons.download} off={busy} press={() => void save(id, name)}>
            {words.say('erase.file', { name })}
          </Button>
        ))}
        <Button small icon={moreIcons.download} off={busy} press={() => void save(null, `${record.reference}.zip`)}>
          {words.say('erase.complete')}
        </Button>
      </div>
      {failure !== '' && <Note tone="bad" alert text={failure} />}
    </div>
  )
}
