// What a server process of the crash tests and campaigns is ordered: the environment of production, pointed at simulators.
import { pipelines, stages } from '../simulators/kommo/seed-data.ts'
import type { KommoSimulator } from '../simulators/kommo/simulator.ts'
import type { YousignSimulator } from '../simulators/yousign/simulator.ts'
import { webhookSecret } from '../world/world.ts'
import type { Pace } from './fast-clock.ts'
import type { ServerOrder } from './messages.ts'

export interface OrderParts {
  yousign: YousignSimulator
  kommo: KommoSimulator
  dataDir: string
  documentChild: string
  pace: Pace
  /** Of Kommo's token; its usual time if not said. */
  token?: { lifeSeconds: number }
}

/** English, no undo time, the lead moves to "signed" in the end. Limits of the remotes are as good as none. */
export function orderFor({ yousign, kommo, dataDir, documentChild, pace, token }: OrderParts): ServerOrder {
  return {
    env: { ...environmentFor(yousign, kommo, token), DATA_DIR: dataDir, KOMMO_REQUESTS_PER_SECOND: '50' },
    pace,
    documentChild,
    timeouts: { json: 5_000, document: 10_000, bytesPerSecond: 100_000 },
    settings: {
      undoSeconds: 0,
      language: 'en',
      stageAfterDone: { pipelineId: pipelines.successions, statusId: stages.signed },
    },
  }
}

/** Without DATA_DIR; makes the key that the server uses. */
export function environmentFor(
  yousign: YousignSimulator,
  kommo: KommoSimulator,
  token: OrderParts['token'] = undefined,
): Record<string, string> {
  return {
    PUBLIC_URL: 'https://sign.example.test',
    HOST: '127.0.0.1',
    PORT: '0',
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    KOMMO_BASE_URL: kommo.url,
    KOMMO_SUBDOMAIN: kommo.state.account.subdomain,
    KOMMO_CLIENT_ID: kommo.integration.clientId,
    KOMMO_CLIENT_SECRET: kommo.integration.clientSecret,
    KOMMO_ACCESS_TOKEN: kommo.longLivedToken(token),
    YOUSIGN_BASE_URL: yousign.url,
    YOUSIGN_API_KEY: yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true }),
    YOUSIGN_WEBHOOK_SECRET: webhookSecret,
    LOG_LEVEL: 'info',
  }
}
