// Where the card asks what of the server. No zod here: the card imports it.

export interface Endpoint {
  method: 'GET' | 'POST'
  /** `:name` parts are filled and encoded. */
  path: string
}

export const cardEndpoints = {
  session: { method: 'POST', path: '/api/session' },
  card: { method: 'GET', path: '/api/leads/:lead/card' },
  stream: { method: 'GET', path: '/api/leads/:lead/stream' },
  upload: { method: 'POST', path: '/api/leads/:lead/uploads' },
  review: { method: 'POST', path: '/api/leads/:lead/reviews' },
  reviewDocument: { method: 'GET', path: '/api/leads/:lead/reviews/:review/documents/:index' },
  send: { method: 'POST', path: '/api/leads/:lead/signature-requests' },
  phone: { method: 'POST', path: '/api/leads/:lead/phones' },
  undo: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/undo' },
  sendPrepared: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/send' },
  retry: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/retry' },
  retryEffects: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/effects/retry' },
  cancel: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/cancel' },
  paper: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/paper' },
  extend: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/extend' },
  refresh: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/refresh' },
  timeline: { method: 'GET', path: '/api/leads/:lead/signature-requests/:request/timeline' },
  remind: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/signers/:signer/remind' },
  link: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/signers/:signer/link' },
  correct: { method: 'POST', path: '/api/leads/:lead/signature-requests/:request/signers/:signer/correct' },
  file: { method: 'GET', path: '/api/leads/:lead/signature-requests/:request/files/:file' },
  evidence: { method: 'GET', path: '/api/leads/:lead/signature-requests/:request/evidence' },
} as const satisfies Record<string, Endpoint>

export type CardEndpoint = keyof typeof cardEndpoints
