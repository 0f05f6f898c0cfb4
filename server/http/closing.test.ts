import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { type FastifyInstance, fastify } from 'fastify'
import { expect, test } from 'vitest'
import { hangUpWhenAnswered } from './closing.ts'

async function listening(routes: (app: FastifyInstance) => void): Promise<{ app: FastifyInstance; port: number }> {
  const app = fastify()
  hangUpWhenAnswered(app)
  routes(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, port: (app.server.address() as AddressInfo).port }
}

test('an answer that is under way is given, and its connection does not keep the server open', async () => {
  let answer = () => {}
  const asked = new EventEmitter()
  const { app, port } = await listening((one) =>
    one.get('/slow', () => {
      asked.emit('asked')
      return new Promise<string>((resolve) => {
        answer = () => resolve('done')
      })
    }),
  )
  const isAsked = once(asked, 'asked')
  const reply = fetch(`http://127.0.0.1:${port}/slow`)
  await isAsked
  const closed = app.close()
  setTimeout(() => answer(), 30)
  await closed
  expect(await (await reply).text()).toBe('done')
})

test('a connection that has asked nothing does not keep the server open', async () => {
  const { app, port } = await listening(() => {})
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const hungUp = once(silent, 'close')
  await app.close()
  await hungUp
})

test('neither a reply that was taken over nor a caller who went away keeps it open', async () => {
  const { app, port } = await listening((one) => {
    one.get('/taken', (_request, reply) => {
      reply.hijack()
      reply.raw.end('taken')
    })
    one.get('/never', () => new Promise(() => {}))
  })
  await (await fetch(`http://127.0.0.1:${port}/taken`)).text()
  const leaving = new AbortController()
  const left = fetch(`http://127.0.0.1:${port}/never`, { signal: leaving.signal }).catch(() => 'left')
  setTimeout(() => leaving.abort(), 50)
  expect(await left).toBe('left')
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const hungUp = once(silent, 'close')
  await app.close()
  await hungUp
})
