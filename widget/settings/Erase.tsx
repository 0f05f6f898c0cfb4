// "Erase a person": by e-mail address or contact the records first, then what becomes of them, and only then the erasure.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PersonBody, PersonReply } from '../../shared/keeping.ts'
import { Button, Field, Note, Segments } from '../actions/parts.tsx'
import type { Answer } from './api.ts'
import { failureText, type SettingsDeps } from './deps.ts'
import { Found } from './Found.tsx'

interface EraseProps extends Pick<SettingsDeps, 'words' | 'api'> {
  /** Something was erased, or is being erased. */
  erased: () => void
}

/** A person who was looked for, with a number that rises with every search. */
interface Search extends PersonReply {
  turn: number
  person: PersonBody
}

export function Erase({ words, api, erased }: EraseProps) {
  const [by, setBy] = useState<'email' | 'contact'>('email')
  const [typed, setTyped] = useState('')
  const [isUnreadable, setUnreadable] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const [search, setSearch] = useState<Search | null>(null)
  const [done, setDone] = useState('')
  const result = useRef<HTMLDivElement>(null)
  // The question is gone with its buttons; whoever pressed one is taken to what was done.
  useEffect(() => {
    if (done !== '') result.current?.focus()
  }, [done])

  const show = async (call: Answer<PersonReply>, person: PersonBody): Promise<boolean> => {
    setBusy(true)
    const answer = await call
    setBusy(false)
    setFailure(answer.ok ? '' : failureText(words, answer.failure))
    if (answer.ok) setSearch((before) => ({ turn: (before?.turn ?? 0) + 1, person, records: answer.value.records }))
    return answer.ok
  }
  const find = () => {
    if (busy) return
    const person = personOf(by, typed)
    setUnreadable(person === null)
    setDone('')
    setSearch(null)
    if (person !== null) void show(api.keeping.find(person), person)
  }
  const erase = async (person: PersonBody, requestIds: string[], told: string) => {
    if (!(await show(api.keeping.erase({ ...person, requestIds }), person))) return
    setDone(told)
    erased()
  }
  const change = (way: 'email' | 'contact', text: string) => {
    setBy(way)
    setTyped(text)
    setUnreadable(false)
  }
  const hint = isUnreadable ? words.say(`erase.unreadable.${by}`) : by === 'contact' && words.say('erase.contact_hint')
  return (
    <div class="ysg-sec__part ysg-stack">
      <h3 class="ysg-part__title">{words.say('erase.title')}</h3>
      <p class="ysg-soft">{words.say('erase.lead')}</p>
      <form
        class="ysg-ask"
        onSubmit={(event) => {
          event.preventDefault()
          find()
        }}
      >
        <Segments
          label={words.say('erase.by')}
          value={by}
          options={(['email', 'contact'] as const).map((value) => ({ value, text: words.say(`erase.${value}`) }))}
          change={(way) => change(way, '')}
        />
        <Field
          label={words.say(`erase.${by}`)}
          value={typed}
          change={(text) => change(by, text)}
          hint={hint}
          tone={isUnreadable ? 'bad' : 'mute'}
          invalid={isUnreadable}
        />
        <Button off={busy} press={find}>
          {words.say(busy && search === null ? 'erase.finding' : 'erase.find')}
        </Button>
      </form>
      {failure !== '' && <Note tone="bad" alert text={failure} />}
      <div ref={result} tabIndex={-1} role="status" class="ysg-stack">
        {done !== '' && <Note tone="ok" text={done} />}
        {search !== null && done === '' && <p>{foundText(words, search)}</p>}
      </div>
      {search !== null && (
        <Found
          key={search.turn}
          words={words}
          api={api}
          records={search.records}
          busy={busy}
          isOver={done !== ''}
          erase={(requestIds, told) => void erase(search.person, requestIds, told)}
        />
      )}
    </div>
  )
}

/** Null for what is neither; a contact is a number, or the address of its page, which ends with the number. */
function personOf(by: 'email' | 'contact', typed: string): PersonBody | null {
  const text = typed.trim()
  if (by === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { email: text, contactId: null } : null
  const id = /^(?:\S*\/contacts\/detail\/)?(\d{1,15})\b\S*$/.exec(text)?.[1]
  return id === undefined || Number(id) === 0 ? null : { email: null, contactId: Number(id) }
}

function foundText(words: SettingsDeps['words'], { person, records }: Search): string {
  const who = person.email ?? words.say('erase.contact_is', { id: person.contactId })
  return words.say(records.length === 0 ? 'erase.none' : 'erase.found', { n: records.length, person: who })
}
