// Yousign as the domain's port, put together from its resources.
import { ok, type Result } from '../../shared/result.ts'
import type { ESignature, RemoteTemplate } from '../domain/esignature.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Priority } from '../domain/lane.ts'
import { readJson } from '../remote/reply.ts'
import { createDocuments } from './documents.ts'
import { createDoor, type Door, type YousignOptions } from './door.ts'
import { createRequests } from './requests.ts'
import { createSigners } from './signers.ts'
import { createSubscriptions } from './subscriptions.ts'
import { templateListSchema, workspaceSchema } from './wire.ts'

/** Every method is one call, but for `templates`, which follows the pages. Nothing is repeated here. */
export function createYousign(options: YousignOptions): ESignature {
  const door = createDoor(options)
  return {
    ...createRequests(door),
    ...createSigners(door),
    ...createDocuments(door),
    ...createSubscriptions(door),
    identity: (priority) =>
      door({ method: 'GET', path: '/workspaces/default', priority, read: readJson(workspaceSchema) }),
    templates: (priority) => allTemplates(door, priority),
  }
}

/** Ten a page is the most the service gives (1.4); a firm with more than 300 templates sees the first 300. */
const mostPages = 30

async function allTemplates(door: Door, priority: Priority): Promise<Result<RemoteTemplate[], CallFailure>> {
  const templates: RemoteTemplate[] = []
  let after: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const query: Record<string, string> = after === null ? { limit: '10' } : { limit: '10', after }
    const answer = await door({
      method: 'GET',
      path: '/templates',
      query,
      priority,
      read: readJson(templateListSchema),
    })
    if (!answer.ok) return answer
    templates.push(...answer.value.items)
    after = answer.value.next
    if (after === null) break
  }
  return ok(templates)
}
