// Signed records whose time is over: kept for some years more, or left to be decided on.
import { useState } from 'preact/hooks'
import type { PersonRecord } from '../../shared/keeping.ts'
import { Button, Note, Select } from '../actions/parts.tsx'
import type { KeepingProps } from './Keeping.tsx'
import { Facts, titleOf } from './PersonRecord.tsx'

const choices = ['1', '2', '3', '5', '10', '20'] as const

export function Due({ words, api, page, take }: KeepingProps) {
  const [years, setYears] = useState<(typeof choices)[number]>('5')
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ tone: 'ok' | 'bad'; text: string } | null>(null)
  const n = Number(years)
  const renew = async ({ requestId, reference }: PersonRecord) => {
    setBusy(true)
    const failure = await take(api.keeping.renew(requestId, n))
    setBusy(false)
    const done = words.say('due.renewed', { reference, n })
    setTold(failure === null ? { tone: 'ok', text: done } : { tone: 'bad', text: failure })
  }
  return (
    <div class="ysg-sec__part ysg-stack">
      <h3 class="ysg-part__title">{words.say('due.title')}</h3>
      <p class="ysg-soft">{words.say(page.due.length === 0 ? 'due.none' : 'due.text')}</p>
      {page.due.length > 0 && (
        <>
          <div class="ysg-ask">
            <Select
              label={words.say('due.years')}
              value={years}
              options={choices.map((value) => ({ value, text: words.say('due.for', { n: Number(value) }) }))}
              change={setYears}
            />
          </div>
          <ul class="ysg-records">
            {page.due.map((record) => (
              <li key={record.requestId}>
                <div class="ysg-line">
                  <div>
                    <p class="ysg-type__name">{titleOf(record)}</p>
                    <Facts words={words} record={record} />
                    <p>{words.say('erase.names', { names: words.list(record.signers) })}</p>
                  </div>
                  <Button small off={busy} press={() => void renew(record)}>
                    {words.say('due.renew', { n })}
                    <span class="ysg-vh"> ({record.reference})</span>
                  </Button>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
      <div role="status">{told !== null && <Note tone={told.tone} text={told.text} />}</div>
    </div>
  )
}
