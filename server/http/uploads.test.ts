import { type AddressInfo, connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { accountOrigin, type Border, createBorder, marc } from '../../test/fixtures/border.ts'
import { readFileName, uploadLimit } from './uploads.ts'

const pdf = Buffer.from('%PDF-1.7\n\u0000\u00ff')

function upload(authorization: string, payload: Buffer, headers: Record<string, string> = {}) {
  return {
    method: 'POST' as const,
    url: '/api/leads/1001/uploads',
    headers: {
      origin: accountOrigin,
      authorization,
      'content-type': 'application/pdf',
      'x-file-name': 'Convention%20d%E2%80%99honoraires.pdf',
      ...headers,
    },
    payload,
  }
}

const megabyte = Buffer.alloc(1_000_000)

/** A real connection that has sent the head of an upload. */
async function send(border: Border, length: Record<string, string>) {
  await border.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = border.app.server.address() as AddressInfo
  const { headers } = upload(await border.bearer(), pdf)
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => void socket.on('close', () => resolve()))
  const lines = Object.entries({ host: 'x', ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST /api/leads/1001/uploads HTTP/1.1\r\n${lines.join('')}\r\n`)
  return { socket, text: () => text, closed }
}

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 8000
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error('the condition never came true')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('an upload', () => {
  it('hands the bytes and the decoded name on', async () => {
    await using border = createBorder()
    const reply = await border.app.inject(upload(await border.bearer(), pdf))
    expect(reply.json()).toEqual({ uploadId: 'u1', name: 'Convention d’honoraires.pdf', bytes: pdf.length, pages: 1 })
    expect(border.calls).toEqual([{ name: 'upload', args: [marc, 1001, 'Convention d’honoraires.pdf', pdf] }])
  })

  it('of exactly the limit is taken', async () => {
    await using border = createBorder()
    const reply = await border.app.inject(upload(await border.bearer(), Buffer.alloc(uploadLimit)))
    expect(reply.json()).toMatchObject({ bytes: uploadLimit })
  }, 30_000)

  it('of a byte more is refused with the limit, readable by the card', async () => {
    await using border = createBorder()
    const reply = await border.app.inject(
      upload(await border.bearer(), pdf, { 'content-length': String(uploadLimit + 1) }),
    )
    expect(reply.statusCode).toBe(413)
    expect(reply.json()).toEqual({ code: 'too_large', limit: uploadLimit })
    expect(reply.headers['access-control-allow-origin']).toBe(accountOrigin)
    expect(border.calls).toEqual([])
  })

  it('that is too large gets its answer while the body is under way, and is not cut off', async () => {
    await using border = createBorder()
    const sender = await send(border, { 'content-length': String(uploadLimit + 1) })
    sender.socket.write(megabyte)
    await until(() => sender.text().includes('"too_large"'))
    expect(sender.text()).toContain('HTTP/1.1 413')
    await new Promise<void>((resolve) => sender.socket.write(megabyte, () => resolve()))
    expect(sender.socket.destroyed).toBe(false)
    sender.socket.destroy()
  })

  it('without a declared length is cut at the limit', async () => {
    await using border = createBorder()
    const { socket, text, closed } = await send(border, { 'transfer-encoding': 'chunked' })
    let sent = 0
    for (; sent < 80 && !socket.destroyed && text() === ''; sent += 1) {
      socket.write('f4240\r\n')
      socket.write(megabyte)
      if (!socket.write('\r\n')) await Promise.race([closed, new Promise((resolve) => socket.once('drain', resolve))])
    }
    socket.end()
    await closed
    // A sender without a length may lose the answer to the reset; what counts is that the server stopped reading.
    expect(sent).toBeLessThan(80)
    expect(text() === '' || text().includes('HTTP/1.1 413')).toBe(true)
    expect(border.calls).toEqual([])
  }, 30_000)

  it.each([
    ['without a session', { authorization: '' }, 401],
    ['that is no PDF by its own word', { 'content-type': 'text/html' }, 415],
    ['without a name', { 'x-file-name': '' }, 400],
    ['with a broken name', { 'x-file-name': '%E2%80' }, 400],
  ])('%s is refused', async (_, headers, status) => {
    await using border = createBorder()
    const reply = await border.app.inject(upload(await border.bearer(), pdf, headers))
    expect(reply.statusCode).toBe(status)
    expect(border.calls).toEqual([])
  })

  it('without bytes is refused', async () => {
    await using border = createBorder()
    expect((await border.app.inject(upload(await border.bearer(), Buffer.alloc(0)))).statusCode).toBe(400)
  })
})

describe('the name of an upload', () => {
  it.each([
    ['Acte.pdf', 'Acte.pdf'],
    ['..%2F..%2Fetc%2Fpasswd', 'passwd'],
    ['C%3A%5Cdocs%5Cacte.pdf', 'acte.pdf'],
    ['a%0D%0Ab%00.pdf', 'ab.pdf'],
    ['fdp%E2%80%AE.exe', 'fdp.exe'],
    ['%20%20', null],
    ['a%2F', null],
    [undefined, null],
  ])('%s becomes %s', (header, name) => {
    expect(readFileName(header)).toBe(name)
  })

  it('has at most 255 characters', () => {
    expect(readFileName(encodeURIComponent('é'.repeat(255)))).toBe('é'.repeat(255))
    expect(readFileName(encodeURIComponent('é'.repeat(256)))).toBeNull()
    expect(readFileName('x'.repeat(4000))).toBeNull()
  })
})
