// Success or a named failure, as values: nothing in this product throws for what can be expected.

export type Result<T, F> = { ok: true; value: T } | { ok: false; failure: F }

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function err<F>(failure: F): { ok: false; failure: F } {
  return { ok: false, failure }
}

/** Makes the compiler refuse a union member that nobody handles; throws if one arrives at run time all the same. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
