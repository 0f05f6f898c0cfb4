// The single rules of the configuration, each with its sentence. A value that does not fit is replaced by a harmless
// one and reported; the configuration is then never used.
import type { Env, EnvName } from './env.ts'
import { isLoopback } from './loopback.ts'
import { Secret } from './secret.ts'
import { type StorageConfig, storageOf } from './storage.ts'

export const yousignEnvironments = ['sandbox', 'production'] as const
export type YousignEnvironment = (typeof yousignEnvironments)[number]

/** One sentence for whoever runs the server; never holds a secret value. */
export interface ConfigProblem {
  name: EnvName
  sentence: string
}

/** Checks that read `env` and collect what is wrong in `problems`. */
export function createChecks(env: Env) {
  const problems: ConfigProblem[] = []
  const report = (name: EnvName, sentence: string) => {
    problems.push({ name, sentence })
  }

  function origin(name: EnvName): string | null {
    const value = env[name]
    if (value === null) return null
    const url = URL.parse(value)
    if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.username) {
      report(name, `${name} must be an origin such as https://sign.example.com, without a path.`)
      return null
    }
    return url.origin
  }

  return {
    problems,
    origin,

    publicOrigin(): string {
      if (env.PUBLIC_URL === null) report('PUBLIC_URL', 'PUBLIC_URL is missing: the https address of this server.')
      const value = origin('PUBLIC_URL')
      if (value?.startsWith('http:') && !isLoopback(new URL(value).hostname)) {
        report('PUBLIC_URL', 'PUBLIC_URL must begin with https:// because Kommo and Yousign call nothing else.')
      }
      return value ?? ''
    },

    integer(name: EnvName, usual: number, least: number, most: number): number {
      const value = env[name]
      if (value === null) return usual
      const number = Number(value)
      if (/^\d+$/.test(value) && number >= least && number <= most) return number
      report(name, `${name} must be a whole number from ${least} to ${most}.`)
      return usual
    },

    oneOf<T extends string>(name: EnvName, words: readonly T[], usual: T): T {
      const value = env[name]
      if (value === null) return usual
      const word = words.find((each) => each === value)
      if (word === undefined) report(name, `${name} must be one of: ${words.join(', ')}.`)
      return word ?? usual
    },

    secretKey(): Secret<Uint8Array> {
      const value = env.SECRET_KEY
      const bytes = value !== null && /^[A-Za-z0-9+/_-]+={0,2}$/.test(value) ? Buffer.from(value, 'base64') : null
      if (bytes?.byteLength === 32) return new Secret(new Uint8Array(bytes))
      const how = 'Make one with: openssl rand -base64 32'
      report(
        'SECRET_KEY',
        value === null
          ? `SECRET_KEY is missing: 32 random bytes in base64. ${how}`
          : `SECRET_KEY must be exactly 32 bytes in base64. ${how}`,
      )
      return new Secret(new Uint8Array(32))
    },

    accountOrigin(): string {
      const subdomain = env.KOMMO_SUBDOMAIN
      if (subdomain !== null && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(subdomain)) {
        report(
          'KOMMO_SUBDOMAIN',
          'KOMMO_SUBDOMAIN must be the first part of the account address: example for https://example.kommo.com.',
        )
      }
      if (env.KOMMO_BASE_URL !== null) return origin('KOMMO_BASE_URL') ?? ''
      if (subdomain !== null) return `https://${subdomain}.kommo.com`
      report('KOMMO_SUBDOMAIN', 'KOMMO_SUBDOMAIN is missing: example for https://example.kommo.com.')
      return ''
    },

    integration(): { clientId: string; clientSecret: Secret } | null {
      const { KOMMO_CLIENT_ID: clientId, KOMMO_CLIENT_SECRET: clientSecret } = env
      if (clientId !== null && clientSecret !== null) return { clientId, clientSecret: new Secret(clientSecret) }
      if (clientId !== null) {
        report(
          'KOMMO_CLIENT_SECRET',
          'KOMMO_CLIENT_ID is set but KOMMO_CLIENT_SECRET is missing: give both or neither.',
        )
      }
      if (clientSecret !== null) {
        report('KOMMO_CLIENT_ID', 'KOMMO_CLIENT_SECRET is set but KOMMO_CLIENT_ID is missing: give both or neither.')
      }
      return null
    },

    /** The address may come with or without `/v3`. An address of the other environment would mix real and test data. */
    yousignBase(hosts: Record<YousignEnvironment, string>, environment: YousignEnvironment): string {
      const value = env.YOUSIGN_BASE_URL
      if (value === null) return hosts[environment]
      const url = URL.parse(value)
      if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.username) {
        report('YOUSIGN_BASE_URL', 'YOUSIGN_BASE_URL must be an address such as https://api.yousign.app/v3.')
        return hosts[environment]
      }
      const other = environment === 'sandbox' ? 'production' : 'sandbox'
      if (url.host === new URL(hosts[other]).host) {
        report('YOUSIGN_BASE_URL', `YOUSIGN_BASE_URL is the ${other} host but YOUSIGN_ENVIRONMENT is ${environment}.`)
      }
      return url.origin + (url.pathname === '/' ? '/v3' : url.pathname.replace(/\/+$/, ''))
    },

    storage: (cwd: string, dataDir: string): StorageConfig => storageOf(env, cwd, dataDir, report),

    backupPassphrase(): Secret | null {
      const value = env.BACKUP_PASSPHRASE
      if (value === null) return null
      if (value === env.SECRET_KEY) {
        report(
          'BACKUP_PASSPHRASE',
          'BACKUP_PASSPHRASE must differ from SECRET_KEY: a backup must not carry its own key.',
        )
      }
      return new Secret(value)
    },
  }
}
