import { expect, it } from 'vitest'
import type { FilePlace } from '../domain/files.ts'
import { refusalOutsideEea } from './eea.ts'

const s3: FilePlace = { kind: 's3', bucket: 'firm', host: null, region: 'eu-west-3' }
const gcs: FilePlace = { kind: 'gcs', bucket: 'firm', host: null, region: 'europe-west9' }

it.each<[string, FilePlace, string | null]>([
  ['this server', { kind: 'server', bucket: null, host: null, region: null }, null],
  ['Paris', s3, null],
  ['Paris at Google', gcs, null],
  ['Virginia', { ...s3, region: 'us-east-1' }, 'us-east-1 is outside the EU'],
  ['London', { ...s3, region: 'eu-west-2' }, 'eu-west-2 is outside the EU'],
  ['Zürich', { ...gcs, region: 'europe-west6' }, 'europe-west6 is outside the EU'],
  ['a region that nobody knows', { ...s3, region: 'eu-west-9' }, 'no region that we know'],
  ['a bucket whose place Google keeps to itself', { ...gcs, region: null }, 'storage.buckets.get'],
  ['another service, whatever it calls its regions', { ...s3, host: 's3.example.org' }, 's3.example.org'],
])('documents in %s', async (_, place, words) => {
  const refusal = await refusalOutsideEea({ where: async () => place })
  if (words === null) expect(refusal).toBeNull()
  else expect(refusal).toContain(words)
})
