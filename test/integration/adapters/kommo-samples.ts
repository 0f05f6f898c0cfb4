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

/** As Kommo answers it. */
export const lead = {
  id: 1001,
  name: 'Succession Mercier',
  price: 20000,
  responsible_user_id: 7,
  status_id: 11,
  pipeline_id: 22,
  is_deleted: false,
  updated_at: 1750000100,
  custom_fields_values: null,
  _embedded: {
    tags: [],
    companies: [{ id: 3001 }],
    contacts: [
      { id: 2002, is_main: false },
      { id: 2001, is_main: true },
    ],
  },
}
