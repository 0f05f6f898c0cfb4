// How both queues are driven, so that the same is measured: fill, then work off until every job is recorded as done.

export interface Engine {
  /** Enqueues jobs with the numbers from `first` up to and without `upTo`. */
  fill(first: number, upTo: number): void
  start(): void
  /** How many the database says are done. */
  done(): number
  stop(): Promise<void>
}

export interface JobsResult {
  enqueued: number
  worked: number
}

const batch = 500

/** `make` is given what the handler calls. Tells the parent jobs a second, both ways; throws when a job is missing. */
export async function fillAndEmpty(count: number, make: (ended: () => void) => Engine): Promise<void> {
  let left = count
  let allEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    allEnded = resolve
  })
  const engine = make(() => {
    left -= 1
    if (left === 0) allEnded()
  })
  const begin = performance.now()
  for (let first = 1; first <= count; first += batch) engine.fill(first, Math.min(first + batch, count + 1))
  const filled = performance.now()
  engine.start()
  await ended
  // The last outcomes are recorded in one of the next turns.
  while (engine.done() < count) await new Promise((resolve) => setImmediate(resolve))
  const worked = performance.now()
  await engine.stop()
  const perSecond = (ms: number) => (count / ms) * 1000
  const result: JobsResult = { enqueued: perSecond(filled - begin), worked: perSecond(worked - filled) }
  await new Promise<void>((resolve) => process.send?.({ kind: 'jobs', result }, () => resolve()))
}
