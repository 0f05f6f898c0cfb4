/** Ids, codes and tokens that repeat for the same seed. */
export interface Random {
  /** A uuid of version 4's shape. */
  uuid(): string
  digits(count: number): string
  token(length: number): string
  bytes(count: number): Uint8Array
}

/** mulberry32: small and good enough; nothing here is a secret. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const pick = (alphabet: string, count: number) =>
    Array.from({ length: count }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('')

  return {
    uuid() {
      const hex = (count: number) => pick('0123456789abcdef', count)
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${pick('89ab', 1)}${hex(3)}-${hex(12)}`
    },
    digits: (count) => pick('0123456789', count),
    token: (length) => pick('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length),
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
  }
}
