// The outgoing desk: which webhook goes where, tries again when, and is switched off why (contracts/kommo-api.md 7.4).
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Clock } from '../../clock.ts'
import type { HookRecord } from '../simulator.ts'
import type { KommoState, KommoWebhook } from '../state.ts'
import { accountPart, type Form } from './bodies.ts'
import { encodeForm, type FormTree } from './form.ts'
import { callHook } from './post.ts'

/** What goes wrong between Kommo and the receiver, for account webhooks only. */
export interface HookWeather {
  /** True: the call is never made, and leaves no record. */
  lose?: boolean | ((event: string) => boolean)
  /** True: every call is made twice. */
  duplicate?: boolean
  /** Waits that long (of the clock) before the first try, so that later ones overtake. */
  delayMs?: number | ((event: string) => number)
}

export interface Letter {
  kind: HookRecord['kind']
  method: 'GET' | 'POST'
  destination: string
  headers: Record<string, string>
  body: string
  /** Waiting times before the 2nd, 3rd ... try after a bad status; undefined ends it. */
  wait(triesDone: number, status: number): number | undefined
  /** Told the status of every try; false ends the tries. */
  result?(status: number): boolean
}

export interface HookDesk {
  readonly hooks: HookRecord[]
  weather: HookWeather
  /** Sends an account webhook event to every enabled subscriber of it. */
  fire(event: string, form: FormTree): void
  /** Sends and tries again; resolves with the status of the first try. */
  post(letter: Letter): Promise<number>
  /** Resolves when no call is on its way. */
  settled(): Promise<void>
  close(): void
}

const minute = 60_000

/** `hush` is asked before firing: while an account is being filled nothing goes out. */
export function createDesk(clock: Clock, state: KommoState, hush: () => boolean): HookDesk {
  const hooks: HookRecord[] = []
  const flying = new Set<Promise<number>>()
  const timers = new Set<() => void>()
  const badAnswers = new Map<number, number[]>()
  const closing = new AbortController()
  // As many calls as there are changes may be on their way.
  setMaxListeners(0, closing.signal)

  function later(ms: number, run: () => void): void {
    const stop = clock.after(ms, () => {
      timers.delete(stop)
      run()
    })
    timers.add(stop)
  }

  function attempt(letter: Letter, number: number): Promise<number> {
    const record: HookRecord = {
      at: clock.now(),
      kind: letter.kind,
      destination: letter.destination,
      headers: letter.headers,
      body: letter.body,
      attempt: number,
      status: null,
    }
    hooks.push(record)
    const { method, destination: url, headers, body } = letter
    const call = { method, url, headers, body, signal: closing.signal }
    const flight = callHook(clock, call).then((status) => {
      record.status = status
      const goOn = letter.result?.(status) ?? true
      const wait = goOn && !closing.signal.aborted && !delivered(status) ? letter.wait(number, status) : undefined
      if (wait !== undefined) later(wait, () => void attempt(letter, number + 1))
      return status
    })
    flying.add(flight)
    void flight.finally(() => flying.delete(flight))
    return flight
  }

  /** More than 100 bad answers in 2 h, the latest among them, switch a webhook off. */
  function judge(webhook: KommoWebhook, status: number): boolean {
    const now = clock.now()
    const recent = (badAnswers.get(webhook.id) ?? []).filter((at) => now - at < 120 * minute)
    if (!delivered(status)) recent.push(now)
    badAnswers.set(webhook.id, recent)
    if (!delivered(status) && recent.length > 100) webhook.disabled = true
    return !webhook.disabled && state.webhooks.includes(webhook)
  }

  function letterFor(webhook: KommoWebhook, form: Form): Letter {
    return {
      kind: 'account',
      method: 'POST',
      destination: webhook.destination,
      headers: {
        'user-agent': 'amoCRM-Webhooks/3.0',
        'x-amocrm-requestid': randomUUID(),
        'accept-encoding': 'gzip',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: encodeForm(form),
      wait: accountRetry,
      result: (status) => judge(webhook, status),
    }
  }

  const desk: HookDesk = {
    hooks,
    weather: {},
    fire(event, form) {
      if (hush() || closing.signal.aborted) return
      const { lose, duplicate, delayMs } = desk.weather
      if (lose === true || (typeof lose === 'function' && lose(event))) return
      const delay = typeof delayMs === 'function' ? delayMs(event) : (delayMs ?? 0)
      for (const webhook of state.webhooks) {
        if (webhook.disabled || !webhook.settings.includes(event)) continue
        const letter = letterFor(webhook, { account: accountPart(state.account), ...(form as Form) })
        const send = () => {
          void attempt(letter, 1)
          if (duplicate === true) void attempt(letter, 1)
        }
        if (delay > 0) later(delay, send)
        else send()
      }
    },
    post: (letter) => attempt(letter, 1),
    async settled() {
      while (flying.size > 0) await Promise.all(flying)
    },
    close() {
      closing.abort()
      for (const stop of timers) stop()
      timers.clear()
    },
  }
  return desk
}

function delivered(status: number): boolean {
  return status >= 100 && status < 300
}

/** 5 and 15 min after any bad answer, then 15 and 60 min after 499 and 5xx only. */
function accountRetry(triesDone: number, status: number): number | undefined {
  if (triesDone <= 2) return triesDone === 1 ? 5 * minute : 15 * minute
  if (status !== 499 && (status < 500 || status > 599)) return undefined
  return triesDone === 3 ? 15 * minute : triesDone === 4 ? 60 * minute : undefined
}
