// The border of the server: plugins and the list of routes. Nothing listens here.
import { type FastifyInstance, fastify, LogController } from 'fastify'
import { createSessions, demandSession } from './auth.ts'
import { hangUpWhenAnswered } from './closing.ts'
import { allowOrigin, registerCors } from './cors.ts'
import type { HttpDeps } from './deps.ts'
import { answerError, answerNotFound } from './errors.ts'
import { fileLinkRoute, requestFileRoutes } from './files.ts'
import { healthRoutes } from './health.ts'
import { hookLimit } from './inbox.ts'
import { keepingRoutes } from './keeping.ts'
import { kommoAccountRoutes } from './kommo-account.ts'
import { kommoHookRoutes } from './kommo-hooks.ts'
import { placeRoutes } from './places.ts'
import { takeRawBodies } from './raw-body.ts'
import { watchRequests } from './request-log.ts'
import { sessionRoute } from './session.ts'
import { settingsRoutes, settingsSessionRoute } from './settings.ts'
import { signatureRequestRoutes } from './signature-requests.ts'
import { signerLinkRoutes } from './signer-links.ts'
import { signerRoutes } from './signers.ts'
import { streamRoute } from './stream.ts'
import { templateFileRoutes, templateUploadRoute } from './templates.ts'
import { uploadRoute } from './uploads.ts'
import { yousignHookRoute } from './yousign-hook.ts'

/** Builds the server without listening. Closing it ends the open event streams. */
export function buildApp(deps: HttpDeps): FastifyInstance {
  const { accountOrigin, clock } = deps
  const app: FastifyInstance = fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.trustProxy,
    bodyLimit: 256 * 1024,
    // Looking must not act: HEAD is offered by hand where a GET changes nothing.
    exposeHeadRoutes: false,
    // Long enough for 50 MB over a slow line; a connection that only dribbles ends then.
    requestTimeout: 300_000,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => {
      allowOrigin(request, reply, accountOrigin)
      if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') answerNotFound(request, reply)
      else answerError(error, request, reply)
    },
  })
  app.decorateRequest('session', null)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerNotFound)
  hangUpWhenAnswered(app)
  watchRequests(app, deps.metrics)
  registerCors(app, accountOrigin)

  const sessions = createSessions({ key: deps.sessionKey, account: accountOrigin, clock })
  app.register(async (open) => {
    allowEmptyJson(open)
    sessionRoute(open, deps, sessions)
    settingsSessionRoute(open, deps, sessions)
  })
  app.register(async (scope) => {
    demandSession(scope, sessions, accountOrigin, clock)
    allowEmptyJson(scope)
    signatureRequestRoutes(scope, deps)
    signerRoutes(scope, deps)
    requestFileRoutes(scope, deps)
    streamRoute(scope, deps)
    settingsRoutes(scope, deps)
    templateFileRoutes(scope, deps)
    keepingRoutes(scope, deps)
    scope.register(async (bytes) => uploadRoute(bytes, deps))
    scope.register(async (bytes) => templateUploadRoute(bytes, deps))
  })
  app.register(async (scope) => {
    takeRawBodies(scope, hookLimit)
    yousignHookRoute(scope, deps)
    kommoHookRoutes(scope, deps)
  })
  app.register(async (scope) => signerLinkRoutes(scope, deps))
  app.register(async (scope) => placeRoutes(scope, deps))
  fileLinkRoute(app, deps)
  kommoAccountRoutes(app, deps)
  healthRoutes(app, deps)
  return app
}

/** A POST without a body may still say that it is JSON; Fastify alone refuses it. */
function allowEmptyJson(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error')
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, String(body), done)
  })
}
