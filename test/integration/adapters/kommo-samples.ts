// A client of one Kommo account with a token that is never renewed.
import { createKommo, kommoRemote } from '../../../server/kommo/client.ts'
import { createLongLivedToken } from '../../../server/kommo/tokens.ts'
import { createNotingLane, type LocalServer, stillClock } from './local-server.ts'

export function kommoOf(server: LocalServer, service = 'Yousign') {
  const lane = createNotingLane('kommo')
  const shared = { lane, clock: stillClock, userAgent: 'kommo-yousign/test' }
  const tokens = createLongLivedToken(() => 'secret-token', kommoRemote(shared))
  return { lane, crm: createKommo({ ...shared, baseUrl: server.url, tokens, service }) }
}
