// The account's users (contracts/kommo-api.md 3.6): only a token of an administrator may list them.
import { ok } from '../../shared/result.ts'
import type { Crm, CrmUser } from '../domain/crm.ts'
import { readJson } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'
import { userListSchema } from './wire.ts'

/** 250 a page; an account of more than 2,500 users is none of ours. */
const mostPages = 10

export function createUsers(door: Door, baseUrl: string): Pick<Crm, 'users'> {
  return {
    async users(priority) {
      const users: CrmUser[] = []
      for (let page = 1; page <= mostPages; page += 1) {
        const answer = await door({
          method: 'GET',
          url: `${baseUrl}/api/v4/users?limit=250&page=${page}`,
          priority,
          read: readOrNone(readJson(userListSchema)),
        })
        if (!answer.ok) return answer
        users.push(...(answer.value?.users ?? []))
        if (answer.value?.more !== true) break
      }
      return ok(users)
    },
  }
}
