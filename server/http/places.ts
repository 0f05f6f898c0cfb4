// `/settings/places/:type`: the place editor, a page of ours in a tab of its own. The page itself is the same for everybody
// and says nothing; what it works on comes for a one-time code, which stands in the fragment of its address and in no log.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { placesShape } from '../../shared/document-type-schema.ts'
import {
  type EditorSession,
  type OpenEditorBody,
  placeEditorPaths,
  type SavePlacesBody,
} from '../../shared/place-editor.ts'
import { idText } from '../../shared/schemas.ts'
import { bestLanguage } from './accept-language.ts'
import { refuseUnauthenticated } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { markup, sendMarkup } from './page.ts'
import { editorPolicy, placeFileRoutes } from './place-files.ts'
import { createPlaceSessions } from './place-sessions.ts'
import { sendProblem } from './problem.ts'
import { sendPrivate } from './route.ts'

interface TypePath {
  Params: { type: string }
}

/** Without a built editor there is no such page. */
export function placeRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  const { accountOrigin, clock, placeEditor, sessionKey, useCases } = deps
  if (placeEditor === null) return
  const sessions = createPlaceSessions({ key: sessionKey, account: accountOrigin, clock })
  placeFileRoutes(scope, placeEditor)

  scope.get<TypePath>(placeEditorPaths.page, async (request, reply) =>
    sendShell(reply, bestLanguage(request.headers['accept-language'], ['en', 'fr'])),
  )

  scope.post<TypePath>(placeEditorPaths.open, { bodyLimit: 4096 }, async (request, reply) => {
    const type = idText.safeParse(request.params.type)
    const body = openBody.safeParse(request.body)
    if (!type.success || !body.success) return badRequest(reply, 400, 'Correct the code.')
    const entered = await useCases.enterPlaces(type.data, body.data.code)
    if (!entered.ok && entered.failure.code === 'unauthenticated')
      return refuseUnauthenticated(request, reply, { kind: 'places_code' }, clock)
    if (!entered.ok) return sendProblem(reply, entered.failure, clock.now())
    const { viewer, page } = entered.value
    const answer: EditorSession = { ...(await sessions.issue(viewer, type.data)), ...page }
    return sendPrivate(reply).send(answer)
  })

  scope.post<TypePath>(placeEditorPaths.save, async (request, reply) => {
    const { type } = request.params
    const viewer = await sessions.read(request.headers.authorization, type)
    if (!viewer.ok) return refuseUnauthenticated(request, reply, viewer.failure, clock)
    const body = saveBody.safeParse(request.body)
    if (!body.success) {
      const issue = body.error.issues[0]
      return badRequest(reply, 400, `Correct ${issue?.path.map(String).join('.').slice(0, 100) || 'the body'}.`)
    }
    const saved = await useCases.savePlaces(viewer.value, type, body.data)
    return saved.ok ? sendPrivate(reply).send(saved.value) : sendProblem(reply, saved.failure, clock.now())
  })
}

const openBody = z.strictObject({ code: z.string().min(1).max(100) }) satisfies z.ZodType<OpenEditorBody>

const saveBody = z.strictObject({
  base: z.number().int().positive(),
  places: placesShape.nullable(),
}) satisfies z.ZodType<SavePlacesBody>

const words = {
  en: { title: 'Places to sign', loading: 'Opening …', script: 'This page needs JavaScript.' },
  fr: { title: 'Emplacements de signature', loading: 'Ouverture …', script: 'Cette page a besoin de JavaScript.' },
} as const

function sendShell(reply: FastifyReply, lang: 'en' | 'fr'): FastifyReply {
  const { title, loading, script } = words[lang]
  const page = markup`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/settings/places/-/editor.css">
<script type="module" src="/settings/places/-/editor.js"></script>
</head>
<body>
<div id="editor"><main class="message"><h1>${title}</h1><p role="status">${loading}</p></main></div>
<noscript>${script}</noscript>
</body>
</html>
`
  return sendMarkup(reply, lang, editorPolicy, page)
}
