// One section of the page under its heading, to which the navigation moves the focus.
import type { ComponentChildren } from 'preact'

interface SectionProps {
  id: string
  title: string
  text: string
  /** Beside the title. */
  action?: ComponentChildren
  children: ComponentChildren
}

export function Section({ id, title, text, action, children }: SectionProps) {
  return (
    <section class="ysg-sec" data-section={id} aria-labelledby={`ysg-${id}`}>
      <header class="ysg-sec__head">
        <div>
          <h2 class="ysg-sec__title" id={`ysg-${id}`} tabIndex={-1}>
            {title}
          </h2>
          <p class="ysg-sec__text">{text}</p>
        </div>
        {action}
      </header>
      {children}
    </section>
  )
}
