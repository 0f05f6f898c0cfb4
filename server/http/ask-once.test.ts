import { expect, test } from 'vitest'
import { ok } from '../../shared/result.ts'
import type { Viewer } from '../domain/use-cases.ts'
import { askOnce } from './ask-once.ts'

const sophie: Viewer = { userId: 1, language: 'fr' }

test('streams woken by one change ask once, each viewer, lead and cursor by itself', async () => {
  const asked: unknown[][] = []
  const look = askOnce(async (...question) => {
    asked.push(question)
    return ok({ cursor: asked.length, requests: [] })
  })
  const together = [look(sophie, 7, 1), look({ ...sophie }, 7, 1), look(sophie, 7, 2), look(sophie, 8, 1)]
  together.push(look({ ...sophie, userId: 2 }, 7, 1), look({ ...sophie, language: 'en' }, 7, 1))
  const answers = await Promise.all(together)
  expect(answers.map((answer) => (answer.ok ? answer.value.cursor : null))).toEqual([1, 1, 2, 3, 4, 5])
})

test('whoever asks after anything else could have run is not told what was known before', async () => {
  let state = 1
  const look = askOnce(async () => {
    // Read late, as after asking for rights.
    await new Promise((resolve) => setImmediate(resolve))
    return ok({ cursor: state, requests: [] })
  })
  const early = look(sophie, 7, 0)
  await early
  const stale = look(sophie, 7, 0)
  await Promise.resolve()
  state = 2
  const fresh = look(sophie, 7, 0)
  expect(fresh).not.toBe(stale)
  expect(await fresh).toMatchObject({ value: { cursor: 2 } })
})
