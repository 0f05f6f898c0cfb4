// The account itself (contracts/kommo-api.md 1.7).
import type { Crm } from '../domain/crm.ts'
import { readJson } from '../remote/reply.ts'
import type { Door } from './door.ts'
import { accountSchema } from './wire.ts'

export function createAccount(door: Door, baseUrl: string): Pick<Crm, 'account'> {
  return {
    account: (priority) =>
      door({
        method: 'GET',
        url: `${baseUrl}/api/v4/account?with=datetime_settings`,
        priority,
        read: readJson(accountSchema),
      }),
  }
}
