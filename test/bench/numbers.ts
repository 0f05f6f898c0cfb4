// The arithmetic of measuring. Pure.

/** Of an even number of values the mean of the two in the middle; throws without any. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  if (upper === undefined || lower === undefined) throw new Error('the median of nothing was asked for')
  return (upper + lower) / 2
}

/** Distance from the least to the greatest value, as a part of the median; 0 where nothing can differ. */
export function spread(values: readonly number[]): number {
  const middle = median(values)
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / middle
}

/** The least value that `part` (0 to 1) of all values do not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
  if (found === undefined) throw new Error('a percentile of nothing was asked for')
  return found
}

/** Round by round, so that what disturbs the machine for a while disturbs both sides of a quotient. */
export function quotients(values: readonly number[], by: readonly number[]): number[] {
  return values.map((value, index) => {
    const divisor = by[index]
    if (divisor === undefined || divisor <= 0) throw new Error('a round has nothing to be compared with')
    return value / divisor
  })
}

/** Seeded numbers from 0 to 1 (mulberry32): the same faults in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
