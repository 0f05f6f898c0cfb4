// Contacts and the company of a lead (contracts/kommo-api.md 3.5).
import { ok } from '../../shared/result.ts'
import type { Crm, CrmContact } from '../domain/crm.ts'
import { readJson } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'
import { companySchema, contactListSchema } from './wire.ts'

type Contacts = Pick<Crm, 'contacts' | 'company'>

/** The most that one page holds. */
const pageSize = 250

export function createContacts(door: Door, baseUrl: string): Contacts {
  return {
    /** In the order asked; contacts that are gone are absent. No ids, no call. */
    async contacts(ids, priority) {
      const wanted = [...new Set(ids)]
      const found = new Map<number, CrmContact>()
      for (let start = 0; start < wanted.length; start += pageSize) {
        const page = wanted.slice(start, start + pageSize)
        const query = new URLSearchParams([
          ['limit', String(pageSize)],
          ...page.map((id) => ['filter[id][]', String(id)]),
        ])
        const answer = await door({
          method: 'GET',
          url: `${baseUrl}/api/v4/contacts?${query}`,
          priority,
          read: readOrNone(readJson(contactListSchema)),
        })
        if (!answer.ok) return answer
        for (const contact of answer.value ?? []) found.set(contact.id, contact)
      }
      return ok(wanted.flatMap((id) => found.get(id) ?? []))
    },

    company: (id, priority) =>
      door({
        method: 'GET',
        url: `${baseUrl}/api/v4/companies/${id}`,
        priority,
        read: readOrNone(readJson(companySchema)),
      }),
  }
}
