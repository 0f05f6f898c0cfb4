// The settings page: its session, and what an administrator reads and saves.
import type { FastifyInstance } from 'fastify'
import { endpoints } from '../../shared/api.ts'
import type { SettingsSession } from '../../shared/settings.ts'
import type { Sessions } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { sendProblem } from './problem.ts'
import { readBody, sendPrivate, serve } from './route.ts'
import { identify } from './session.ts'

/** As the card's session, for somebody who has no lead open. */
export function settingsSessionRoute(scope: FastifyInstance, deps: HttpDeps, sessions: Sessions): void {
  const { clock, useCases } = deps
  scope.post(endpoints.settingsSession.path, { bodyLimit: 16 * 1024 }, async (request, reply) => {
    const userId = await identify(request, reply, deps)
    if (userId === null) return reply
    const body = readBody('settingsSession', request.body)
    if (!body.ok) return badRequest(reply, 400, body.failure)
    const opened = await useCases.openSettings({ userId, ...body.value })
    if (!opened.ok) return sendProblem(reply, opened.failure, clock.now())
    const { viewer, user, dictionary, page } = opened.value
    const session = await sessions.issue(viewer)
    const answer: SettingsSession = { ...session, now: clock.now(), user, language: viewer.language, dictionary, page }
    return sendPrivate(reply).send(answer)
  })
}

export function settingsRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  const use = deps.useCases
  serve(scope, deps, 'settings', ({ viewer }) => use.settings(viewer))
  serve(scope, deps, 'saveChoices', ({ viewer, body }) => use.saveChoices(viewer, body))
  serve(scope, deps, 'saveType', ({ viewer, body }) => use.saveType(viewer, body))
  serve(scope, deps, 'retireType', ({ viewer, params }) => use.retireType(viewer, params.type))
  serve(scope, deps, 'openPlaces', ({ viewer, params }) => use.openPlaces(viewer, params.type))
  serve(scope, deps, 'addPack', ({ viewer, body }) => use.addPack(viewer, body))
  serve(scope, deps, 'testStorage', ({ viewer }) => use.testStorage(viewer))
  serve(scope, deps, 'takeStarter', ({ viewer, params }) => use.takeStarter(viewer, params))
  serve(scope, deps, 'previewTemplate', ({ viewer, params }) =>
    use.previewTemplate(viewer, params.template, params.lead),
  )
}
