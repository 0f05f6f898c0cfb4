// A new deadline for an expired request. It says who has signed and who is awaited, and promises nothing beyond that.
import { useState } from 'preact/hooks'
import { maxExpiryDays } from '../../shared/levels.ts'
import { Button, Field, Segments, Sub } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import { dayAfter, daysUntil } from '../actions/when.ts'
import type { RequestProps } from '../card/deps.ts'
import { fullName } from '../card/reading.ts'

const offered = [7, 15, 30] as const

export function Extend({ deps, request }: RequestProps) {
  const { words, times, tools } = deps
  const press = usePress(deps)
  const [days, setDays] = useState(15)
  const back = () => tools.view({ kind: 'card' })
  const signed = request.signers.filter(({ status }) => status === 'signed').map(fullName)
  const missing = request.signers.filter(({ status }) => status !== 'signed').map(fullName)
  const extend = () =>
    press.run(
      () => tools.api.extend(request.id, { days }),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        back()
        return null
      },
    )
  return (
    <Sub deps={deps} title={words.say('do.extend')} back={back}>
      <div class="ysg-pad ysg-stack ysg-view">
        <Segments
          label={words.say('extend.text')}
          value={String(days)}
          options={offered.map((n) => ({ value: String(n), text: words.say('extend.days', { n }) }))}
          change={(value) => setDays(Number(value))}
        />
        <Field
          type="date"
          label={words.say('form.until_day')}
          value={dayAfter(deps.now(), days)}
          min={dayAfter(deps.now(), 1)}
          max={dayAfter(deps.now(), maxExpiryDays)}
          change={(day) => setDays(daysUntil(deps.now(), day) ?? days)}
          hint={times.date(deps.now() + days * 86_400_000)}
        />
        {signed.length > 0 && <p class="ysg-soft">{words.say('extend.signed', { names: words.list(signed) })}</p>}
        <p class="ysg-soft">{words.say('extend.missing', { names: words.list(missing) })}</p>
        <Button block look="primary" off={press.busy} press={extend}>
          {words.say('do.extend')}
        </Button>
        <Said deps={deps} press={press} />
      </div>
    </Sub>
  )
}
