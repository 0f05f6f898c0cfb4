import { Agent, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Clock } from '../clock.ts'

export interface PostOutcome {
  status: number | undefined
  error: 'timeout' | 'connection' | undefined
}

export interface Post {
  (url: string, headers: Record<string, string>, body: Uint8Array, timeout: number): Promise<PostOutcome>
  close(): void
}

/** POSTs exact bytes and waits for the head of the answer; the timeout runs on the clock. Redirects are not followed. */
export function createPost(clock: Clock): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })

  function once(
    url: string,
    headers: Record<string, string>,
    body: Uint8Array,
    timeout: number,
  ): Promise<PostOutcome & { stale: boolean }> {
    return new Promise((resolve) => {
      const target = new URL(url)
      const secure = target.protocol === 'https:'
      const options = { method: 'POST', headers: { ...headers, 'content-length': String(body.byteLength) } }
      const outgoing = secure ? secureRequest(target, options) : request(target, { ...options, agent })
      const stop = clock.after(timeout, () => {
        resolve({ status: undefined, error: 'timeout', stale: false })
        outgoing.destroy()
      })
      outgoing.on('response', (response) => {
        stop()
        response.resume()
        response.on('error', () => undefined)
        resolve({ status: response.statusCode, error: undefined, stale: false })
      })
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        stop()
        resolve({ status: undefined, error: 'connection', stale: outgoing.reusedSocket && error.code === 'ECONNRESET' })
      })
      outgoing.end(body)
    })
  }

  const post = async (url: string, headers: Record<string, string>, body: Uint8Array, timeout: number) => {
    const first = await once(url, headers, body, timeout)
    // A kept connection that the other side closed meanwhile says nothing about the endpoint.
    const { status, error } = first.stale ? await once(url, headers, body, timeout) : first
    return { status, error }
  }
  return Object.assign(post, { close: () => agent.destroy() })
}
