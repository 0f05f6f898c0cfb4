// The place where documents are kept, made from what the configuration says.
import type { Files, SharedFiles } from '../domain/files.ts'
import type { CloudMeans } from './cloud.ts'
import { keepFresh } from './fresh.ts'
import { createGcsFiles, type GcsPlace } from './gcs.ts'
import { createLocalFiles } from './local.ts'
import { createS3Files, type S3Place } from './s3.ts'

export type Place = { kind: 'file'; directory: string } | ({ kind: 's3' } & S3Place) | ({ kind: 'gcs' } & GcsPlace)

/** Calls nobody yet: whether the place can be used is told by `checkStorage`. */
export function createFiles(place: Place, means: CloudMeans): SharedFiles {
  return keepFresh(filesAt(place, means), means.now)
}

function filesAt(place: Place, means: CloudMeans): Files {
  switch (place.kind) {
    case 'file':
      return createLocalFiles(place.directory)
    case 's3':
      return createS3Files(place, means)
    case 'gcs':
      return createGcsFiles(place, means)
  }
}
