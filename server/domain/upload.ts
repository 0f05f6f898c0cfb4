// What somebody puts beside the lead's files for one send.
import type { UploadReply } from '../../shared/api.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Deps } from './deps.ts'
import { problemOf } from './place-document.ts'
import type { Viewer } from './use-cases.ts'

/** A PDF from somebody's computer: opened, checked, kept for 30 days unless it is sent. */
export async function upload(
  deps: Deps,
  viewer: Viewer,
  leadId: number,
  name: string,
  bytes: Uint8Array,
): Promise<Result<UploadReply, Problem>> {
  const inspected = await deps.documents.inspect(bytes)
  if (!inspected.ok) return err(problemOf(inspected.failure, name))
  const storageKey = `uploads/${inspected.value.sha256}.pdf`
  const put = await deps.files.put(storageKey, bytes)
  if (!put.ok) return err({ code: 'unavailable' })
  const one = {
    id: deps.newId(),
    leadId,
    userId: viewer.userId,
    name,
    storageKey,
    sha256: inspected.value.sha256,
    bytes: bytes.length,
    pages: inspected.value.pages.length,
  }
  deps.store.saveUpload({ ...one, createdAt: deps.clock.now() })
  return ok({ uploadId: one.id, name, bytes: one.bytes, pages: one.pages })
}
