// What the API says, and the shapes of its refusals (contracts/yousign.md 1.5).

export interface Answer {
  status: number
  /** Sent as JSON when no `bytes` are given; undefined sends nothing. */
  body?: unknown
  bytes?: Uint8Array
  type?: string
  headers?: Record<string, string>
}

export interface InvalidParam {
  name: string
  reason: string
}

/** A value, or the answer that refuses the call. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; answer: Answer }

export const json = (status: number, body: unknown): Answer => ({ status, body })
export const empty = (status: number): Answer => ({ status })
export const value = <T>(it: T): { ok: true; value: T } => ({ ok: true, value: it })
export const no = (answer: Answer): { ok: false; answer: Answer } => ({ ok: false, answer })

export function file(bytes: Uint8Array, type: 'application/pdf' | 'application/zip', filename: string): Answer {
  const disposition = `attachment; filename="${filename.replace(/[^\w.-]/g, '_')}"`
  return { status: 200, bytes, type, headers: { 'content-disposition': disposition } }
}

/** Refusals. Where the catalogue of types is not public, the nearest known style is used; clients must stay generic. */
export const refuse = {
  invalid: (params: InvalidParam[]): Answer =>
    json(400, {
      type: 'validation.error',
      detail: 'Some parameters are not valid.',
      invalid_params: params,
    }),
  query: (params: InvalidParam[]): Answer =>
    json(400, { type: 'parameters_not_valid', detail: 'Some query parameters are not valid.', invalid_params: params }),
  because: (type: string, detail: string): Answer => json(400, { type, detail }),
  /** The request, signer or approver is in a state that does not allow the call. */
  status: (what: 'signature_request' | 'signer' | 'approver', detail: string): Answer =>
    json(400, { type: `${what}.status_not_compatible`, detail }),
  notEnabled: (detail: string): Answer => json(403, { type: 'configuration.not_enabled', detail }),
  unauthorized: (): Answer =>
    json(401, { type: 'about:blank', detail: 'The API key is not valid for this environment.' }),
  forbidden: (detail: string): Answer => json(403, { type: 'about:blank', detail }),
  notFound: (detail = 'The resource was not found.'): Answer => json(404, { type: 'resource.not_found', detail }),
  method: (): Answer => json(405, { message: 'Method Not Allowed' }),
  mediaType: (type: string | undefined): Answer =>
    json(415, { type: 'about:blank', detail: `The media type ${type ?? 'none'} is not supported here.` }),
  tooMany: (seconds: number): Answer => ({
    status: 429,
    body: { message: 'API rate limit exceeded' },
    headers: { 'retry-after': String(seconds) },
  }),
}
