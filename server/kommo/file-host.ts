// Where an account keeps its files (contracts/kommo-api.md 6): a host of its own, which gets our token only if it is Kommo's.
import { err, ok, type Result } from '../../shared/result.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Priority } from '../domain/lane.ts'
import { readJson } from '../remote/reply.ts'
import type { Door } from './door.ts'
import { driveUrlSchema } from './wire.ts'

export interface FileHost {
  /** Its origin; it differs from account to account and is asked for once. */
  origin(priority: Priority): Promise<Result<string, CallFailure>>
  /** An address that Kommo named, as it stands, or the refusal to go there. */
  allowed(address: string): Result<string, CallFailure>
}

export function createFileHost(door: Door, baseUrl: string): FileHost {
  const account = new URL(baseUrl)
  let known: string | null = null

  function allowed(address: string): Result<string, CallFailure> {
    const url = URL.parse(address)
    if (url !== null && isKommoHost(url, account)) return ok(address)
    return err({ kind: 'refused', status: 200, type: 'file host', detail: 'not a host of Kommo', params: [] })
  }

  return {
    allowed,
    async origin(priority) {
      if (known !== null) return ok(known)
      const url = `${baseUrl}/api/v4/account?with=drive_url`
      const answer = await door({ method: 'GET', url, priority, read: readJson(driveUrlSchema) })
      if (!answer.ok) return answer
      const address = allowed(answer.value)
      if (!address.ok) return address
      known = new URL(address.value).origin
      return ok(known)
    },
  }
}

/** https and Kommo's own domains, or the very host that the account was configured with. */
function isKommoHost(url: URL, account: URL): boolean {
  if (url.hostname === account.hostname) return url.protocol === account.protocol
  return url.protocol === 'https:' && url.port === '' && /^[a-z0-9.-]+\.(kommo|amocrm)\.com$/.test(url.hostname)
}
