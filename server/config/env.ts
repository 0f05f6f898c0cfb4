// Reads the environment: names and plain types. What the values mean together is decided in config.ts.

export const envNames = [
  'PUBLIC_URL',
  'HOST',
  'PORT',
  'DATA_DIR',
  'SECRET_KEY',
  'KOMMO_SUBDOMAIN',
  'KOMMO_CLIENT_ID',
  'KOMMO_CLIENT_SECRET',
  'KOMMO_ACCESS_TOKEN',
  'KOMMO_TOKEN_AUDIENCE',
  'KOMMO_BASE_URL',
  'KOMMO_REQUESTS_PER_SECOND',
  'YOUSIGN_BASE_URL',
  'YOUSIGN_ENVIRONMENT',
  'YOUSIGN_API_KEY',
  'YOUSIGN_WEBHOOK_SECRET',
  'STORAGE_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'GCS_CREDENTIALS',
  'STORAGE_EEA_ONLY',
  'LOG_LEVEL',
  'TRUST_PROXY',
  'METRICS_TOKEN',
  'BACKUP_PASSPHRASE',
] as const
export type EnvName = (typeof envNames)[number]

/** Blank and absent are the same: null. */
export type Env = Record<EnvName, string | null>

/** Takes the names we know from the process's environment, or from the record given. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const entries = envNames.map((name): [EnvName, string | null] => [name, source[name]?.trim() || null])
  return Object.fromEntries(entries) as Env
}
