// Sorting a list by its grips: drag with any pointer, or Space, arrows, Space; Escape puts back (ui.md 3, .ysg-sort).
import { useRef, useState } from 'preact/hooks'
import type { SendForm } from '../../shared/form.ts'

interface SortOptions {
  list: { current: HTMLElement | null }
  count: number
  move: (from: number, to: number) => void
  /** Something was picked up: now is the time to remember the order. */
  begin: () => void
  restore: () => void
}

export interface Sort {
  /** Place of what is picked up. */
  lifted: number | null
  /** The form as it was when something was picked up. */
  before: { current: SendForm | null }
  grip(index: number): {
    onKeyDown: (event: KeyboardEvent) => void
    onPointerDown: (event: PointerEvent) => void
    onPointerMove: (event: PointerEvent) => void
    onPointerUp: () => void
    onPointerCancel: () => void
    onBlur: () => void
  }
}

export function useSort({ list, count, move, begin, restore }: SortOptions): Sort {
  const [lifted, setLifted] = useState<number | null>(null)
  const before = useRef<SendForm | null>(null)
  const dragging = useRef(false)
  const lift = (index: number) => {
    begin()
    setLifted(index)
  }
  const go = (from: number, to: number) => {
    if (to < 0 || to >= count || to === from) return
    move(from, to)
    setLifted(to)
    // The grip that was pressed stays where it is; focus goes on with what was moved.
    if (!dragging.current) setTimeout(() => gripAt(list.current, to)?.focus())
  }
  const drop = () => {
    dragging.current = false
    setLifted(null)
  }
  return {
    lifted,
    before,
    grip: (index) => ({
      onKeyDown: (event) => {
        if (event.key === ' ' || event.key === 'Enter') {
          event.preventDefault()
          if (lifted === null) lift(index)
          else drop()
        } else if (lifted !== null && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
          event.preventDefault()
          go(lifted, lifted + (event.key === 'ArrowUp' ? -1 : 1))
        } else if (lifted !== null && event.key === 'Escape') {
          event.stopPropagation()
          restore()
          drop()
        }
      },
      onPointerDown: (event) => {
        if (event.button !== 0) return
        ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
        dragging.current = true
        lift(index)
      },
      onPointerMove: (event) => {
        if (!dragging.current || lifted === null) return
        const over = placeAt(list.current, event.clientY)
        if (over !== null) go(lifted, over)
      },
      onPointerUp: drop,
      onPointerCancel: drop,
      onBlur: () => {
        if (!dragging.current && lifted === index) drop()
      },
    }),
  }
}

function gripAt(list: HTMLElement | null, index: number): HTMLElement | null {
  return list?.children[index]?.querySelector('button') ?? null
}

function placeAt(list: HTMLElement | null, y: number): number | null {
  const items = [...(list?.children ?? [])]
  const index = items.findIndex((item) => {
    const { top, bottom } = item.getBoundingClientRect()
    return y >= top && y <= bottom
  })
  return index === -1 ? null : index
}
