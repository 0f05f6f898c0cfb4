// What is said to the process that makes the load, and what it answers.

export interface Prepare {
  kind: 'prepare'
  /** Body of a webhook call in which `placeholder` stands once; each request has an id of the same length there. */
  body: string
  placeholder: string
  secret: string
  /** Requests made and signed in advance; a run never sends one twice. */
  count: number
}

export interface Run {
  kind: 'run'
  port: number
  connections: number
  warmMs: number
  measureMs: number
}

/** So many requests at once, each on a connection of its own that is opened for it. */
export interface Burst {
  kind: 'burst'
  port: number
  /** Requests sent one after the other beforehand, so that the server is warm. */
  warm: number
  count: number
}

export type ToLoad = Prepare | Run | Burst

export interface RunResult {
  /** A second, after the warm-up. */
  rate: number
  /** Milliseconds from the request to its answer. */
  p50: number
  p99: number
  max: number
  /** Requests that were answered, warm-up included. */
  answered: number
}

export interface BurstResult {
  p50: number
  max: number
  /** Later than 350 ms: Yousign's patience without the way through the network. */
  late: number
}

export type FromLoad =
  | { kind: 'prepared' }
  | { kind: 'ran'; result: RunResult }
  | { kind: 'burst over'; result: BurstResult }
  | { kind: 'failed'; message: string }
