// The complete file of a request that was signed, at Yousign or on paper, read together from storage: everything that there is, checked against its hash, or a
// failure; never a file with a hole.
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { Deps } from '../deps.ts'
import { completeFileName } from '../file-names.ts'
import type { FileFailure } from '../files.ts'
import type { SignatureRequest } from '../signature-request.ts'
import { contentsOf, type KeptFile, type KeptOriginal } from './contents.ts'
import { type Filed, missingTrails } from './waiting.ts'

export type EvidenceFailure =
  /** Not signed by everybody, or something is still to come from Yousign. */
  | { kind: 'not_filed' }
  /** We stored it, and now it is not there, or is not what it was. */
  | { kind: 'lost' | 'changed'; storageKey: string }
  | { kind: 'storage'; failure: FileFailure }

/** SQLite takes it for "all". */
const everyLine = -1

export async function completeFile(
  deps: Deps,
  request: SignatureRequest,
): Promise<Result<{ name: string; bytes: Uint8Array }, EvidenceFailure>> {
  const { store, archive } = deps
  const rows = store.files(request.id)
  // Read in one turn, before anything is awaited: all of it is of the same moment.
  const ledger = store.ledger(request.id, everyLine).toReversed()
  const effects = store.effects(request.id)
  const missing = missingTrails({ request, files: rows, effects, ledger: () => ledger }, deps.clock.now())
  if (missing === null) return err({ kind: 'not_filed' })
  const files: KeptFile[] = []
  for (const { kind, position, name, sha256, storageKey } of rows) {
    const bytes = await kept(deps, storageKey, sha256)
    if (!bytes.ok) return bytes
    files.push({ kind, position, name, sha256, bytes: bytes.value })
  }
  const originals: KeptOriginal[] = []
  for (const { position, name, sha256, storageKey } of request.documents) {
    const bytes = await kept(deps, storageKey, sha256)
    if (!bytes.ok) return bytes
    originals.push({ position, name, sha256, bytes: bytes.value })
  }
  const { fingerprint } = archive
  const contents = contentsOf({ request, ledger, files, originals, missing, fingerprint, sha256: deps.sha256 })
  return ok({ name: completeFileName(request), bytes: archive.pack(contents.entries, contents.manifest) })
}

/** The name of the complete file, or null while it cannot be had. `filed`: what the caller has read of it already. */
export function completeFileOffer(
  deps: Deps,
  request: SignatureRequest,
  filed: Pick<Filed, 'files' | 'effects'>,
): string | null {
  const ledger = () => deps.store.ledger(request.id, everyLine)
  return missingTrails({ ...filed, request, ledger }, deps.clock.now()) === null ? null : completeFileName(request)
}

/** What it means for a person who waits for it; what is lost or changed goes to the log with its place. */
export function problemOfEvidence(deps: Deps, request: SignatureRequest, failure: EvidenceFailure): Problem {
  if (failure.kind === 'not_filed') return { code: 'not_filed' }
  deps.log.error({ requestId: request.id, ...failure }, 'the complete file cannot be made')
  return { code: failure.kind === 'storage' ? 'unavailable' : 'file_lost' }
}

async function kept(deps: Deps, storageKey: string, sha256: string): Promise<Result<Uint8Array, EvidenceFailure>> {
  const got = await deps.files.get(storageKey)
  if (!got.ok) return err({ kind: 'storage', failure: got.failure })
  if (got.value === null) return err({ kind: 'lost', storageKey })
  return deps.sha256(got.value) === sha256 ? ok(got.value) : err({ kind: 'changed', storageKey })
}
