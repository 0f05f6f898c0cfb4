// Files of a lead (contracts/kommo-api.md 6): links from the account's host, metadata and bytes from the file host.
import { err, ok, type Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { Crm, CrmFile } from '../domain/crm.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Priority } from '../domain/lane.ts'
import { type Reader, readJson } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'
import type { FileHost } from './file-host.ts'
import { fileLinkListSchema, fileSchema } from './file-wire.ts'

type Files = Pick<Crm, 'leadFiles' | 'downloadFile'>
interface Metadata {
  file: CrmFile
  isTrashed: boolean
  downloadUrl: string
}

/** How long a file's name and size are believed. Its bytes are always fetched by fresh metadata. */
const metadataLife = 10 * 60_000
const mostRemembered = 2_000

export function createFiles(door: Door, host: FileHost, baseUrl: string, clock: Clock): Files {
  const metadata = new Map<string, { value: Metadata | null; until: number }>()

  async function read(uuid: string, priority: Priority): Promise<Result<Metadata | null, CallFailure>> {
    const origin = await host.origin(priority)
    if (!origin.ok) return origin
    const answer = await door({
      method: 'GET',
      url: `${origin.value}/v1.0/files/${encodeURIComponent(uuid)}`,
      priority,
      onFileHost: true,
      read: readOrNone(readJson(fileSchema)),
    })
    if (!answer.ok && answer.failure.kind !== 'not_found') return answer
    const value = answer.ok && answer.value?.isTrashed === false ? answer.value : null
    if (metadata.size >= mostRemembered) metadata.clear()
    metadata.set(uuid, { value, until: clock.now() + metadataLife })
    return ok(value)
  }

  return {
    async leadFiles(leadId, most, priority) {
      const links = await door({
        method: 'GET',
        url: `${baseUrl}/api/v4/leads/${leadId}/files?limit=250`,
        priority,
        read: readOrNone(readJson(fileLinkListSchema)),
      })
      if (!links.ok) return links
      const newest = (links.value ?? []).sort((a, b) => b.linkId - a.linkId)
      const files: CrmFile[] = []
      for (const { uuid } of newest.slice(0, most)) {
        const known = metadata.get(uuid)
        const answer = known !== undefined && known.until > clock.now() ? ok(known.value) : await read(uuid, priority)
        if (!answer.ok) return answer
        if (answer.value !== null) files.push(answer.value.file)
      }
      files.sort((a, b) => b.createdAt - a.createdAt)
      return ok({ files, more: newest.length > most })
    },

    async downloadFile(uuid, priority) {
      const found = await read(uuid, priority)
      if (!found.ok || found.value === null) return found.ok ? ok(null) : found
      const account = new URL(baseUrl)
      const url = host.allowed(found.value.downloadUrl)
      if (!url.ok) return url
      return door({
        method: 'GET',
        url: url.value,
        priority,
        onFileHost: true,
        document: true,
        follow: (target) => target.protocol === 'https:' || target.hostname === account.hostname,
        read: anyBytes,
      })
    },
  }
}

/** What the bytes are is found out by opening them, not by what their host calls them. An error page is none of them. */
const anyBytes: Reader<Uint8Array> = (reply) =>
  reply.mediaType === 'text/html' || reply.status !== 200 ? err('answer is a page, not a file') : ok(reply.bytes)
