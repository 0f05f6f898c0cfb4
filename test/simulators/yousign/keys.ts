import { no, type Outcome, refuse, value } from './answer.ts'
import type { KeyRecord } from './model.ts'
import type { KeyRequest } from './simulator.ts'
import type { World } from './world.ts'

/** Makes a key and returns its text; keys come from the app, never from the API (contracts/yousign.md 1.2). */
export function createKey(world: World, wanted: KeyRequest): string {
  const record: KeyRecord = {
    key: world.random.token(32),
    scope: wanted.scope,
    workspaces: wanted.workspaces ?? world.state.workspaces.filter((each) => each.default).map((each) => each.id),
    permission: wanted.permission,
    sandbox: wanted.sandbox ?? world.state.sandbox,
    revoked: false,
  }
  world.state.keys.set(record.key, record)
  return record.key
}

/**
 * Who calls, or the refusal: 401 for no key, a revoked one or the other environment's; 403 when the key may only read. Subscriptions
 * live in production, so `/webhooks` takes production keys only (contracts/yousign.md 4.1).
 */
export function authorise(world: World, header: string | undefined, method: string, path: string): Outcome<KeyRecord> {
  const key = world.state.keys.get(/^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? '')
  if (key === undefined || key.revoked) return no(refuse.unauthorized())
  const wantsSandbox = path.startsWith('/webhooks') ? false : world.state.sandbox
  if (key.sandbox !== wantsSandbox) return no(refuse.unauthorized())
  if (key.permission === 'read' && method !== 'GET') return no(refuse.forbidden('The API key is read-only.'))
  return value(key)
}
