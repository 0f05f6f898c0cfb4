// One authorised call to our server. The token is asked of the session each time and never leaves the header.
import type { endpoints } from '../../shared/api.ts'
import type { Session } from './session.ts'

/** An entry of shared/api.ts. Passed as a whole, so that the first bundle need not hold the table. */
export type Endpoint = (typeof endpoints)[keyof typeof endpoints]

export interface CallOptions {
  /** For the `:name` parts of the path; `lead` is known. */
  values?: Record<string, string | number>
  /** Bytes go as a PDF, anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Rejects only as `fetch` does: no connection, or aborted. */
export type Call = (endpoint: Endpoint, options?: CallOptions) => Promise<Response>

/** An ended session is renewed once and the call repeated: the refused one did nothing. */
export function createCall(origin: string, lead: number, session: Session): Call {
  return async ({ method, path }, { values, body, headers, signal } = {}) => {
    const all: Record<string, string | number> = { lead, ...values }
    const url = origin + path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(all[name])))
    const bytes = body instanceof Blob
    const once = () =>
      fetch(url, {
        method,
        headers: {
          Authorization: `Bearer ${session.token()}`,
          'Content-Type': bytes ? 'application/pdf' : 'application/json',
          ...headers,
        },
        body: body === undefined ? null : bytes ? body : JSON.stringify(body),
        signal: signal || null,
      })
    const response = await once()
    return response.status === 401 && (await session.open()).ok ? once() : response
  }
}
