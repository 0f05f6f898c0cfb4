// The periods as a table, and the years after which administrators are asked about signed records.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { reviewYears, type TimedKind } from '../../shared/keeping.ts'
import type { PageTextKey } from '../../shared/texts/settings.ts'
import { Button, Note } from '../actions/parts.tsx'
import { Whole } from './inputs.tsx'
import type { KeepingProps } from './Keeping.tsx'

/** What is left when the period is over. */
const remains: Partial<Record<TimedKind, PageTextKey>> = {
  deliveries: 'long.deliveries',
  originals: 'long.originals',
}

export function Periods({ words, page, ...deps }: KeepingProps) {
  const row = (kind: TimedKind | 'signed' | 'record' | 'provider' | 'backups', long: ComponentChildren) => (
    <tr key={kind}>
      <th scope="row">{words.say(`keeping.${kind}`)}</th>
      <td>{long}</td>
      <td>{words.say(`why.${kind}`)}</td>
    </tr>
  )
  const fixed = (kind: 'signed' | 'record' | 'provider' | 'backups') =>
    row(kind, words.say(`long.${kind}`, { years: page.choices.reviewYears }))
  return (
    <div class="ysg-sec__body ysg-stack">
      <table class="ysg-table">
        <thead>
          <tr>
            <th scope="col">{words.say('keeping.what')}</th>
            <th scope="col">{words.say('keeping.long')}</th>
            <th scope="col">{words.say('keeping.why')}</th>
          </tr>
        </thead>
        <tbody>
          {fixed('signed')}
          {page.periods.map(({ kind, period: { count, unit } }) => {
            const period = words.say(`long.${unit}`, { n: count })
            const left = remains[kind]
            return row(kind, left === undefined ? period : words.say(left, { period }))
          })}
          {fixed('record')}
          {fixed('provider')}
          {fixed('backups')}
        </tbody>
      </table>
      <Years words={words} page={page} {...deps} />
    </div>
  )
}

function Years({ words, api, page, take }: KeepingProps) {
  const saved = page.choices.reviewYears
  const [typed, setTyped] = useState(saved)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaved, setSaved] = useState(false)
  const save = async () => {
    setBusy(true)
    const told = await take(api.keeping.saveYears(typed))
    setBusy(false)
    setFailure(told)
    setSaved(told === null)
  }
  const change = (years: number) => {
    setTyped(years)
    setFailure(null)
    setSaved(false)
  }
  return (
    <div class="ysg-stack">
      <div class="ysg-ask">
        <Whole
          label={words.say('keeping.years')}
          hint={words.say('keeping.years_hint', reviewYears)}
          value={typed}
          change={change}
        />
        {typed !== saved && (
          <Button off={busy} press={() => void save()}>
            {words.say(busy ? 'saving' : 'save')}
          </Button>
        )}
      </div>
      <p role="status" class="ysg-soft">
        {isSaved && words.say('saved')}
      </p>
      {failure !== null && <Note tone="bad" alert text={failure} />}
    </div>
  )
}
