// The place editor opens outside Kommo: an administrator of the settings page gets an address that is good once, and what
// comes back is saved as the next version of the type.

import type { DocumentType } from '../../../shared/document-type.ts'
import type { EditorSession, OpenPlacesReply, SavedPlaces, SavePlacesBody } from '../../../shared/place-editor.ts'
import { placeEditorPath } from '../../../shared/place-editor.ts'
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { Deps } from '../deps.ts'
import { readerOf } from '../language.ts'
import { administrator } from '../settings/page.ts'
import { saveType } from '../settings/types.ts'
import type { UseCases, Viewer } from '../use-cases.ts'

type PlaceCases = Pick<UseCases, 'openPlaces' | 'enterPlaces' | 'savePlaces'>

/** How long the way from the settings page to the new tab may take. */
const codeLife = 2 * 60_000

/** More open codes than this are nobody's way into an editor. */
const mostCodes = 100

interface Entrance {
  viewer: Viewer
  typeId: string
  expiresAt: number
}

/** Codes live in memory: after a restart the editor is opened once more from the settings page. */
export function createPlaceCases(deps: Deps): PlaceCases {
  const entrances = new Map<string, Entrance>()

  function forgetOld(now: number): void {
    for (const [hash, { expiresAt }] of entrances) if (expiresAt <= now) entrances.delete(hash)
    for (const hash of entrances.keys()) {
      if (entrances.size < mostCodes) return
      entrances.delete(hash)
    }
  }

  return {
    async openPlaces(viewer, typeId): Promise<Result<OpenPlacesReply, Problem>> {
      const user = await administrator(deps, viewer)
      if (!user.ok) return user
      const type = offered(deps, typeId)
      if (!type.ok) return type
      const now = deps.clock.now()
      forgetOld(now)
      const { token, hash } = deps.newToken()
      entrances.set(hash, { viewer, typeId, expiresAt: now + codeLife })
      return ok({ url: `${deps.settings.publicUrl}${placeEditorPath('page', typeId)}#${token}` })
    },

    async enterPlaces(typeId, code) {
      const hash = deps.hashToken(code)
      const entrance = entrances.get(hash)
      // Used up by the first try, whatever comes of it.
      entrances.delete(hash)
      if (entrance === undefined || entrance.typeId !== typeId || entrance.expiresAt <= deps.clock.now())
        return err({ code: 'unauthenticated' })
      const user = await administrator(deps, entrance.viewer)
      if (!user.ok) return user
      const type = offered(deps, typeId)
      return type.ok ? ok({ viewer: entrance.viewer, page: editorPage(deps, entrance.viewer, type.value) }) : type
    },

    async savePlaces(viewer, typeId, { base, places }: SavePlacesBody): Promise<Result<SavedPlaces, Problem>> {
      const user = await administrator(deps, viewer)
      if (!user.ok) return user
      const type = offered(deps, typeId)
      if (!type.ok) return type
      const { id, version: _, savedAt: _at, savedBy: _by, retiredAt: _retired, ...body } = type.value
      const saved = await saveType(deps, user.value.name, { id, base, body: { ...body, places } })
      return saved.ok ? ok({ version: base + 1 }) : saved
    },
  }
}

/** A type whose places are ours to keep. */
function offered({ store }: Deps, typeId: string): Result<DocumentType, Problem> {
  const type = store.documentType(typeId)
  if (type === null || type.retiredAt !== null) return err({ code: 'not_found' })
  if (type.source.kind === 'template')
    return err({ code: 'document_type', problems: [{ code: 'places_in_template', field: 'source' }] })
  return ok(type)
}

function editorPage(deps: Deps, viewer: Viewer, type: DocumentType): Omit<EditorSession, 'token' | 'expiresAt'> {
  const { id, version, name, level, clients, firm, places } = type
  return {
    language: readerOf(viewer.language),
    provider: deps.settings.provider,
    type: { id, version, name, level, clients, firm, places },
  }
}
