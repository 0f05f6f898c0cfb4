// One signer of a request: remind, hand over the link, correct.
import type { FastifyInstance } from 'fastify'
import type { HttpDeps } from './deps.ts'
import { serve } from './route.ts'

export function signerRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  const use = deps.useCases
  serve(scope, deps, 'remind', ({ viewer, params }) => use.remind(viewer, params.lead, params.request, params.signer))
  serve(scope, deps, 'link', ({ viewer, params }) => use.signerLink(viewer, params.lead, params.request, params.signer))
  serve(scope, deps, 'correct', ({ viewer, params, body }) =>
    use.correct(viewer, params.lead, params.request, params.signer, body),
  )
}
