// A row of the form: says what is chosen, opens in place.
import type { ComponentChildren } from 'preact'
import { moreIcons } from '../actions/more-icons.ts'
import { Icon } from '../ui/icons.tsx'

export interface RowProps {
  label: string
  value: ComponentChildren
  hint?: ComponentChildren
  open: boolean
  toggle: () => void
  /** Shown below while the row is open. */
  children: ComponentChildren
}

export function Row({ label, value, hint, open, toggle, children }: RowProps) {
  return (
    <div class="ysg-row">
      <button type="button" class="ysg-row__open" aria-expanded={open} onClick={toggle}>
        <span>
          <span class="ysg-row__label">{label}</span>
          <span class="ysg-row__value">{value}</span>
          {hint && <span class="ysg-row__hint">{hint}</span>}
        </span>
        <Icon d={moreIcons.down} />
      </button>
      {open && <div class="ysg-row__body ysg-stack">{children}</div>}
    </div>
  )
}
