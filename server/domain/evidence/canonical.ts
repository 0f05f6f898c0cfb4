// JSON with one spelling for one value (RFC 8785): what is signed must not depend on the order in which it was put together.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Keys sorted by code unit, no blanks. Numbers must be whole and safe: others would be written differently elsewhere. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const parts = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`)
  return `{${parts.join(',')}}`
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}
