// The button that sends: deaf for its first 400 ms and never under the pointer that opened it (ui.md 5).
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { moreIcons } from '../actions/more-icons.ts'
import { Button } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'

const deaf = 400

interface SendButtonProps {
  deps: FullDeps
  people: number
  busy: boolean
  /** Where the press was that opened this view; null when it was no pointer's. */
  pointer: { x: number; y: number } | null
  send: () => void
}

export function SendButton({ deps: { words }, people, busy, pointer, send }: SendButtonProps) {
  const [ready, setReady] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), deaf)
    return () => clearTimeout(timer)
  }, [])
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || pointer === null) return
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const under = pointer.x >= left && pointer.x <= right && pointer.y >= top && pointer.y <= bottom
    if (under) element.style.marginTop = `${bottom - top + 8}px`
  }, [])
  return (
    <div ref={box}>
      <Button block look="primary" icon={moreIcons.send} off={!ready || busy} press={send}>
        {words.say(busy ? 'review.sending' : 'review.send', { n: people })}
      </Button>
    </div>
  )
}
