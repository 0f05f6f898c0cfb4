// Which documents of a request are to be fetched once it is signed. Own documents are known by id from the upload; those of a
// template are named by the read that showed `done`, and are kept from there, so that no second read is needed.
import type { Deps } from './deps.ts'
import type { RemoteRequest } from './esignature.ts'
import type { SignatureRequest } from './signature-request.ts'

const memory = 'signed_documents'

/** Keeps the ids of what was signed, in the document's order. */
export function rememberSigned(
  deps: Pick<Deps, 'store'>,
  request: SignatureRequest,
  documents: RemoteRequest['documents'],
  now: number,
): void {
  if (request.documents.length > 0) return
  deps.store.remember(memory, request.id, JSON.stringify(signableOf(documents)), now)
}

/** Null when no read has named them. */
export function rememberedSigned(deps: Pick<Deps, 'store'>, requestId: string): string[] | null {
  const ids = deps.store.remembered(memory, requestId)
  return ids === null ? null : JSON.parse(ids)
}

/** Ids of the documents that are signed; attachments are not. */
export function signableOf(documents: RemoteRequest['documents']): string[] {
  return documents.filter((one) => one.nature === 'signable_document').map((one) => one.id)
}
