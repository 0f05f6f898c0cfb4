/** Time, passed in everywhere so that tests can hold it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls `run` once, `ms` from now; the answer takes it back. Never keeps the process alive. */
  after(ms: number, run: () => void): () => void
}
