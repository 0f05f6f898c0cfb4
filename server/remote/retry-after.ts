// How long a remote wants to be left alone after a 429 (protocols.md P5).

const shortest = 1_000
const longest = 15 * 60_000
const usual = 60_000

/**
 * Milliseconds to wait from `now`. `header` is `Retry-After` as seconds or as an HTTP date; `seconds` is what a body
 * said (Kommo's `retry_after`) and counts only without a readable header. Never more than 15 minutes; 60 s when nothing
 * is said.
 */
export function retryAfter(header: string | null, seconds: number | null, now: number): number {
  const asked = fromHeader(header, now) ?? (seconds === null ? null : seconds * 1000)
  if (asked === null || !Number.isFinite(asked)) return usual
  return Math.min(longest, Math.max(shortest, asked))
}

function fromHeader(header: string | null, now: number): number | null {
  if (header === null) return null
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  // `Date.parse` reads a bare negative number as a year.
  return Number.isNaN(date) || /^-?\d/.test(text) ? null : date - now
}
