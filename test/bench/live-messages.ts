// What is said to the process that holds open cards and sends webhooks, and what it answers.

export interface LiveOrder {
  port: number
  path: string
  /** What the requests of the streams carry, one set a viewer; they take turns. */
  viewers: Record<string, string>[]
  secret: string
  /** Body of the webhook call; each call has another id and an earlier time in place of the placeholders. */
  body: string
  placeholder: string
  timePlaceholder: string
  /** The times count down from here, seconds. */
  before: number
}

export type ToLive =
  /** Opens so many more streams. Answered with `ready`. */
  | { kind: 'open'; streams: number }
  /** Sends so many events, each when the one before was seen by every open stream. Answered with `seen`. */
  | { kind: 'send'; events: number }

export type FromLive =
  | { kind: 'ready' }
  /** Milliseconds from sending an event to reading it, one for each event and stream; one of the frames that were read. */
  | { kind: 'seen'; ms: number[]; frame: string }
  | { kind: 'failed'; message: string }
