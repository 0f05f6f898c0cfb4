// The lead's signature requests: what the card shows, sending, and what may be done with one afterwards.
import type { FastifyInstance } from 'fastify'
import type { HttpDeps } from './deps.ts'
import { serve } from './route.ts'

export function signatureRequestRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  const use = deps.useCases
  serve(scope, deps, 'card', ({ viewer, params }) => use.card(viewer, params.lead))
  serve(scope, deps, 'review', ({ viewer, params, body }) => use.review(viewer, params.lead, body))
  serve(scope, deps, 'send', ({ viewer, params, body }) => use.send(viewer, params.lead, body))
  serve(scope, deps, 'phone', ({ viewer, params, body }) => use.readPhone(viewer, params.lead, body.phone))
  serve(scope, deps, 'undo', ({ viewer, params }) => use.undo(viewer, params.lead, params.request))
  serve(scope, deps, 'sendPrepared', ({ viewer, params }) => use.sendPrepared(viewer, params.lead, params.request))
  serve(scope, deps, 'retry', ({ viewer, params }) => use.retry(viewer, params.lead, params.request))
  serve(scope, deps, 'retryEffects', ({ viewer, params }) => use.retryEffects(viewer, params.lead, params.request))
  serve(scope, deps, 'cancel', ({ viewer, params, body }) => use.cancel(viewer, params.lead, params.request, body))
  serve(scope, deps, 'paper', ({ viewer, params, body }) => use.paper(viewer, params.lead, params.request, body))
  serve(scope, deps, 'extend', ({ viewer, params, body }) => use.extend(viewer, params.lead, params.request, body))
  serve(scope, deps, 'refresh', ({ viewer, params }) => use.refresh(viewer, params.lead, params.request))
  serve(scope, deps, 'timeline', ({ viewer, params }) => use.timeline(viewer, params.lead, params.request))
}
