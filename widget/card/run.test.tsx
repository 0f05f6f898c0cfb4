// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { StreamEvent } from '../../shared/api.ts'
import { answer } from '../../test/fixtures/cards.ts'
import { helene, request, signed } from '../../test/fixtures/people.ts'
import { parts as actions } from '../actions/actions.tsx'
import type { Host } from '../host/door.ts'
import { parts as form } from '../send/send.tsx'
import { mount } from './mount.ts'

let show: (visible: boolean) => void = () => {}
let push: (event: StreamEvent) => void = () => {}
let observers = 0
const calls: string[] = []

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  document.body.innerHTML = '<div id="block"></div>'
  calls.length = 0
  observers = 0
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
        show = (isIntersecting) => tell([{ isIntersecting }])
      }
      observe() {
        observers += 1
      }
      disconnect() {
        observers -= 1
      }
    },
  )
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    calls.push(`${init.method} ${new URL(url).pathname}`)
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        let id = 1
        push = (event) => {
          id += 1
          controller.enqueue(new TextEncoder().encode(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`))
        }
        init.signal?.addEventListener('abort', () => controller.error(new Error('aborted')))
      },
    })
    return new Response(body)
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A host whose lead and first answer the test decides. */
function open(
  lead: () => number,
  reply: () => { status: number; body: unknown },
  more: () => Promise<typeof actions> = async () => actions,
) {
  const host: Host = {
    code: 'code',
    version: '1.0.0',
    language: 'en',
    text: () => '',
    inSettings: false,
    lead,
    model: () => null,
    block: () => null,
    settingsPage: () => null,
    ask: async (url) => {
      calls.push(`ask ${new URL(url).pathname}`)
      return reply()
    },
    load: async (file) => {
      calls.push(`load ${file}`)
      return () => form
    },
  }
  const block = document.getElementById('block')
  if (block === null) throw new Error('no block')
  const end = mount(block, { host, origin: 'https://s.example.com', version: '1.0.0', more })
  const root = () => block.firstElementChild?.shadowRoot?.querySelector<HTMLElement>('.ysg-root')
  return { end, block, text: () => root()?.textContent ?? '', root }
}

const good = (card: Parameters<typeof answer>[0]) => () => ({ status: 200, body: answer(card) })

test('nothing is asked of anybody before the panel is seen', async () => {
  const card = open(() => 4711, good({ requests: [request('r')] }))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(calls).toEqual([])
  show(true)
  await vi.waitFor(() => expect(card.text()).toContain('Jean-Baptiste Le Goff'))
  expect(calls).toEqual(['ask /api/session', 'GET /api/leads/4711/stream'])
  card.end()
})

test('news of the stream is drawn and said aloud', async () => {
  const before = request('r')
  const card = open(() => 4711, good({ requests: [before] }))
  show(true)
  await vi.waitFor(() => expect(card.text()).toContain('Remind'))
  const signers = [signed('s1', helene), signed('s2', { ...helene, firstName: 'Jean-Baptiste', lastName: 'Le Goff' })]
  push({ kind: 'request', request: { ...before, signers, changedAt: before.changedAt + 1 } })
  await vi.waitFor(() => expect(card.text()).toContain('2 of 2 signed'))
  expect(card.root()?.querySelector('[role=status]')?.textContent).toBe('Jean-Baptiste Le Goff has signed. 2 of 2.')
  card.end()
})

test('destroyed, nothing is left: no node, no timer, no observer', async () => {
  const card = open(() => 4711, good({}))
  show(true)
  await vi.waitFor(() => expect(card.text()).toContain('Review and send'))
  card.end()
  expect(card.block.childElementCount).toBe(0)
  expect(observers).toBe(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('a new lead opens by itself once it is saved', async () => {
  let lead = 0
  const card = open(() => lead, good({ requests: [request('r')] }))
  expect(card.text()).toContain('Save the lead first')
  await vi.advanceTimersByTimeAsync(2_000)
  lead = 4712
  await vi.advanceTimersByTimeAsync(1_000)
  show(true)
  await vi.waitFor(() => expect(card.text()).toContain('Jean-Baptiste Le Goff'))
  card.end()
  expect(vi.getTimerCount()).toBe(0)
})

test('without a connection it counts down and tries again; a refusal it accepts', async () => {
  let reply: { status: number; body: unknown } = { status: 0, body: undefined }
  const card = open(
    () => 4711,
    () => reply,
  )
  show(true)
  await vi.waitFor(() => expect(card.text()).toContain('No connection'))
  expect(card.text()).toMatch(/try again in \d+ s/)
  reply = { status: 403, body: { code: 'forbidden' } }
  await vi.advanceTimersByTimeAsync(12_000)
  expect(card.text()).toContain('Not shared with you')
  const asked = calls.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(calls).toHaveLength(asked)
  card.end()
})

test('a second bundle that did not come is asked for again', async () => {
  let tries = 0
  const more = async () => {
    tries += 1
    if (tries < 3) throw new Error('not there')
    return actions
  }
  const card = open(() => 4711, good({ requests: [request('r')] }), more)
  show(true)
  await vi.waitFor(() => expect(card.text()).toContain('1 of 2 signed'))
  for (let beat = 0; beat < 3; beat += 1) {
    push({ kind: 'request', request: request('r') })
    await vi.advanceTimersByTimeAsync(10)
  }
  await vi.waitFor(() => expect(card.text()).toContain('Remind'))
  card.end()
})

test('hidden again, the stream ends; seen again, it goes on', async () => {
  const card = open(() => 4711, good({ requests: [request('r')] }))
  show(true)
  await vi.waitFor(() => expect(calls).toContain('GET /api/leads/4711/stream'))
  show(false)
  await vi.advanceTimersByTimeAsync(60_000)
  const before = calls.filter((call) => call.endsWith('/stream')).length
  expect(before).toBe(1)
  show(true)
  await vi.waitFor(() => expect(calls.filter((call) => call.endsWith('/stream'))).toHaveLength(2))
  card.end()
})
