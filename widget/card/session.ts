// The card's right to ask: a 15-minute token of our server, held in this closure, renewed through Kommo before it ends.
import type { endpoints, SessionBody } from '../../shared/api.ts'
import type { SessionAnswer } from '../../shared/card.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Host } from '../host/door.ts'
import { type CardProblem, problemOf } from './problem.ts'

export interface Session {
  /** Asks Kommo for a one-time token and our server for a session; one call in flight, however many ask. */
  open(): Promise<Result<SessionAnswer, CardProblem>>
  /** Empty before the first answer. */
  token(): string
  close(): void
}

const path: (typeof endpoints)['session']['path'] = '/api/session'

/** `opened` is told of every answer, renewals too. */
export function createSession(
  options: { host: Host; origin: string; version: string; leadId: number },
  opened: (answer: SessionAnswer) => void,
): Session {
  let token = ''
  let pending: Promise<Result<SessionAnswer, CardProblem>> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const ask = async (): Promise<Result<SessionAnswer, CardProblem>> => {
    const { host, origin, version, leadId } = options
    const body: SessionBody = { leadId, languages: [...navigator.languages], hostLanguage: host.language, version }
    const { status, body: reply } = await host.ask(origin + path, body)
    if (status !== 200) return err(problemOf(status, reply))
    const answer = reply as SessionAnswer
    if (closed) return ok(answer)
    token = answer.token
    // Four fifths of its life by the server's clock: this browser's may be wrong.
    clearTimeout(timer)
    timer = setTimeout(() => void session.open(), (answer.expiresAt - answer.now) * 0.8)
    opened(answer)
    return ok(answer)
  }

  const session: Session = {
    open: () => {
      pending =
        pending ||
        ask().finally(() => {
          pending = null
        })
      return pending
    },
    token: () => token,
    close: () => {
      closed = true
      token = ''
      clearTimeout(timer)
    },
  }
  return session
}
