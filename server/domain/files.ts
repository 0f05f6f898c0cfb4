// Port: where bytes are kept. Keys hold ids only, never names of people or matters (product.md 3.2).
import type { Result } from '../../shared/result.ts'

export type FileFailure =
  | { kind: 'full' }
  | { kind: 'refused'; detail: string }
  | { kind: 'conflict' }
  | { kind: 'unavailable'; detail: string }

export interface Files {
  /**
   * Writes once and verifies by reading back (length, SHA-256). The same bytes under the same key are fine again;
   * other bytes are a `conflict`. Durable when it answers.
   */
  put(key: string, bytes: Uint8Array): Promise<Result<{ sha256: string; bytes: number }, FileFailure>>
  /** Null when there is nothing under the key. */
  get(key: string): Promise<Result<Uint8Array | null, FileFailure>>
  remove(key: string): Promise<Result<null, FileFailure>>
  /** For people, and for the rule of `STORAGE_EEA_ONLY`. Never fails: what cannot be learnt is null. */
  where(): Promise<FilePlace>
}

/** Nothing secret: no key, no prefix. */
export interface FilePlace {
  kind: 'server' | 's3' | 'gcs'
  bucket: string | null
  /** Host of another service than Amazon's or Google's. */
  host: string | null
  /** As the store calls it. */
  region: string | null
}

/** The same bytes lie once under their digest, whoever needs them. */
export interface SharedFiles extends Files {
  /** Removes what no row needs; `unavailable` while somebody has just put it and may not have written the row yet. */
  discard(key: string): Promise<Result<null, FileFailure>>
}
