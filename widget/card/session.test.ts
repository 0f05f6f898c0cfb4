// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answer } from '../../test/fixtures/cards.ts'
import { now } from '../../test/fixtures/people.ts'
import type { Host } from '../host/door.ts'
import { createCall } from './call.ts'
import { createSession } from './session.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function open(replies: { status: number; body: unknown }[]) {
  const asked: unknown[] = []
  const host = {
    language: 'es',
    ask: async (url: string, body: unknown) => {
      asked.push({ url, body })
      return replies[Math.min(asked.length, replies.length) - 1] ?? { status: 0, body: undefined }
    },
  } as unknown as Host
  const opened = vi.fn()
  const session = createSession({ host, origin: 'https://s.example.com', version: '1.0.0', leadId: 7 }, opened)
  return { asked, session, opened }
}

const good = { status: 200, body: { ...answer({}), token: 'first', expiresAt: now + 900_000 } }

test('asks with the lead, the languages and the version, and keeps the token', async () => {
  const { asked, session, opened } = open([good])
  expect(await session.open()).toMatchObject({ ok: true })
  expect(asked).toEqual([
    {
      url: 'https://s.example.com/api/session',
      body: { leadId: 7, languages: [...navigator.languages], hostLanguage: 'es', version: '1.0.0' },
    },
  ])
  expect(session.token()).toBe('first')
  expect(opened).toHaveBeenCalledOnce()
  session.close()
  expect(session.token()).toBe('')
})

test('renews by itself at four fifths of its life', async () => {
  const { asked, session } = open([good, { status: 200, body: { ...good.body, token: 'second' } }])
  await session.open()
  await vi.advanceTimersByTimeAsync(719_000)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(session.token()).toBe('second')
  session.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('ten who ask at once cause one call', async () => {
  const { asked, session } = open([good])
  await Promise.all(Array.from({ length: 10 }, () => session.open()))
  expect(asked).toHaveLength(1)
  session.close()
})

test.each([
  [{ status: 403, body: { code: 'forbidden' } }, 'forbidden'],
  [{ status: 0, body: undefined }, 'offline'],
  [{ status: 502, body: '<html>' }, 'unavailable'],
])('names the failure of %j', async (reply, code) => {
  const { session } = open([reply])
  expect(await session.open()).toEqual({ ok: false, failure: { code } })
})

test('a call with an ended session is repeated once, with the new token', async () => {
  const { session } = open([good, { status: 200, body: { ...good.body, token: 'second' } }])
  await session.open()
  const seen: string[] = []
  vi.stubGlobal('fetch', async (url: string, init: { headers: Record<string, string> }) => {
    seen.push(`${url} ${init.headers['Authorization']}`)
    return new Response(null, { status: seen.length === 1 ? 401 : 204 })
  })
  const call = createCall('https://s.example.com', 7, session)
  const response = await call({ method: 'GET', path: '/api/leads/:lead/card' })
  expect(response.status).toBe(204)
  expect(seen).toEqual([
    'https://s.example.com/api/leads/7/card Bearer first',
    'https://s.example.com/api/leads/7/card Bearer second',
  ])
  session.close()
})
