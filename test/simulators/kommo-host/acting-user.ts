// Who sits in front of the page. Kommo knows it from its session cookie; here the cookie holds the user's id.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../kommo/rights.ts'
import type { KommoSimulator } from '../kommo/simulator.ts'
import type { KommoLead, KommoState, KommoUser } from '../kommo/state.ts'

/** The user of the request's cookie, else the first active administrator. Throws in an account without active users. */
export function actingUser(request: FastifyRequest, state: KommoState): KommoUser {
  const id = Number(/(?:^|; )kommo_user=(\d+)/.exec(request.headers.cookie ?? '')?.[1])
  const known = state.users.get(id)
  if (known?.isActive === true) return known
  const active = activeUsers(state)
  const user = active.find((candidate) => candidate.isAdmin) ?? active[0]
  if (user === undefined) throw new Error('the account has no active user')
  return user
}

/** Signs another user in: pages take it from `?user=<id>`. Unknown and inactive ids are ignored. */
export function switchUser(request: FastifyRequest, reply: FastifyReply, state: KommoState): KommoUser {
  const wanted = state.users.get(Number((request.query as { user?: string }).user))
  if (wanted?.isActive !== true) return actingUser(request, state)
  reply.header('set-cookie', `kommo_user=${wanted.id}; Path=/; HttpOnly; SameSite=Lax`)
  return wanted
}

export function activeUsers(state: KommoState): KommoUser[] {
  return [...state.users.values()].filter((user) => user.isActive)
}

/** A shown name; 0 is what Kommo writes for robots and integrations. */
export function userName(state: KommoState, id: number): string {
  return state.users.get(id)?.name ?? (id === 0 ? 'Robot' : `User ${id}`)
}

/** Whether the page shows that lead to that user: the same rule as in the account's API. */
export function maySee(state: KommoState, user: KommoUser, lead: KommoLead): boolean {
  return may(state, { userId: user.id, admin: user.isAdmin }, 'view', 'leads', lead)
}

/**
 * The account's own API answers its own pages by their session cookie, with the rights of who sits there
 * (contracts/kommo-widget.md 6). Calls from elsewhere still need a token. To be registered before the API's scopes load.
 */
export function admitOwnPages(app: FastifyInstance, kommo: KommoSimulator): void {
  app.addHook('onRequest', async (request) => {
    const { headers } = request
    if (headers.authorization !== undefined || headers['sec-fetch-site'] !== 'same-origin') return
    if (!request.url.startsWith('/api/v4/')) return
    headers.authorization = `Bearer ${kommo.longLivedToken({ userId: actingUser(request, kommo.state).id })}`
  })
}
