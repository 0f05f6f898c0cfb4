// What Kommo answers about files: the lead's list, metadata on the file host, uploads (contracts/kommo-api.md 6).
import { z } from 'zod'
import { id, seconds, text } from './wire.ts'

export const fileLinkListSchema = z
  .object({ _embedded: z.object({ files: z.array(z.object({ file_uuid: z.string().min(1), id })) }) })
  .transform((wire) => wire._embedded.files.map((link) => ({ uuid: link.file_uuid, linkId: link.id })))

/** Metadata of a file on the file host (section 6 step 4). */
export const fileSchema = z
  .object({
    uuid: z.string().min(1),
    name: text,
    size: z.number().nonnegative(),
    is_trashed: z.boolean().nullish(),
    metadata: z.object({ extension: text }).nullish().catch(null),
    created_at: seconds,
    created_by: z.object({ id: z.number().nullish(), type: z.string().nullish() }).nullish().catch(null),
    _links: z.object({ download: z.object({ href: z.string().min(1) }) }),
  })
  .transform((wire) => ({
    file: {
      uuid: wire.uuid,
      name: wire.name,
      bytes: wire.size,
      extension: (wire.metadata?.extension ?? '').toLowerCase(),
      createdAt: wire.created_at,
      createdByUserId: (wire.created_by?.type ?? 'user') === 'user' ? wire.created_by?.id || null : null,
    },
    isTrashed: wire.is_trashed === true,
    downloadUrl: wire._links.download.href,
  }))

/** What opening an upload answers. Its part size differs between accounts and is kept to (section 6 step 2). */
export const sessionSchema = z
  .object({
    max_file_size: z.number().positive(),
    max_part_size: z.number().int().positive(),
    upload_url: z.string().min(1),
  })
  .transform((wire) => ({
    mostBytes: wire.max_file_size,
    partSize: wire.max_part_size,
    uploadUrl: wire.upload_url,
  }))

/** After a part: the address of the next one, or after the last the file. */
export const partSchema = z.union([
  z.object({ next_url: z.string().min(1) }).transform((wire) => ({ kind: 'next' as const, nextUrl: wire.next_url })),
  z
    .object({ uuid: z.string().min(1), size: z.number().nonnegative() })
    .transform((wire) => ({ kind: 'file' as const, uuid: wire.uuid })),
])

/** Notes that hold a file: it is named in `file_uuid`, or inside the address of the older form (5.1). */
export const attachmentListSchema = z
  .object({
    _embedded: z.object({
      notes: z.array(z.object({ id, params: z.record(z.string(), z.unknown()).nullish().catch(null) })),
    }),
  })
  .transform((wire) =>
    wire._embedded.notes.map((note) => ({
      id: note.id,
      values: Object.values(note.params ?? {}).filter((value) => typeof value === 'string'),
    })),
  )
