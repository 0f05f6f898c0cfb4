import type { z } from 'zod'
import type { InvalidParam } from './answer.ts'

/** The body in its shape, or what is wrong with it, named as `signers[0].info.email`. */
export function parse<T>(
  schema: z.ZodType<T>,
  body: unknown,
): { ok: true; value: T } | { ok: false; params: InvalidParam[] } {
  const parsed = schema.safeParse(body)
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, params: parsed.error.issues.flatMap((issue) => params(issue)) }
}

function params(issue: z.core.$ZodIssue): InvalidParam[] {
  const path = issue.path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  )
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      name: path === '' ? key : `${path}.${key}`,
      reason: 'This property is not known.',
    }))
  }
  return [{ name: path, reason: issue.message }]
}
