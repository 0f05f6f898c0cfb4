// Inputs of the settings page beside those of the card.
import type { ComponentChildren } from 'preact'
import { Field } from '../actions/parts.tsx'

interface CheckProps {
  text: ComponentChildren
  on: boolean
  change: (on: boolean) => void
}

export function Check({ text, on, change }: CheckProps) {
  return (
    <label class="ysg-tick">
      <input
        class="ysg-check"
        type="checkbox"
        checked={on}
        onChange={({ currentTarget }) => change(currentTarget.checked)}
      />
      <span>{text}</span>
    </label>
  )
}

interface LinesProps {
  label: string
  hint?: string
  lines: readonly string[]
  change: (lines: string[]) => void
}

/** A list, one a line. */
export function Lines({ label, hint, lines, change }: LinesProps) {
  return <Field long label={label} hint={hint} value={lines.join('\n')} change={(text) => change(text.split('\n'))} />
}

interface NumberProps {
  label: string
  hint?: string
  value: number
  change: (value: number) => void
}

/** A whole number; letters are ignored. */
export function Whole({ label, hint, value, change }: NumberProps) {
  return (
    <Field
      label={label}
      hint={hint}
      // Nothing typed is no number, and null once it was kept across a reload.
      value={Number.isInteger(value) ? String(value) : ''}
      change={(text) => {
        const digits = text.replace(/\D/g, '').slice(0, 4)
        change(digits === '' ? Number.NaN : Number(digits))
      }}
    />
  )
}

/** In a list, or no longer. */
export function toggled<T>(list: readonly T[], item: T, on: boolean): T[] {
  return on ? [...list.filter((one) => one !== item), item] : list.filter((one) => one !== item)
}
