// Until when people can sign; Yousign takes a year at most.
import type { SendForm } from '../../shared/form.ts'
import { maxExpiryDays } from '../../shared/levels.ts'
import { Field } from '../actions/parts.tsx'
import { dayAfter, daysUntil } from '../actions/when.ts'
import type { FullDeps } from '../card/deps.ts'
import { Row } from './Row.tsx'

interface ExpiryRowProps {
  deps: FullDeps
  form: SendForm
  change: (form: SendForm) => void
  open: boolean
  toggle: () => void
}

export function ExpiryRow({ deps, form, change, open, toggle }: ExpiryRowProps) {
  const { words, times } = deps
  const now = deps.now()
  return (
    <Row
      label={words.say('form.until')}
      value={times.date(now + form.expiryDays * 86_400_000)}
      hint={words.say('form.days', { n: form.expiryDays })}
      open={open}
      toggle={toggle}
    >
      <Field
        type="date"
        label={words.say('form.until_day')}
        value={dayAfter(now, form.expiryDays)}
        min={dayAfter(now, 1)}
        max={dayAfter(now, maxExpiryDays)}
        change={(day) => change({ ...form, expiryDays: daysUntil(now, day) ?? form.expiryDays })}
      />
    </Row>
  )
}
