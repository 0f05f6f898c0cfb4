// One open event stream: frames, the comment that keeps proxies awake, and the three ways in which it ends.
import type { ServerResponse } from 'node:http'
import type { StreamEvent } from '../../shared/api.ts'
import type { CardRequest } from '../../shared/card.ts'
import type { Clock } from '../domain/clock.ts'

export interface EventWriter {
  /** One event a request; the last frame carries the cursor, so that a cut in between tells the rest again. */
  send(cursor: number, requests: readonly CardRequest[]): void
  reload(): void
  /** Ends the stream in peace; who does not read the end is cut off after 5 s. */
  end(): void
  onClose(run: () => void): void
  readonly closed: boolean
}

/** `endsAt` in epoch milliseconds. A reader with more than 256 kB unread is cut off and comes again by itself. */
export function createEventWriter(options: { out: ServerResponse; clock: Clock; endsAt: number }): EventWriter {
  const { out, clock, endsAt } = options
  const listeners: (() => void)[] = []
  let closed = false
  let keepFromCuttingOff = () => {}
  let stopBeat = clock.after(beatEvery, beat)
  const stopExpiry = clock.after(Math.max(0, endsAt - clock.now()), end)

  out.on('close', () => {
    keepFromCuttingOff()
    finish()
  })
  // A reset while writing; `close` follows.
  out.on('error', () => {})
  if (out.destroyed) finish()
  write(': open\n\n')

  function write(frames: string): void {
    if (closed) return
    out.write(frames)
    if (out.writableLength > mostUnread) out.destroy()
  }

  function beat(): void {
    write(': still here\n\n')
    stopBeat = clock.after(beatEvery, beat)
  }

  function end(): void {
    if (closed) return
    out.end()
    keepFromCuttingOff = clock.after(endWithin, () => out.destroy())
    finish()
  }

  function finish(): void {
    if (closed) return
    closed = true
    stopBeat()
    stopExpiry()
    for (const run of listeners.splice(0)) run()
  }

  return {
    send(cursor, requests) {
      if (requests.length === 0) return
      write(`${framesOf(requests)}\nid: ${cursor}\n\n`)
    },
    reload() {
      write(`${frame({ kind: 'reload' })}\n\n`)
    },
    end,
    onClose(run) {
      if (closed) run()
      else listeners.push(run)
    },
    get closed() {
      return closed
    },
  }
}

const beatEvery = 20_000
const endWithin = 5_000
const mostUnread = 256 * 1024

/** Streams that got the same answer share its text. */
const texts = new WeakMap<readonly CardRequest[], string>()

function framesOf(requests: readonly CardRequest[]): string {
  const text = texts.get(requests) ?? requests.map((request) => frame({ kind: 'request', request })).join('\n\n')
  texts.set(requests, text)
  return text
}

/** JSON has no line breaks of its own, so one line holds it. */
function frame(event: StreamEvent): string {
  return `data: ${JSON.stringify(event)}`
}
