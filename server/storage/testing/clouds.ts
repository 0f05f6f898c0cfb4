// Both drivers on their simulators, side by side: what must hold for one must hold for the other.
import type { Faults } from '../../../test/simulators/bucket/faults.ts'
import type { BucketExchange } from '../../../test/simulators/bucket/listener.ts'
import { realClock } from '../../../test/simulators/clock.ts'
import { createGcs, type GcsOptions, type GcsSimulator } from '../../../test/simulators/gcs/simulator.ts'
import { createS3, type S3Options, type S3Simulator } from '../../../test/simulators/s3/simulator.ts'
import { Secret } from '../../config/secret.ts'
import type { Files } from '../../domain/files.ts'
import type { CloudMeans } from '../cloud.ts'
import { createGcsFiles, type GcsPlace } from '../gcs.ts'
import { createS3Files, type S3Place } from '../s3.ts'

export interface Cloud {
  files: Files
  simulator: { objects: Map<string, Uint8Array>; ledger: BucketExchange[]; faults: Faults; close(): Promise<void> }
  /** The method of uploads. */
  upload: 'PUT' | 'POST'
}

/** Short, so that a store that hangs costs a test little. */
export const means: CloudMeans = { timeouts: { base: 400, bytesPerSecond: 100_000 }, now: realClock.now }
export const prefix = 'firm/documents'

export function s3At(simulator: S3Simulator, changes: Partial<S3Place> = {}): S3Place {
  return {
    bucket: 'documents',
    prefix,
    region: simulator.region,
    endpoint: simulator.url,
    accessKeyId: simulator.accessKeyId,
    secretAccessKey: new Secret(simulator.secretAccessKey),
    ...changes,
  }
}

export function gcsAt(simulator: GcsSimulator, changes: Partial<GcsPlace> = {}): GcsPlace {
  const { client_email, private_key, private_key_id, token_uri } = simulator.keyFile
  return {
    bucket: 'documents',
    prefix,
    endpoint: simulator.url,
    account: {
      email: client_email,
      privateKey: new Secret(private_key),
      keyId: private_key_id,
      tokenUri: token_uri,
    },
    ...changes,
  }
}

export async function startS3(options: S3Options & { place?: Partial<S3Place> } = {}) {
  const simulator = await createS3(options)
  return {
    simulator,
    upload: 'PUT' as const,
    files: createS3Files(s3At(simulator, options.place), { ...means, now: options.clock?.now ?? means.now }),
  }
}

export async function startGcs(options: GcsOptions & { place?: Partial<GcsPlace> } = {}) {
  const simulator = await createGcs(options)
  return {
    simulator,
    upload: 'POST' as const,
    files: createGcsFiles(gcsAt(simulator, options.place), { ...means, now: options.clock?.now ?? means.now }),
  }
}
