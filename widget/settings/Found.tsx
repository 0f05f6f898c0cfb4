// The records of a person with what becomes of each, and the question in place before anything is erased.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PersonRecord } from '../../shared/keeping.ts'
import { Button, Note } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import { toggled } from './inputs.tsx'
import { RecordRow } from './PersonRecord.tsx'

interface FoundProps extends Pick<SettingsDeps, 'words' | 'api'> {
  records: readonly PersonRecord[]
  busy: boolean
  /** It was erased already: nothing is asked any more. */
  isOver: boolean
  /** `told` says afterwards what was done. */
  erase: (requestIds: string[], told: string) => void
}

export function Found({ words, api, records, busy, isOver, erase }: FoundProps) {
  const [left, setLeft] = useState<readonly string[]>([])
  const [isAsked, setAsked] = useState(false)
  const isOpen = ({ fate }: PersonRecord) => !isOver && (fate.kind === 'erase' || fate.kind === 'restrict')
  const chosen = records.filter((record) => isOpen(record) && !left.includes(record.requestId))
  // While something can still be signed, what stands beside the records is needed for it.
  const isRest = !records.some((record) => isOpen(record) || record.fate.kind === 'running')
  const choose = (id: string) => (on: boolean) => {
    setLeft(toggled(left, id, !on))
    setAsked(false)
  }
  return (
    <>
      {records.length > 0 && (
        <ul class="ysg-records">
          {records.map((record) => (
            <RecordRow
              key={record.requestId}
              words={words}
              api={api}
              record={record}
              isChosen={isOpen(record) ? !left.includes(record.requestId) : null}
              choose={choose(record.requestId)}
            />
          ))}
        </ul>
      )}
      {!isOver && (chosen.length > 0 || isRest) && (
        <Question
          words={words}
          chosen={chosen}
          busy={busy}
          isAsked={isAsked}
          ask={setAsked}
          erase={(told) =>
            erase(
              chosen.map(({ requestId }) => requestId),
              told,
            )
          }
        />
      )}
    </>
  )
}

interface QuestionProps extends Pick<FoundProps, 'words' | 'busy'> {
  chosen: readonly PersonRecord[]
  isAsked: boolean
  ask: (on: boolean) => void
  erase: (told: string) => void
}

function Question({ words, chosen, busy, isAsked, ask, erase }: QuestionProps) {
  const question = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLDivElement>(null)
  const wasAsked = useRef(false)
  // The button that was pressed goes away, so the focus is taken along: to the question, and back.
  useEffect(() => {
    if (isAsked) question.current?.focus()
    else if (wasAsked.current) opener.current?.querySelector('button')?.focus()
    wasAsked.current = isAsked
  }, [isAsked])
  // Null leaves the part of a sentence out.
  const count = (kind: 'erase' | 'restrict') => chosen.filter(({ fate }) => fate.kind === kind).length || null
  const facts = { erase: count('erase'), restrict: count('restrict') }
  const isRestriction = chosen.length > 0 && facts.erase === null
  const told = chosen.length === 0 ? 'erase.done_rest' : isRestriction ? 'erase.done_restricted' : 'erase.done'
  if (!isAsked) {
    return (
      <div ref={opener} class="ysg-btns">
        <Button press={() => ask(true)}>
          {words.say(chosen.length === 0 ? 'erase.next_rest' : 'erase.next', { n: chosen.length })}
        </Button>
      </div>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is an addition to the button that does the same
    <div ref={question} tabIndex={-1} onKeyDown={({ key }) => key === 'Escape' && !busy && ask(false)}>
      <Note tone="warn" text={words.say(chosen.length === 0 ? 'erase.sure_rest' : 'erase.sure', facts)}>
        {facts.erase !== null && <p>{words.say('erase.warning')}</p>}
        {facts.restrict !== null && <p>{words.say('erase.restriction')}</p>}
        <p>{words.say('erase.elsewhere')}</p>
        <div class="ysg-btns">
          <Button look="danger" off={busy} press={() => erase(words.say(told, facts))}>
            {words.say(busy ? 'erase.erasing' : isRestriction ? 'erase.restrict' : 'erase.for_good')}
          </Button>
          <Button off={busy} press={() => ask(false)}>
            {words.say('erase.keep')}
          </Button>
        </div>
      </Note>
    </div>
  )
}
