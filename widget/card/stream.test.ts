import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { StreamEvent } from '../../shared/api.ts'
import { type Following, follow } from './stream.ts'

let stop = () => {}
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

/** A server whose lines the test opens, feeds and cuts. */
function world() {
  const lines: { cursor: number; signal: AbortSignal; send(text: string): void; end(): void }[] = []
  const live: boolean[] = []
  const events: StreamEvent[] = []
  let refuse = false
  let polls = 0
  const following: Following = {
    open: async (cursor, signal) => {
      if (refuse) throw new Error('no connection')
      let controller: ReadableStreamDefaultController<Uint8Array> | undefined
      const body = new ReadableStream<Uint8Array>({
        start: (given) => {
          controller = given
        },
      })
      signal.addEventListener('abort', () => controller?.error(new Error('aborted')))
      lines.push({
        cursor,
        signal,
        send: (text) => controller?.enqueue(new TextEncoder().encode(text)),
        end: () => controller?.close(),
      })
      return new Response(body)
    },
    event: (event) => events.push(event),
    live: (on) => live.push(on),
    poll: async () => {
      polls += 1
      return 99
    },
  }
  return {
    lines,
    live,
    events,
    following,
    polls: () => polls,
    refuse: (value: boolean) => {
      refuse = value
    },
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

test('hands on events and takes up the line where it stopped', async () => {
  const { lines, events, live, following } = world()
  stop = follow(3, following)
  await settle()
  expect(lines[0]?.cursor).toBe(3)
  lines[0]?.send('id: 5\ndata: {"kind":"reload"}\n\n')
  await settle()
  expect(events).toEqual([{ kind: 'reload' }])
  lines[0]?.end()
  await vi.advanceTimersByTimeAsync(1000)
  expect(lines[1]?.cursor).toBe(5)
  expect(live).not.toContain(false)
})

test('45 seconds of silence end a line, a comment keeps it', async () => {
  const { lines, following } = world()
  stop = follow(1, following)
  await settle()
  await vi.advanceTimersByTimeAsync(40_000)
  lines[0]?.send(': still here\n\n')
  await vi.advanceTimersByTimeAsync(40_000)
  expect(lines).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(6_000)
  expect(lines[0]?.signal.aborted).toBe(true)
  expect(lines).toHaveLength(2)
})

test('twice failed, it says so and polls every 15 seconds until a line stands again', async () => {
  const { lines, live, following, polls, refuse } = world()
  refuse(true)
  stop = follow(1, following)
  await vi.advanceTimersByTimeAsync(1000)
  expect(live).toEqual([false])
  expect(polls()).toBe(1)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(polls()).toBe(2)
  refuse(false)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(polls()).toBe(2)
  expect(lines[0]?.cursor).toBe(99)
  expect(live.at(-1)).toBe(true)
})

test('stopped, it leaves no timer and no line', async () => {
  const { lines, following } = world()
  follow(1, following)()
  await settle()
  expect(lines[0]?.signal.aborted).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})
