// The grant: what Kommo brings to our redirect address, and the exchange for tokens (contracts/kommo-api.md 1.2, 1.3).
import { timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from '../../shared/result.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Remote } from '../remote/call.ts'
import { askForTokens, type Integration, type Tokens } from './tokens.ts'

export interface CallbackQuery {
  code?: string
  /** Host of the account; one sentence of the documentation spells it `referrer`. */
  referer?: string
  referrer?: string
  client_id?: string
  state?: string
  /** Present when Kommo calls by itself on installation: then there is no session and no `state`. */
  from_widget?: string
  error?: string
}

export type CallbackRefusal =
  | { kind: 'denied' }
  | { kind: 'incomplete' }
  | { kind: 'other_integration' }
  | { kind: 'other_account' }
  | { kind: 'wrong_state' }

/**
 * Checks the query. The host it names would receive our secret, so it must be the configured one. `state` is demanded
 * unless Kommo itself calls; who exchanges the code must then compare the account's id as well.
 */
export function readCallback(
  query: CallbackQuery,
  expected: { clientId: string; baseUrl: string; state: string | null },
): Result<{ code: string; byKommo: boolean }, CallbackRefusal> {
  if (query.error !== undefined) return err({ kind: 'denied' })
  const referer = query.referer ?? query.referrer
  if (!query.code || !referer || !query.client_id || query.code.length > 4096) return err({ kind: 'incomplete' })
  if (query.client_id !== expected.clientId) return err({ kind: 'other_integration' })
  if (referer.toLowerCase() !== new URL(expected.baseUrl).host) return err({ kind: 'other_account' })
  const byKommo = query.from_widget !== undefined
  if (!byKommo && !sameText(query.state ?? '', expected.state ?? '')) return err({ kind: 'wrong_state' })
  return ok({ code: query.code, byKommo })
}

/**
 * Exchanges a code for the first pair of tokens. A code works once and for 20 minutes: after an unknown outcome a person
 * has to grant anew.
 */
export function exchangeCode(
  remote: Remote,
  baseUrl: string,
  integration: Integration,
  code: string,
): Promise<Result<Tokens, CallFailure>> {
  return askForTokens(remote, baseUrl, integration, { grant_type: 'authorization_code', code }, 'click')
}

function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return b.byteLength > 0 && a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
