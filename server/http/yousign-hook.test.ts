import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createBorder, signed } from '../../test/fixtures/border.ts'

const event = '{"event_id":"e1","event_name":"signature_request.done","event_time":"1790000000","data":{}}'
const json = { 'content-type': 'application/json' }

function yousign(payload: string | Buffer, signature?: string, headers: Record<string, string> = json) {
  const mac = signature === undefined ? {} : { 'x-yousign-signature-256': signature }
  return { method: 'POST' as const, url: '/hooks/yousign', headers: { ...headers, ...mac }, payload }
}

describe('POST /hooks/yousign', () => {
  it('stores the very bytes and then answers 200', async () => {
    const body = Buffer.from(`{ "event_id":"e1",\n"event_name":"é\u2028" , "event_name":"twice"}`)
    await using border = createBorder()
    const reply = await border.app.inject(yousign(body, signed(body)))
    expect(reply.statusCode).toBe(200)
    expect(border.stored).toEqual([
      {
        source: 'yousign',
        key: 'e1',
        event: 'twice',
        eventAt: 1_790_000_000_000,
        body,
        quarantined: false,
        changes: [],
      },
    ])
  })

  it('answers only after the commit', async () => {
    let commit = () => {}
    const committed = new Promise<void>((resolve) => {
      commit = resolve
    })
    await using border = createBorder({ deps: { inbox: { accept: () => committed } } })
    let answered = false
    const reply = border.app.inject(yousign(event, signed(event))).then((answer) => {
      answered = true
      return answer
    })
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    expect(answered).toBe(false)
    commit()
    expect((await reply).statusCode).toBe(200)
  })

  it('refuses every signature with one bit changed, and stores nothing', async () => {
    await using border = createBorder()
    const good = signed(event)
    const mac = Buffer.from(good.slice('sha256='.length), 'hex')
    for (let bit = 0; bit < mac.length * 8; bit += 1) {
      const other = Buffer.from(mac)
      other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const reply = await border.app.inject(yousign(event, `sha256=${other.toString('hex')}`))
      expect(reply.statusCode).toBe(401)
      expect(reply.json()).toEqual({ code: 'unauthenticated' })
    }
    expect(border.stored).toEqual([])
  })

  it.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['one without its prefix', signed(event).slice('sha256='.length)],
    ['one that is cut', signed(event).slice(0, -1)],
    ['one that is longer', `${signed(event)}0`],
    ['one in capitals', signed(event).toUpperCase()],
    ['one of another body', signed(`${event} `)],
    ['two in one header', `${signed(event)}, ${signed(event)}`],
  ])('refuses %s', async (_, signature) => {
    await using border = createBorder()
    const reply = await border.app.inject(yousign(event, signature))
    expect(reply.statusCode).toBe(401)
    expect(border.stored).toEqual([])
  })

  it('refuses the header sent twice over the wire', async () => {
    await using border = createBorder()
    await border.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = border.app.server.address() as AddressInfo
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/hooks/yousign' }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      call.setHeader('x-yousign-signature-256', [signed(event), signed(event)])
      call.on('error', reject)
      call.end(event)
    })
    expect(status).toBe(401)
    expect(border.stored).toEqual([])
  })

  it.each([
    ['none', {}],
    ['a wrong one', { 'content-type': 'text/plain; charset=utf-8' }],
    ['a broken one', { 'content-type': ';;;' }],
  ])('looks at the bytes when the Content-Type is %s', async (_, headers) => {
    await using border = createBorder()
    const reply = await border.app.inject(yousign(event, signed(event), headers))
    expect(reply.statusCode).toBe(200)
    expect(border.stored).toHaveLength(1)
  })

  it('keeps a signed call that nobody can read for a person, under one key', async () => {
    await using border = createBorder()
    for (let time = 0; time < 2; time += 1) {
      const reply = await border.app.inject(yousign('not json', signed('not json')))
      expect(reply.statusCode).toBe(200)
    }
    const [first, second] = border.stored
    expect(first).toMatchObject({ source: 'yousign', event: 'unreadable', quarantined: true })
    expect(second?.key).toBe(first?.key)
  })

  it('answers 503 and when to come again if it could not be stored', async () => {
    const accept = () => Promise.reject(new Error('database or disk is full'))
    await using border = createBorder({ deps: { inbox: { accept } } })
    const reply = await border.app.inject(yousign(event, signed(event)))
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('5')
    expect(reply.body).not.toContain('disk')
    expect(border.lines.join('')).toContain('delivery not stored')
  })

  it('takes 1 MiB and refuses a byte more with 413, signed or not', async () => {
    await using border = createBorder()
    const most = Buffer.alloc(1024 * 1024, ' ')
    expect((await border.app.inject(yousign(most, signed(most)))).statusCode).toBe(200)
    const more = Buffer.alloc(1024 * 1024 + 1, ' ')
    const reply = await border.app.inject(yousign(more, signed(more)))
    expect(reply.statusCode).toBe(413)
    expect(reply.json()).toEqual({ code: 'too_large', limit: 1024 * 1024 })
    expect(border.stored).toHaveLength(1)
  })
})
