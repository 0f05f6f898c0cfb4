// Taking in an own template: opened in the child process, its tags read and checked, kept under its hash.
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { Deps } from '../deps.ts'
import { problemOf } from '../place-document.ts'
import type { OwnTemplate } from './own-template.ts'

export interface NewTemplate {
  /** As the file is called. */
  name: string
  bytes: Uint8Array
  language: 'en' | 'fr'
  by: string
}

/** Wrong tags do not refuse it: the page marks them, and a document type with them cannot be saved. */
export async function takeInTemplate(
  deps: Deps,
  { name, bytes, language, by }: NewTemplate,
): Promise<Result<OwnTemplate, Problem>> {
  const read = await deps.documents.readTemplate(bytes)
  if (!read.ok) return err(problemOf(read.failure, name))
  const { format, tags, anchors } = read.value
  const sha256 = deps.sha256(bytes)
  const storageKey = `templates/${sha256}.${format}`
  const put = await deps.files.put(storageKey, bytes)
  if (!put.ok) return err({ code: 'unavailable' })
  const bare = name.replace(/\.(?:docx|pdf)$/i, '').trim()
  const template: OwnTemplate = {
    id: deps.newId(),
    name: bare === '' ? name : bare,
    format,
    language,
    storageKey,
    sha256,
    bytes: bytes.length,
    tags,
    anchors,
    addedAt: deps.clock.now(),
    addedBy: by,
  }
  deps.store.saveOwnTemplate(template)
  return ok(template)
}
