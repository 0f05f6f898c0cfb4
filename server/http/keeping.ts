// Keeping and erasing, for administrators: what is kept how long, and the records of a person.
import type { FastifyInstance } from 'fastify'
import type { HttpDeps } from './deps.ts'
import { serve } from './route.ts'

export function keepingRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  const use = deps.useCases
  serve(scope, deps, 'keeping', ({ viewer }) => use.keeping(viewer))
  serve(scope, deps, 'saveKeeping', ({ viewer, body }) => use.saveKeeping(viewer, body))
  serve(scope, deps, 'renewKeeping', ({ viewer, body }) => use.renewKeeping(viewer, body))
  serve(scope, deps, 'findPerson', ({ viewer, body }) => use.findPerson(viewer, body))
  serve(scope, deps, 'erasePerson', ({ viewer, body }) => use.erasePerson(viewer, body))
}
