// One box on the page: dragged with the pointer or moved with the arrow keys, its corner alike for the size.
import { useEffect, useRef } from 'preact/hooks'
import type { EditedBox } from './draft.ts'

interface Props {
  box: EditedBox
  /** Pixels a point. */
  scale: number
  label: string
  sizeLabel: string
  selected: boolean
  select: () => void
  take: () => void
  /** `told`: say where it is now; a pointer is watched by its owner. */
  move: (to: { x: number; y: number }, told: boolean) => void
  resize: (to: { width: number; height: number }, told: boolean) => void
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export function Box({ box, scale, label, sizeLabel, selected, select, take, move, resize }: Props) {
  const { x, y, width, height } = box
  const body = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (selected) body.current?.focus()
  }, [selected])
  const at = {
    left: `${x * scale}px`,
    top: `${y * scale}px`,
    width: `${width * scale}px`,
    height: `${height * scale}px`,
  }

  const keys = (go: (across: number, down: number) => void) => (event: KeyboardEvent) => {
    const way = arrows[event.key]
    if (way !== undefined) go(way[0] * (event.shiftKey ? 10 : 1), way[1] * (event.shiftKey ? 10 : 1))
    else if (event.key === 'Delete' || event.key === 'Backspace') take()
    else return
    event.preventDefault()
  }

  return (
    <div class={`box ${box.kind}${selected ? ' selected' : ''}`} style={at}>
      <button
        type="button"
        ref={body}
        class="body"
        aria-label={label}
        aria-pressed={selected}
        onClick={select}
        onPointerDown={(event) => {
          select()
          drag(event, scale, (across, down) => move({ x: x + across, y: y + down }, false))
        }}
        onKeyDown={keys((across, down) => move({ x: x + across, y: y + down }, true))}
      >
        {label}
      </button>
      <button
        type="button"
        class="corner"
        aria-label={sizeLabel}
        onPointerDown={(event) =>
          drag(event, scale, (across, down) => resize({ width: width + across, height: height + down }, false))
        }
        onKeyDown={keys((across, down) => resize({ width: width + across, height: height + down }, true))}
      />
    </div>
  )
}

/** Follows the pointer until it is let go; `go` gets the way since it went down, in points. */
function drag(event: PointerEvent, scale: number, go: (across: number, down: number) => void): void {
  const { currentTarget, pointerId, clientX, clientY, button } = event
  if (!(currentTarget instanceof HTMLElement) || button !== 0) return
  currentTarget.setPointerCapture(pointerId)
  const follow = (next: PointerEvent) => go((next.clientX - clientX) / scale, (next.clientY - clientY) / scale)
  const end = () => {
    currentTarget.removeEventListener('pointermove', follow)
    currentTarget.removeEventListener('pointerup', end)
    currentTarget.removeEventListener('pointercancel', end)
  }
  currentTarget.addEventListener('pointermove', follow)
  currentTarget.addEventListener('pointerup', end)
  currentTarget.addEventListener('pointercancel', end)
}
