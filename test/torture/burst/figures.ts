// What a burst looked like from the service: calls in its windows, against what they allow. Pure.

export interface Window {
  /** Minutes from the first call. */
  from: number
  calls: number
  /** What the reserve leaves to everybody but clicks. */
  allowed: number
}

/** Windows of that length, one after the other from the first call on, that ended while work was left. */
export function fullWindows(calls: readonly number[], length: number, allowed: number, leftUntil: number): Window[] {
  const first = calls[0]
  if (first === undefined) return []
  const windows: Window[] = []
  for (let start = first; start + length <= leftUntil; start += length) {
    const inside = calls.filter((at) => at >= start && at < start + length).length
    windows.push({ from: Math.round((start - first) / 60_000), calls: inside, allowed })
  }
  return windows
}

/** The most calls within any window of that length. */
export function busiest(calls: readonly number[], length: number): number {
  let most = 0
  let first = 0
  for (const [index, at] of calls.entries()) {
    while ((calls[first] ?? at) <= at - length) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}
