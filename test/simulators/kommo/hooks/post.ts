// One webhook call over HTTP: the client Kommo is. Only this machine is ever called.
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Clock } from '../../clock.ts'

export interface HookCall {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  body: string
  /** Ends the call at once, as if nobody had answered. */
  signal: AbortSignal
}

const timeoutMs = 2000
/** A clock that jumps must not cut off an answer that is on its way: that much real time is left to it. */
const graceMs = 300
const loopback = /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/

/** Resolves with the answer's status; 0 when there was none within 2 s (of the clock), or the host is another machine. */
export function callHook(clock: Clock, call: HookCall): Promise<number> {
  return new Promise((resolve) => {
    const url = URL.canParse(call.url) ? new URL(call.url) : undefined
    if (url === undefined || !/^https?:$/.test(url.protocol) || !loopback.test(url.hostname)) {
      resolve(0)
      return
    }
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const request = send(url, { method: call.method, agent: false, headers: sized(call), signal: call.signal })
    const started = Date.now()
    const stop = clock.after(timeoutMs, () => {
      const left = Math.max(0, timeoutMs - (Date.now() - started))
      setTimeout(() => request.destroy(), Math.min(left, graceMs)).unref()
    })
    const finish = (status: number) => {
      stop()
      resolve(status)
    }
    request.on('response', (response) => {
      finish(response.statusCode ?? 0)
      response.resume()
    })
    request.on('error', () => finish(0))
    request.on('close', () => finish(0))
    request.end(call.body)
  })
}

function sized(call: HookCall): Record<string, string> {
  if (call.method === 'GET') return call.headers
  return { ...call.headers, 'content-length': String(Buffer.byteLength(call.body)) }
}
