// The editor's two calls. The code comes in the fragment of the address and is taken out of it at once.
import {
  type EditorSession,
  placeEditorPath,
  type SavedPlaces,
  type SavePlacesBody,
} from '../../shared/place-editor.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'

/** `offline`: no answer of ours came. */
export type Failure = Problem | { code: 'offline' }

/** The type that the address names, and the code in its fragment; both empty when it holds none. */
export function takeCode(): { type: string; code: string } {
  const code = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  const last = location.pathname.split('/').at(-1) ?? ''
  return { type: decodeURIComponent(last), code }
}

export function enter(type: string, code: string): Promise<Result<EditorSession, Failure>> {
  return post<EditorSession>(placeEditorPath('open', type), {}, { code })
}

export function save({ token, type }: EditorSession, body: SavePlacesBody): Promise<Result<SavedPlaces, Failure>> {
  return post<SavedPlaces>(placeEditorPath('save', type.id), { authorization: `Bearer ${token}` }, body)
}

async function post<T>(path: string, headers: Record<string, string>, body: object): Promise<Result<T, Failure>> {
  try {
    const reply = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const answer: unknown = await reply.json()
    return reply.ok ? ok(answer as T) : err(answer as Problem)
  } catch {
    return err({ code: 'offline' })
  }
}
