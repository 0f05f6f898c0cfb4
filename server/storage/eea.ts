// Refuses a bucket outside the European Economic Area at the start, for firms that have promised it (STORAGE_EEA_ONLY).
import { areaOf } from '../../shared/region.ts'
import type { Files } from '../domain/files.ts'

/** Null when documents stay on this server or in a bucket that is known to lie in the EEA; else what to do, for whoever runs the server. */
export async function refusalOutsideEea(files: Pick<Files, 'where'>): Promise<string | null> {
  const { kind, host, region } = await files.where()
  if (kind === 'server') return null
  if (host !== null)
    return `STORAGE_EEA_ONLY is set, but where ${host} keeps its buckets cannot be checked: ask the service, then leave STORAGE_EEA_ONLY out.`
  if (region === null)
    return 'STORAGE_EEA_ONLY is set, but Google does not tell where the bucket is: give the service account the permission storage.buckets.get on it, or leave STORAGE_EEA_ONLY out.'
  const area = areaOf(region)
  if (area === 'eea') return null
  return `STORAGE_EEA_ONLY is set, but ${region} is ${area === null ? 'no region that we know' : 'outside the EU and EEA'}: choose a bucket inside, or leave STORAGE_EEA_ONLY out.`
}
