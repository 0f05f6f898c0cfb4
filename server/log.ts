// The log: JSON lines without secrets, bodies, headers or addresses. Three fences, each enough alone: request lines are
// made of the route's pattern (http/app.ts), serialisers let through a short list of fields, and every finished line is
// searched once more for what looks like a secret, because an error text of a library may quote anything.
import type { FastifyBaseLogger } from 'fastify'
import { fastify } from 'fastify'

export interface LogOptions {
  /** A pino level; `silent` writes nothing. */
  level: string
  /** Where the lines go; standard output when left out. */
  stream?: { write(line: string): void }
}

/** The one logger of the process. Fastify brings pino along, so it makes the instance and its version is one choice. */
export function createLog(options: LogOptions): FastifyBaseLogger {
  return fastify({
    logger: {
      level: options.level,
      base: null,
      redact: { paths: [...secretFields], censor: '[secret]' },
      serializers: { req: requestFields, res: replyFields, err: errorFields },
      hooks: { streamWrite: redact },
      ...(options.stream === undefined ? {} : { stream: options.stream }),
    },
  }).log
}

/**
 * Takes out of any text what opens something: link and hook tokens in paths, query strings of addresses, bearer and
 * one-time tokens, signatures, long random path segments (signing links). Leaves the rest readable and JSON intact.
 */
export function redact(text: string): string {
  return text
    .replace(/(\/(?:s|files|setup)\/)[\w%~.-]{8,}/g, '$1[secret]')
    .replace(/(\/hooks\/kommo\/)(?!(?:pipeline|uninstall)(?![\w-]))[\w%~.-]+/g, '$1[secret]')
    .replace(/\b[Bb]earer +[\w.~+/=-]+/g, 'Bearer [secret]')
    .replace(/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g, '[secret]')
    .replace(/\bsha256=[0-9A-Fa-f]{16,}/g, 'sha256=[secret]')
    .replace(/([?&](?:code|state|signature|token|key|s|k)=)[^\s"&\\]+/g, '$1[secret]')
    .replace(/(https?:\/\/[^\s"\\?#]+)[?#][^\s"\\]*/g, '$1?[secret]')
    .replace(/(https?:\/\/[^\s"\\/]+)(\/[^\s"\\?]*)/g, (_, origin: string, path: string) => origin + hideLong(path))
}

const secretFields = [
  'authorization',
  'x-auth-token',
  'cookie',
  'location',
  'token',
  'secret',
  'signature',
  'headers',
  'body',
]
  .map((name) => `["${name}"]`)
  .flatMap((name) => [name, `*${name}`])

/** A request as Fastify or Node has it: what was asked, never by whom or with what. */
function requestFields(request: { method?: string; url?: string; routeOptions?: { url?: string | undefined } }) {
  const { method = '', url = '', routeOptions } = request
  return { method, route: routeOptions?.url ?? redact(url.replace(/\?.*/s, '')) }
}

function replyFields(reply: { statusCode?: number }) {
  return { status: reply.statusCode }
}

/** No own properties of the error: libraries hang requests, bodies and configurations there. */
function errorFields(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, message: redact(String(error)), stack: '' }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { type: error.name, message: redact(error.message), ...code, stack: redact(error.stack ?? '') }
}

/** Random enough to be a secret, long enough not to be a word; UUIDs are ids and stay. */
function hideLong(path: string): string {
  return path.replace(/[\w~.%-]{20,}/g, (segment) => (uuid.test(segment) || !/\d/.test(segment) ? segment : '[secret]'))
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
