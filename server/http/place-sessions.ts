// Sessions of the place editor: tokens of a working day for one administrator and one document type. They open nothing
// else, as the card's open nothing here; the right itself is asked anew at every save.
import { err, ok, type Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { Viewer } from '../domain/use-cases.ts'
import type { Refusal } from './deps.ts'
import { createSessionTokens } from './session-tokens.ts'

export interface PlaceSessions {
  issue(viewer: Viewer, typeId: string): Promise<{ token: string; expiresAt: number }>
  /** The viewer, if the Authorization header holds a token for this type. */
  read(authorization: string | undefined, typeId: string): Promise<Result<Viewer, Refusal>>
}

export function createPlaceSessions(options: { key: Uint8Array; account: string; clock: Clock }): PlaceSessions {
  const tokens = createSessionTokens({ issuer: 'kommo-yousign-places', lifeSeconds: 8 * 60 * 60 }, options)
  return {
    issue: tokens.issue,
    async read(authorization, typeId) {
      const session = await tokens.read(authorization)
      if (!session.ok) return session
      return session.value.type === typeId ? ok(session.value.viewer) : err({ kind: 'session_claims' })
    },
  }
}
