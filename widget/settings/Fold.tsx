// A part that most people need once: its title stays, the rest opens under it.
import type { ComponentChildren } from 'preact'
import { moreIcons } from '../actions/more-icons.ts'
import { Icon } from '../ui/icons.tsx'

export function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <details class="ysg-help">
      <summary>
        <Icon d={moreIcons.right} />
        <span>{title}</span>
      </summary>
      <div class="ysg-stack">{children}</div>
    </details>
  )
}
