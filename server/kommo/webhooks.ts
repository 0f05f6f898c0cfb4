// The account's webhooks (contracts/kommo-api.md 7.1): they tell that a lead or a contact changed between the review and the
// send. Needs an administrator's grant and the plan Advanced or higher.
import { z } from 'zod'
import { ok, type Result } from '../../shared/result.ts'
import type { CallFailure } from '../domain/failure.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'

export const accountEvents = [
  'add_lead',
  'status_lead',
  'update_lead',
  'delete_lead',
  'restore_lead',
  'update_contact',
  'delete_contact',
  'restore_contact',
] as const

export interface Webhooks {
  /** Makes the subscription to `destination` what it must be; repeating it changes nothing. Other subscriptions are not touched. */
  ensure(destination: string): Promise<Result<'there' | 'made', CallFailure>>
}

export function createWebhooks(door: Door, baseUrl: string): Webhooks {
  const url = `${baseUrl}/api/v4/webhooks`
  return {
    async ensure(destination) {
      const query = new URLSearchParams({ 'filter[destination]': destination })
      const listed = await door({
        method: 'GET',
        url: `${url}?${query}`,
        priority: 'sweep',
        read: readOrNone(readJson(listSchema)),
      })
      if (!listed.ok) return listed
      // The filter may be ignored, so the address is compared here as well.
      const have = listed.value?._embedded.webhooks.find((one) => one.destination === destination)
      if (have && !have.disabled && accountEvents.every((event) => have.settings.includes(event))) return ok('there')
      // Posting a known address replaces its settings, so the full list is posted always.
      const made = await door({
        method: 'POST',
        url,
        body: { destination, settings: accountEvents, sort: 10 },
        priority: 'sweep',
        read: readNothing,
      })
      return made.ok ? ok('made') : made
    },
  }
}

const listSchema = z.object({
  _embedded: z.object({
    webhooks: z.array(
      z.object({ destination: z.string(), settings: z.array(z.string()), disabled: z.boolean().catch(false) }),
    ),
  }),
})
