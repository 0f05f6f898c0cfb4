// Packs the complete file: nothing compressed, nothing of the day or the machine in it, so that the same facts give the same bytes.
import { strToU8, zipSync } from 'fflate'
import type { Archive } from '../domain/evidence/archive.ts'
import type { EvidenceKey } from './key.ts'

/** The three that the manifest cannot name. */
export const sealNames = { manifest: 'manifest.json', signature: 'manifest.sig', key: 'key.pem' } as const

/** Signs with `key`; entries stand in the order given, the manifest and what seals it last. */
export function createArchive(key: Pick<EvidenceKey, 'publicPem' | 'fingerprint' | 'sign'>): Archive {
  return {
    fingerprint: key.fingerprint,
    pack(entries, manifest) {
      const sealed: [string, Uint8Array][] = [
        ...entries,
        [sealNames.manifest, manifest],
        [sealNames.signature, key.sign(manifest)],
        [sealNames.key, strToU8(key.publicPem)],
      ]
      // A ZIP holds local time without a zone; the fields of this date are the same everywhere.
      const options = { level: 0, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 } as const
      return zipSync(Object.fromEntries(sealed.map(([path, bytes]) => [path, [bytes, options] as const])))
    },
  }
}
