import { expect, it } from 'vitest'
import { ok } from '../../shared/result.ts'
import { keepFresh } from './fresh.ts'

const bytes = new Uint8Array([1])

it('writes anew what is put while it is being removed', async () => {
  const told: string[] = []
  let end = () => {}
  const slow = new Promise<void>((resolve) => {
    end = resolve
  })
  const files = keepFresh(
    {
      where: async () => ({ kind: 'server', bucket: null, host: null, region: null, area: null }),
      get: async () => ok(null),
      async put() {
        told.push('put')
        return ok({ sha256: '', bytes: 1 })
      },
      async remove() {
        await slow
        told.push('removed')
        return ok(null)
      },
    },
    () => 0,
  )
  const removal = files.discard('a')
  const put = files.put('a', bytes)
  end()
  await Promise.all([removal, put])
  expect(told).toEqual(['removed', 'put'])
})

it('removes nothing that was put within the hour', async () => {
  let now = 0
  const files = keepFresh(
    {
      where: async () => ({ kind: 'server', bucket: null, host: null, region: null, area: null }),
      get: async () => ok(null),
      put: async () => ok({ sha256: '', bytes: 1 }),
      remove: async () => ok(null),
    },
    () => now,
  )
  await files.put('a', bytes)
  now = 3_599_999
  expect(await files.discard('a')).toMatchObject({ ok: false })
  expect((await files.discard('b')).ok).toBe(true)
  now = 3_600_000
  expect((await files.discard('a')).ok).toBe(true)
})
