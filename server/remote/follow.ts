// Redirects of a download. Only reads are followed, and never with the Authorization header: the file host may hand
// over to a store that is none of the account's business (contracts/kommo-api.md 6).
import { err, ok, type Result } from '../../shared/result.ts'
import { exchange, type HttpOrder, type NetworkFailure, type Reply } from './exchange.ts'

const mostHops = 5

/** Like `exchange`, but goes on to where a redirect points while `allowed` says so. */
export async function exchangeFollowing(
  order: HttpOrder,
  allowed: (target: URL) => boolean,
): Promise<Result<Reply, NetworkFailure>> {
  let url = new URL(order.url)
  let headers = order.headers
  for (let hop = 0; hop <= mostHops; hop += 1) {
    const sent = await exchange({ ...order, url: url.href, headers })
    if (!sent.ok) return sent
    const location = redirectStatuses.has(sent.value.status) ? sent.value.headers.get('location') : null
    if (location === null) return ok(sent.value)
    const target = URL.parse(location, url)
    if (target === null || !allowed(target)) {
      return err({ kind: 'unknown', cause: 'redirected to a place that is not allowed', status: sent.value.status })
    }
    url = target
    headers = Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'))
  }
  return err({ kind: 'unknown', cause: 'too many redirects', status: null })
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
