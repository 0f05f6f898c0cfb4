// Decides: complete values, defaults, and what does not go together. Nothing starts with half a configuration.
import { resolve } from 'node:path'
import { err, ok, type Result } from '../../shared/result.ts'
import { type ConfigProblem, createChecks, type YousignEnvironment, yousignEnvironments } from './checks.ts'
import type { Env } from './env.ts'
import { Secret } from './secret.ts'
import type { StorageConfig } from './storage.ts'

export interface Config {
  /** Origin under which Kommo and Yousign reach the server. */
  publicUrl: string
  host: string
  port: number
  /** Absolute. */
  dataDir: string
  /** 32 bytes; every other key is derived from it. */
  secretKey: Secret<Uint8Array>
  kommo: {
    /** Origin of the account: its pages, its API, and `iss` of its tokens. */
    origin: string
    /** Null when only KOMMO_BASE_URL names the account. */
    subdomain: string | null
    /** Null until the settings page holds it. */
    integration: { clientId: string; clientSecret: Secret } | null
    /** A long-lived token instead of OAuth. */
    accessToken: Secret | null
    tokenAudience: string
    requestsPerSecond: number
  }
  yousign: {
    environment: YousignEnvironment
    /** With the version, without a slash at the end. */
    baseUrl: string
    apiKey: Secret | null
    webhookSecret: Secret | null
  }
  storage: StorageConfig
  /** Refuse to start when documents would be kept in a bucket that is not known to lie in the EEA. */
  storageEeaOnly: boolean
  logLevel: LogLevel
  /** As Fastify takes it: a yes or no, or names and addresses of proxies. */
  trustProxy: boolean | string[]
  metricsToken: Secret | null
  backupPassphrase: Secret | null
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const yousignHosts = {
  sandbox: 'https://api-sandbox.yousign.app/v3',
  production: 'https://api.yousign.app/v3',
} as const satisfies Record<YousignEnvironment, string>

/**
 * Every problem at once, so that nobody has to start five times. Relative directories are taken from `cwd`. Sources of
 * the names and defaults: design.md 5.
 */
export function decideConfig(env: Env, cwd: string): Result<Config, ConfigProblem[]> {
  const check = createChecks(env)
  const publicUrl = check.publicOrigin()
  const dataDir = resolve(cwd, env.DATA_DIR ?? './data')
  const environment = check.oneOf('YOUSIGN_ENVIRONMENT', yousignEnvironments, 'sandbox')
  const config: Config = {
    publicUrl,
    host: env.HOST ?? '127.0.0.1',
    port: check.integer('PORT', 3000, 0, 65_535),
    dataDir,
    secretKey: check.secretKey(),
    kommo: {
      origin: check.accountOrigin(),
      subdomain: env.KOMMO_SUBDOMAIN,
      integration: check.integration(),
      accessToken: secretOf(env.KOMMO_ACCESS_TOKEN),
      tokenAudience: check.origin('KOMMO_TOKEN_AUDIENCE') ?? publicUrl,
      requestsPerSecond: check.integer('KOMMO_REQUESTS_PER_SECOND', 5, 1, 50),
    },
    yousign: {
      environment,
      baseUrl: check.yousignBase(yousignHosts, environment),
      apiKey: secretOf(env.YOUSIGN_API_KEY),
      webhookSecret: secretOf(env.YOUSIGN_WEBHOOK_SECRET),
    },
    storage: check.storage(cwd, dataDir),
    storageEeaOnly: check.oneOf('STORAGE_EEA_ONLY', ['true', 'false'], 'false') === 'true',
    logLevel: check.oneOf('LOG_LEVEL', logLevels, 'info'),
    trustProxy: trustProxyOf(env.TRUST_PROXY),
    metricsToken: secretOf(env.METRICS_TOKEN),
    backupPassphrase: check.backupPassphrase(),
  }
  return check.problems.length === 0 ? ok(config) : err(check.problems)
}

function secretOf(value: string | null): Secret | null {
  return value === null ? null : new Secret(value)
}

function trustProxyOf(value: string | null): boolean | string[] {
  if (value === null) return ['loopback']
  if (value === 'true') return true
  if (value === 'false' || value === 'none') return false
  return value.split(',').map((part) => part.trim())
}
