// The token endpoint, consent, and what the account knows of its own address (contracts/kommo-api.md 1.2 to 1.4).
import { timingSafeEqual } from 'node:crypto'
import { type Answer, oauthProblem, ok, unauthorized } from './answers.ts'
import type { Route } from './api/route.ts'
import { asRecord } from './fields.ts'
import type { TokenAnswer, TokenFailure } from './tokens.ts'
import type { World } from './world.ts'

export function oauthRoutes(world: World): Route[] {
  const { integration, state, tokens } = world
  return [
    { method: 'POST', path: '/oauth2/access_token', open: true, run: (call) => token(world, asRecord(call.body)) },
    {
      method: 'GET',
      path: '/oauth2/account/current/subdomain',
      open: true,
      run(call) {
        if (!tokens.knowsRefresh(call.headers['x-refresh-token'] ?? '')) return unauthorized()
        const { id, subdomain } = state.account
        return ok({ id, subdomain, domain: `${subdomain}.kommo.com`, top_level_domain: 'com' })
      },
    },
    {
      // Plays https://www.kommo.com/oauth with a person who is signed in as the administrator and always agrees.
      method: 'GET',
      path: '/oauth',
      open: true,
      run(call) {
        if (call.query['client_id'] !== integration.clientId) return oauthProblem(400, 'Unknown client')
        const state = typeof call.query['state'] === 'string' ? call.query['state'] : undefined
        return { status: 302, headers: { location: redirect(world, administrator(world), { state }) } }
      },
    },
  ]
}

/** The redirect URL with a fresh code, as the browser (or, with `fromWidget`, Kommo itself) calls it. */
export function redirect(
  world: World,
  userId: number,
  more: { state?: string | undefined; fromWidget?: boolean },
): string {
  const url = new URL(world.integration.redirectUri)
  const user = world.state.users.get(userId)
  url.searchParams.set('code', world.tokens.code(userId, user?.isAdmin === true))
  url.searchParams.set('referer', `${world.state.account.subdomain}.kommo.com`)
  url.searchParams.set('client_id', world.integration.clientId)
  if (more.state !== undefined) url.searchParams.set('state', more.state)
  if (more.fromWidget === true) url.searchParams.set('from_widget', '1')
  return url.href
}

/** The first active administrator. */
export function administrator(world: World): number {
  const user = [...world.state.users.values()].find((each) => each.isAdmin && each.isActive)
  if (user === undefined) throw new Error('the account has no active administrator')
  return user.id
}

const hints = {
  unknown: 'Cannot decrypt the token',
  expired: 'Token has expired',
  revoked: 'Token has been revoked',
} as const satisfies Record<TokenFailure, string>

function token(world: World, body: Record<string, unknown>): Answer {
  const { clientId, clientSecret, redirectUri } = world.integration
  for (const name of ['client_id', 'client_secret', 'grant_type', 'redirect_uri']) {
    if (typeof body[name] !== 'string') return oauthProblem(400, `Check the \`${name}\` parameter`)
  }
  if (body['client_id'] !== clientId || !same(String(body['client_secret']), clientSecret)) {
    return oauthProblem(401, 'Client authentication failed')
  }
  if (body['redirect_uri'] !== redirectUri) return oauthProblem(401, 'Redirect URI does not match')
  if (body['grant_type'] === 'authorization_code') return answer(world.tokens.redeem(String(body['code'])), 400)
  if (body['grant_type'] === 'refresh_token') return answer(world.tokens.refresh(String(body['refresh_token'])), 401)
  return oauthProblem(400, 'The authorization grant type is not supported')
}

function answer(given: TokenAnswer, status: number): Answer {
  return given.ok ? { status: 200, type: 'application/json', body: given.pair } : oauthProblem(status, hints[given.why])
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
