// Access to Google Cloud Storage as a service account: a signed statement for a token that lives an hour.
// Source: Google's "Using OAuth 2.0 for Server to Server Applications".
import { createPrivateKey } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { err, ok, type Result } from '../../shared/result.ts'
import type { FileFailure } from '../domain/files.ts'
import { partsOf } from '../remote/reply.ts'
import { type CloudMeans, callCloud, failureOf } from './cloud.ts'

export interface ServiceAccount {
  email: string
  /** PKCS #8 in PEM. */
  privateKey: { reveal(): string }
  keyId: string | null
  /** Where statements are exchanged for tokens; also their audience. */
  tokenUri: string
}

export interface Tokens {
  /** A token with at least a minute left; callers at the same moment share one exchange. */
  token(): Promise<Result<string, FileFailure>>
  /** It was refused: the next caller gets another one. */
  forget(token: string): void
}

const scope = 'https://www.googleapis.com/auth/devstorage.read_write'
const statementSeconds = 3600
const reserveMs = 60_000

/** Throws when the private key is none, which the configuration has made sure of. */
export function createTokens(account: ServiceAccount, means: CloudMeans): Tokens {
  const key = createPrivateKey(account.privateKey.reveal())
  let held: { token: string; until: number } | null = null
  let underWay: Promise<Result<string, FileFailure>> | null = null

  async function ask(): Promise<Result<string, FileFailure>> {
    const now = means.now()
    const seconds = Math.floor(now / 1000)
    const assertion = await new SignJWT({ scope })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(account.keyId === null ? {} : { kid: account.keyId }) })
      .setIssuer(account.email)
      .setAudience(account.tokenUri)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + statementSeconds)
      .sign(key)
    const sent = await callCloud(
      {
        method: 'POST',
        url: account.tokenUri,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion,
        }).toString(),
      },
      means.timeouts,
    )
    if (!sent.ok) return sent
    const { status } = sent.value
    if (status !== 200) return err(failureOf(status, partsOf(sent.value, refusalShape)?.error ?? ''))
    const answer = partsOf(sent.value, tokenShape)
    if (answer === null) return err({ kind: 'unavailable', detail: 'the token cannot be read' })
    held = { token: answer.access_token, until: now + answer.expires_in * 1000 - reserveMs }
    return ok(held.token)
  }

  return {
    async token() {
      if (held !== null && means.now() < held.until) return ok(held.token)
      underWay ??= ask().finally(() => {
        underWay = null
      })
      return underWay
    },
    forget(token) {
      if (held?.token === token) held = null
    },
  }
}

const tokenShape = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
const refusalShape = z.object({ error: z.string() })
