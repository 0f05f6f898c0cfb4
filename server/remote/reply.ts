// Readers of answers: each says what it took, or in a few words without any content why it could not.
import type { z } from 'zod'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Reply } from './exchange.ts'

export type Reader<T> = (reply: Reply) => Result<T, string>

/** A JSON body of the given shape; other properties may be there too. */
export function readJson<T>(schema: z.ZodType<T>): Reader<T> {
  return (reply) => {
    if (!isJson(reply)) return err(`answer is ${reply.mediaType || 'of no type'}, not JSON`)
    const body = jsonOf(reply)
    if (body === undefined) return err('answer is no readable JSON')
    const parsed = schema.safeParse(body)
    if (parsed.success) return ok(parsed.data)
    const at = parsed.error.issues[0]?.path.join('.') ?? ''
    return err(`answer has an unknown shape at "${at}"`)
  }
}

/** No body, or a JSON body that nobody needs. Anything else did not come from the service itself. */
export const readNothing: Reader<null> = (reply) => {
  if (reply.bytes.byteLength === 0) return ok(null)
  if (isJson(reply) && jsonOf(reply) !== undefined) return ok(null)
  return err(`answer is ${reply.mediaType || 'of no type'}, not empty`)
}

/** The bytes as they came, of one of the given media types. */
export function readBytes(...mediaTypes: string[]): Reader<Uint8Array> {
  return (reply) =>
    mediaTypes.includes(reply.mediaType)
      ? ok(reply.bytes)
      : err(`answer is ${reply.mediaType || 'of no type'}, not ${mediaTypes.join(' or ')}`)
}

/** True by the declared type: a refusal cut off in the middle is still one of the service's own. */
export function isJson(reply: Reply): boolean {
  return reply.mediaType === 'application/json' || reply.mediaType.endsWith('+json')
}

/** The parsed body, or undefined when it is none. */
export function jsonOf(reply: Reply): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reply.bytes))
  } catch {
    return undefined
  }
}

/** Reads a body leniently: every part that does not fit is as if absent. */
export function partsOf<T extends z.ZodRawShape>(reply: Reply, shape: z.ZodObject<T>): z.output<z.ZodObject<T>> | null {
  if (!isJson(reply)) return null
  const parsed = shape.safeParse(jsonOf(reply))
  return parsed.success ? parsed.data : null
}
