// Live updates while somebody looks: one stream, reconnected where it stopped; polling when it cannot be had (protocols.md P8).
import type { StreamEvent } from '../../shared/api.ts'
import { createFrames } from './frames.ts'

export interface Following {
  open(cursor: number, signal: AbortSignal): Promise<Response>
  event(event: StreamEvent): void
  /** Something was heard just now, or live updates are paused. */
  live(on: boolean): void
  /** Reads the whole card once; answers its cursor, or null when that failed too. */
  poll(): Promise<number | null>
}

/** The server says something every 20 s; this long without a byte means that the line is dead. */
const silence = 45_000
const pause = 15_000

/** Follows from `cursor` until the returned function is called. Twice failed: polls every 15 s and tries again each time. */
export function follow(cursor: number, { open, event, live, poll }: Following): () => void {
  let at = cursor
  let failures = 0
  let line = new AbortController()
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const later = (ms: number, work: () => void) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(work, ms)
  }
  const heard = () => {
    later(silence, () => line.abort())
    failures = 0
    if (!stopped) live(true)
  }
  const listen = async () => {
    later(silence, () => line.abort())
    const { ok, body } = await open(at, line.signal)
    if (!ok || body === null) return
    const decoder = new TextDecoder()
    const reader = body.getReader()
    const feed = createFrames((frame) => {
      at = frame.id ?? at
      event(frame.event)
    })
    heard()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard()
      feed(decoder.decode(piece.value, { stream: true }))
    }
  }
  const run = async () => {
    line = new AbortController()
    failures += 1
    // A line that breaks is no error; it is taken up again where it stopped.
    await listen().catch(() => {})
    if (!stopped && failures > 1) {
      live(false)
      at = (await poll()) ?? at
    }
    later(failures > 1 ? pause : 1000, run)
  }
  void run()
  return () => {
    stopped = true
    clearTimeout(timer)
    line.abort()
  }
}
