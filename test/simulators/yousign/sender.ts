import { createHmac } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { WebhookRecord } from './model.ts'
import { createPost } from './post.ts'
import type { Schedule } from './schedule.ts'
import type { DeliveryControls, DeliveryRecord } from './simulator.ts'

export interface Sender {
  /** Sends one event to one subscription, under the delivery controls. `data` is what stands under that key. */
  send(event: OutgoingEvent, webhook: WebhookRecord): void
  readonly deliveries: DeliveryRecord[]
  setControls(controls: DeliveryControls): void
  sendAgain(eventId: string): void
  flush(): Promise<void>
  settled(): Promise<void>
  close(): void
}

export interface OutgoingEvent {
  id: string
  name: string
  at: number
  sandbox: boolean
  data: unknown
}

interface Parcel {
  eventId: string
  event: string
  webhook: WebhookRecord
  body: Uint8Array
}

/** After a failed delivery with `auto_retry`, counted from that failure (contracts/yousign.md 4.3). */
const retryAfter = [2, 6, 30, 60, 300, 1080, 1440, 2880].map((minutes) => minutes * 60_000)
const firstTimeout = 1_000
const laterTimeout = 10_000

/** Delivers one after the other per subscription, so that events arrive in order unless a control says otherwise. */
export function createSender(clock: Clock, schedule: Schedule, retries: boolean): Sender {
  const deliveries: DeliveryRecord[] = []
  const sent: Parcel[] = []
  const queues = new Map<string, Promise<void>>()
  const waiting = new Map<() => void, () => void>()
  let controls: DeliveryControls = {}
  let held: Parcel | undefined
  let busy = 0
  let idle: (() => void)[] = []
  const post = createPost(clock)

  function later(ms: number, run: () => void): void {
    const go = () => {
      waiting.delete(go)
      run()
    }
    waiting.set(go, schedule.at(clock.now() + ms, go))
  }

  function enqueue(parcel: Parcel, attempt: number): void {
    busy += 1
    const before = queues.get(parcel.webhook.id) ?? Promise.resolve()
    const done = before.then(() => deliver(parcel, attempt)).finally(finished)
    queues.set(parcel.webhook.id, done)
  }

  function finished(): void {
    busy -= 1
    if (busy > 0) return
    const told = idle
    idle = []
    for (const tell of told) tell()
  }

  async function deliver(parcel: Parcel, attempt: number): Promise<void> {
    const record: DeliveryRecord = {
      eventId: parcel.eventId,
      event: parcel.event,
      subscriptionId: parcel.webhook.id,
      endpoint: parcel.webhook.endpoint,
      body: parcel.body,
      headers: headersFor(parcel, attempt, clock.now()),
      attempt,
      at: clock.now(),
      status: undefined,
      error: undefined,
    }
    deliveries.push(record)
    const outcome = await post(
      record.endpoint,
      record.headers,
      record.body,
      attempt === 0 ? firstTimeout : laterTimeout,
    )
    record.status = outcome.status
    record.error = outcome.error
    const accepted = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 400
    if (!accepted) retry(parcel, attempt, outcome.error === 'timeout')
  }

  function retry(parcel: Parcel, attempt: number, timedOut: boolean): void {
    if (!retries || !parcel.webhook.enabled) return
    const wait = parcel.webhook.auto_retry ? retryAfter[attempt] : attempt === 0 && timedOut ? retryAfter[0] : undefined
    if (wait !== undefined) later(wait, () => enqueue(parcel, attempt + 1))
  }

  /** One parcel under the controls: lost, late, twice, or the wrong way round. */
  function hand(parcel: Parcel): void {
    const { lose, delayMs, duplicate, reorder } = controls
    if (lose === true || (typeof lose === 'function' && lose(parcel.event))) {
      const at = clock.now()
      const { eventId, event, webhook, body } = parcel
      const headers = headersFor(parcel, 0, at)
      const where = { subscriptionId: webhook.id, endpoint: webhook.endpoint }
      deliveries.push({ eventId, event, ...where, body, headers, attempt: 0, at, status: undefined, error: 'lost' })
      return
    }
    const copies = 1 + Number(duplicate ?? 0)
    const go = (each: Parcel) => {
      for (let copy = 0; copy < copies; copy += 1) enqueue(each, 0)
    }
    if (delayMs !== undefined) later(delayMs, () => go(parcel))
    else if (reorder !== true) go(parcel)
    else if (held === undefined) held = parcel
    else {
      const first = held
      held = undefined
      go(parcel)
      go(first)
    }
  }

  function settled(): Promise<void> {
    return busy === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))
  }

  return {
    deliveries,
    send(event, webhook) {
      const body = Buffer.from(JSON.stringify(envelope(event, webhook, controls.envelope ?? 'flat')))
      const parcel = { eventId: event.id, event: event.name, webhook, body }
      sent.push(parcel)
      hand(parcel)
    },
    setControls(next) {
      controls = next
    },
    sendAgain(eventId) {
      const parcels = sent.filter((parcel) => parcel.eventId === eventId)
      if (parcels.length === 0) throw new Error(`no event ${eventId} was sent`)
      for (const parcel of parcels) enqueue(parcel, 0)
    },
    async flush() {
      if (held !== undefined) enqueue(held, 0)
      held = undefined
      for (const [go, cancel] of [...waiting]) {
        cancel()
        go()
      }
      await settled()
    },
    settled,
    close() {
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
      post.close()
    },
  }
}

/** `sha256=` and the lower-case hex HMAC of exactly these bytes (contracts/yousign.md 4.4). */
export function signatureOf(secret: string, body: Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

function headersFor(parcel: Parcel, attempt: number, at: number): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Yousign Webhook Bot',
    'x-yousign-signature-256': signatureOf(parcel.webhook.secret_key, parcel.body),
    'x-yousign-retry': String(attempt),
    'x-yousign-issued-at': String(Math.floor(at / 1000)),
  }
}

function envelope(event: OutgoingEvent, webhook: WebhookRecord, shape: 'flat' | 'metadata'): unknown {
  const root = {
    event_id: event.id,
    event_name: event.name,
    event_time: String(Math.floor(event.at / 1000)),
    subscription_id: webhook.id,
    subscription_description: webhook.description,
    sandbox: event.sandbox,
  }
  return shape === 'flat' ? { ...root, data: event.data } : { metadata: root, data: event.data }
}
