// What Kommo does for and to the integration: tokens, the widget's one-time token, installation, pipeline actions.
import { createHmac, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { sendPipelineWebhook, sendWidgetAction } from './hooks/pipeline.ts'
import { administrator, redirect } from './oauth.ts'
import type { HookRecord, KommoSimulator } from './simulator.ts'
import type { World } from './world.ts'

type Calls = Pick<
  KommoSimulator,
  | 'longLivedToken'
  | 'authorizationCode'
  | 'install'
  | 'uninstall'
  | 'widgetToken'
  | 'sendPipelineAction'
  | 'sendPipelineWebhook'
>

const year = 365 * 86_400
/** The host asks for a new token only after that (contracts/kommo-api.md 9, design.md 8). */
const reuseMs = 25 * 60_000

/** The part of the simulator that plays Kommo's own side of the integration. */
export function createIntegrationCalls(world: World): Calls {
  const { state, integration, tokens, desk } = world
  const isAdmin = (userId: number) => state.users.get(userId)?.isAdmin === true
  const widgetTokens = new Map<string, { token: string; until: number }>()

  function call(kind: HookRecord['kind'], destination: string, agent: string): Promise<number> {
    const headers = { 'user-agent': agent }
    return desk.post({ kind, method: 'GET', destination, headers, body: '', wait: () => undefined })
  }

  return {
    longLivedToken(o = {}) {
      const userId = o.userId ?? administrator(world)
      return tokens.longLived(userId, isAdmin(userId), o.lifeSeconds ?? year)
    },
    authorizationCode(userId = administrator(world)) {
      return tokens.code(userId, isAdmin(userId))
    },
    install: (userId = administrator(world)) =>
      call('oauth', redirect(world, userId, { fromWidget: true }), 'amoService-oAuth-Code-Sender/1.0'),
    async uninstall(destination) {
      tokens.revokeAll()
      if (destination === undefined) return
      const message = `${integration.clientId}|${state.account.id}`
      const url = new URL(destination)
      url.searchParams.set('client_uuid', integration.clientId)
      url.searchParams.set('account_id', String(state.account.id))
      url.searchParams.set('signature', createHmac('sha256', integration.clientSecret).update(message).digest('hex'))
      await call('uninstall', url.href, 'amoService-oAuth-Code-Sender/1.0')
    },
    async widgetToken(o) {
      const issuer = o.issuer ?? world.origin.api
      const life = o.lifeSeconds ?? 1800
      const key = JSON.stringify([o.userId, o.audience, issuer, life])
      const known = widgetTokens.get(key)
      if (known !== undefined && world.clock.now() < known.until) return known.token
      const now = world.seconds()
      const claims = {
        iss: issuer,
        aud: o.audience,
        jti: randomUUID(),
        iat: now,
        nbf: now,
        exp: now + life,
        account_id: state.account.id,
        user_id: o.userId,
        subdomain: state.account.subdomain,
        client_uuid: integration.clientId,
      }
      const secret = new TextEncoder().encode(integration.clientSecret)
      const token = await new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'HS256' }).sign(secret)
      widgetTokens.set(key, { token, until: world.clock.now() + Math.min(reuseMs, life * 1000) })
      return token
    },
    sendPipelineAction: (action) => sendWidgetAction(desk, state, world.seconds(), action),
    sendPipelineWebhook(o) {
      const lead = state.leads.get(o.leadId)
      if (lead === undefined) throw new Error(`there is no lead ${o.leadId}`)
      return sendPipelineWebhook(desk, {
        destination: o.destination,
        leadId: lead.id,
        pipelineId: lead.pipelineId,
        statusId: lead.statusId,
        oldStatusId: o.oldStatusId ?? lead.statusId,
        oldPipelineId: o.oldPipelineId ?? lead.pipelineId,
      })
    },
  }
}
