// "Access revoked": the one call of Kommo that is signed for good (contracts/kommo-api.md 1.6).
import { createHmac, timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from '../../shared/result.ts'

export interface UninstallQuery {
  client_uuid?: string
  account_id?: string
  signature?: string
}

export type UninstallRefusal = { kind: 'incomplete' } | { kind: 'other_integration' } | { kind: 'wrong_signature' }

/**
 * Checks `hex(HMAC-SHA256(secret, client_id + "|" + account_id))` in constant time and answers the account id. The
 * signature holds neither time nor nonce: the same address is valid for ever, so whoever acts on it must be idempotent
 * and must not destroy anything.
 */
export function verifyUninstall(
  query: UninstallQuery,
  integration: { clientId: string; clientSecret: string },
): Result<{ accountId: number }, UninstallRefusal> {
  const { client_uuid: client, account_id: account, signature } = query
  if (!client || !account || !signature || !/^[1-9]\d{0,14}$/.test(account)) return err({ kind: 'incomplete' })
  if (client !== integration.clientId) return err({ kind: 'other_integration' })
  const expected = createHmac('sha256', integration.clientSecret).update(`${client}|${account}`).digest()
  const given = /^[0-9a-f]{64}$/.test(signature) ? Buffer.from(signature, 'hex') : Buffer.alloc(0)
  const fits = given.byteLength === expected.byteLength && timingSafeEqual(given, expected)
  return fits ? ok({ accountId: Number(account) }) : err({ kind: 'wrong_signature' })
}
