// The card of one lead as a stubborn person uses it: the page is reloaded when nothing answers, and every press is repeated
// until it is answered.
import { type EndpointName, endpoints, pathOf } from '../../shared/api.ts'
import type { Card, SessionAnswer } from '../../shared/card.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import type { TortureWorld } from './world.ts'

export interface Reply {
  status: number
  body: unknown
}

export interface TortureCard {
  /** What the card shows now. */
  look(): Promise<Card>
  /** One press; repeated as long as it gets no answer at all, or one that says "later". */
  press(name: EndpointName, values?: Record<string, string>, body?: unknown): Promise<Reply>
}

/** Answers that ask for another try: the server or one of the services cannot just now, or the session is over. */
const later: ReadonlySet<number> = new Set([401, 502, 503])
/** Real milliseconds. */
const longest = 240_000

export function openCard(world: TortureWorld, leadId: number): TortureCard {
  let token: string | null = null

  async function session(): Promise<SessionAnswer> {
    const origin = world.wires.kommo.url
    const audience = await world.server.url()
    const oneTime = await world.kommo.widgetToken({ userId: people.sophie, audience, issuer: origin })
    const reply = await fetch(`${audience}${endpoints.session.path}`, {
      method: 'POST',
      headers: { 'x-auth-token': oneTime, 'content-type': 'application/json', origin },
      body: JSON.stringify({ leadId, languages: ['en'], hostLanguage: 'en', version: '0.1.0' }),
      signal: AbortSignal.timeout(10_000),
    })
    if (reply.status !== 200) throw new Later(`the session was answered ${reply.status} ${await reply.text()}`)
    const answer = (await reply.json()) as SessionAnswer
    token = answer.token
    return answer
  }

  async function once(name: EndpointName, values: Record<string, string>, body: unknown): Promise<Reply> {
    if (token === null) await session()
    const url = `${await world.server.url()}${pathOf(name, { lead: leadId, ...values })}`
    const sent = await fetch(url, {
      method: endpoints[name].method,
      headers: {
        authorization: `Bearer ${token}`,
        origin: world.wires.kommo.url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    const reply = { status: sent.status, body: (await sent.json()) as unknown }
    if (reply.status === 401) token = null
    if (later.has(reply.status)) throw new Later(`${name} was answered ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply
  }

  return {
    async look() {
      return (await insist('the card', session)).card
    },
    press: (name, values = {}, body = undefined) => insist(name, () => once(name, values, body)),
  }
}

/** Somebody answered, but not what was asked for. */
class Later extends Error {}

async function insist<T>(what: string, act: () => Promise<T>): Promise<T> {
  const end = Date.now() + longest
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!isPassing(error)) throw error
      if (Date.now() > end) throw new Error(`pressed in vain: ${what} (${String(error)})`)
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
  }
}

/** A dead server and a cut answer: what fetch and the reader of the body throw. */
function isPassing(error: unknown): boolean {
  if (error instanceof Later || error instanceof SyntaxError || error instanceof TypeError) return true
  return error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError')
}
