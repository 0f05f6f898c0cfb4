// Which custom fields the account has (contracts/kommo-api.md 4).
import { ok } from '../../shared/result.ts'
import type { Crm, CrmField } from '../domain/crm.ts'
import { readJson } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'
import { fieldListSchema } from './wire.ts'

/** 250 a page; an account with more than 5,000 fields is none of ours. */
const mostPages = 20

export function createCustomFields(door: Door, baseUrl: string): Pick<Crm, 'customFields'> {
  return {
    async customFields(of, priority) {
      const fields: CrmField[] = []
      for (let page = 1; page <= mostPages; page += 1) {
        const answer = await door({
          method: 'GET',
          url: `${baseUrl}/api/v4/${of}/custom_fields?limit=250&page=${page}`,
          priority,
          read: readOrNone(readJson(fieldListSchema)),
        })
        if (!answer.ok) return answer
        fields.push(...(answer.value?.fields ?? []))
        if (answer.value?.more !== true) break
      }
      return ok(fields)
    },
  }
}
