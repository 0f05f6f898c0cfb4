/** One HTTP exchange as a simulator saw it; the shape that the contract checkers read. Paths are below the API's root. */
export interface Exchange {
  at: number
  method: string
  /** Path with query, for Yousign below `/v3`. */
  path: string
  requestHeaders: Record<string, string>
  requestType: string | undefined
  /** Parsed JSON or form; for multipart one entry a part: text, or name and type of a file. */
  requestBody: unknown
  status: number
  responseType: string | undefined
  /** Parsed JSON; undefined for binaries and empty answers. */
  responseBody: unknown
  /** True when the answer was made (or withheld) by the fault layer, not by the behaviour. */
  fault: boolean
}
