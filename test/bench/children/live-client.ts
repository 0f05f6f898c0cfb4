// Two hundred open cards and the sender of the webhooks that they wait for, in one process with one clock.
import { createHmac } from 'node:crypto'
import { Agent, get, request as httpRequest } from 'node:http'
import type { FromLive, LiveOrder, ToLive } from '../live-messages.ts'

const order = JSON.parse(process.argv[2] ?? '') as LiveOrder
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
/** Told of every frame by the stream that read it. */
let onFrame = (_frame: string, _at: number): void => {}
let streams = 0
let sent = 0

process.on('disconnect', () => process.exit())
process.on('message', (message: ToLive) => {
  void obey(message)
    .catch((error: unknown): FromLive => ({ kind: 'failed', message: String(error) }))
    .then((answer) => process.send?.(answer))
})

async function obey(message: ToLive): Promise<FromLive> {
  if (message.kind === 'open') {
    await Promise.all(Array.from({ length: message.streams }, (_, index) => open(index)))
    streams += message.streams
    // What a card is told when it opens comes before what is measured.
    await pause(300)
    return { kind: 'ready' }
  }
  const ms: number[] = []
  let frame = ''
  for (let event = 0; event < message.events; event += 1) frame = (await sendAndWait(ms)) || frame
  return { kind: 'seen', ms, frame }
}

/** Sends the next event; resolves when every stream has told it, with what the last one read. */
async function sendAndWait(ms: number[]): Promise<string> {
  sent += 1
  const body = Buffer.from(
    order.body
      .replace(order.placeholder, String(sent).padStart(order.placeholder.length, '0'))
      .replace(order.timePlaceholder, String(order.before - sent)),
  )
  let missing = streams
  let last = ''
  const begin = performance.now()
  const everywhere = new Promise<void>((resolve) => {
    onFrame = (frame, at) => {
      ms.push(at - begin)
      last = frame
      missing -= 1
      if (missing === 0) resolve()
    }
    if (missing === 0) resolve()
  })
  await post(body)
  const seen = await Promise.race([everywhere.then(() => true), pause(5_000).then(() => false)])
  if (!seen) throw new Error(`${missing} of ${streams} streams did not tell event ${sent}`)
  // The server does what else belongs to the event before the next one comes, with streams and without.
  await pause(15)
  return last
}

function post(body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const signature = createHmac('sha256', order.secret).update(body).digest('hex')
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-yousign-signature-256': `sha256=${signature}`,
    }
    const call = httpRequest({
      host: '127.0.0.1',
      port: order.port,
      method: 'POST',
      path: '/hooks/yousign',
      agent,
      headers,
    })
    call.on('error', reject)
    call.on('response', (answer) => {
      answer.resume()
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`the hook answered ${answer.statusCode}`)),
      )
    })
    call.end(body)
  })
}

/** Resolves when the stream has begun. */
function open(index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = order.viewers[index % order.viewers.length] ?? {}
    const call = get({ host: '127.0.0.1', port: order.port, path: order.path, agent: false, headers })
    call.on('error', reject)
    call.on('response', (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`the stream answered ${answer.statusCode}`))
      let rest = ''
      answer.setEncoding('utf8').on('data', (piece: string) => {
        const at = performance.now()
        resolve()
        const frames = (rest + piece).split('\n\n')
        rest = frames.pop() ?? ''
        for (const frame of frames) if (/^id: /m.test(frame)) onFrame(`${frame}\n\n`, at)
      })
      answer.on('error', () => {})
    })
  })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
