// Copies among the files of a lead (contracts/kommo-api.md 6): an upload in parts to the file host, the link on the account's
// host, and the note with the file for accounts that do not show the link.
import { err, ok, type Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { Crm, NewUpload } from '../domain/crm.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Priority } from '../domain/lane.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { type Door, type KommoOrder, readOrNone } from './door.ts'
import type { FileHost } from './file-host.ts'
import { attachmentListSchema, fileLinkListSchema, partSchema, sessionSchema } from './file-wire.ts'
import { createdSchema } from './wire.ts'

type Uploads = Pick<Crm, 'uploadFile' | 'attachFile' | 'isAttached' | 'removeFile' | 'addAttachment' | 'findAttachment'>

/** How long an upload stands in line for the place of its next part: everything else goes before it (protocols.md P5). */
const patienceMs = 60_000
const page = 250
/** Nobody keeps more files on one lead; it only keeps a host that repeats itself from being asked for ever. */
const mostPages = 20

export function createUploads(door: Door, host: FileHost, baseUrl: string, clock: Clock): Uploads {
  async function sendParts(
    file: NewUpload,
    session: { uploadUrl: string; partSize: number },
    priority: Priority,
  ): Promise<Result<{ uuid: string }, CallFailure>> {
    let address = session.uploadUrl
    for (let from = 0; from < file.bytes.byteLength; from += session.partSize) {
      const url = host.allowed(address)
      if (!url.ok) return url
      const raw = Uint8Array.from(file.bytes.subarray(from, from + session.partSize))
      const order = { method: 'POST', url: url.value, priority, onFileHost: true, read: readJson(partSchema) } as const
      const answer = await inLine(door, clock, { ...order, part: { raw, mediaType: file.mediaType } })
      if (!answer.ok) return answer
      const isLast = from + session.partSize >= file.bytes.byteLength
      if (isLast !== (answer.value.kind === 'file')) return unreadable('the parts do not end with the file')
      if (answer.value.kind === 'file') return ok({ uuid: answer.value.uuid })
      address = answer.value.nextUrl
    }
    return unreadable('the file has no part')
  }

  return {
    async uploadFile(file, priority) {
      const origin = await host.origin(priority)
      if (!origin.ok) return origin
      const session = await inLine(door, clock, {
        method: 'POST',
        url: `${origin.value}/v1.0/sessions`,
        body: { file_name: file.name, file_size: file.bytes.byteLength, content_type: file.mediaType },
        priority,
        onFileHost: true,
        read: readJson(sessionSchema),
      })
      if (!session.ok) return session
      if (file.bytes.byteLength > session.value.mostBytes)
        return err({
          kind: 'refused',
          status: 200,
          type: 'file size',
          detail: 'larger than the host takes',
          params: [],
        })
      return sendParts(file, session.value, priority)
    },

    attachFile: (leadId, uuid, priority) =>
      door({
        method: 'PUT',
        url: `${baseUrl}/api/v4/leads/${leadId}/files`,
        body: [{ file_uuid: uuid }],
        priority,
        read: readNothing,
      }),

    async isAttached(leadId, uuid, priority) {
      let before = ''
      for (let count = 0; count < mostPages; count += 1) {
        const answer = await door({
          method: 'GET',
          url: `${baseUrl}/api/v4/leads/${leadId}/files?limit=${page}${before}`,
          priority,
          read: readOrNone(readJson(fileLinkListSchema)),
        })
        if (!answer.ok) return answer
        const links = answer.value ?? []
        if (links.some((link) => link.uuid === uuid)) return ok(true)
        if (links.length < page) return ok(false)
        before = `&before_id=${Math.min(...links.map((link) => link.linkId))}`
      }
      return ok(false)
    },

    async removeFile(uuid, priority) {
      const origin = await host.origin(priority)
      if (!origin.ok) return origin
      return door({
        method: 'DELETE',
        url: `${origin.value}/v1.0/files`,
        body: [{ uuid }],
        priority,
        onFileHost: true,
        read: readNothing,
      })
    },

    addAttachment: ({ leadId, uuid, name }, priority) =>
      door({
        method: 'POST',
        url: `${baseUrl}/api/v4/leads/notes`,
        body: [
          {
            entity_id: leadId,
            note_type: 'attachment',
            params: { file_uuid: uuid, file_name: name },
            created_by: 0,
            is_need_to_trigger_digital_pipeline: false,
          },
        ],
        priority,
        read: readJson(createdSchema('notes')),
      }),

    async findAttachment(leadId, uuid, priority) {
      const query = new URLSearchParams({ 'filter[note_type][]': 'attachment', 'order[id]': 'desc', limit: '250' })
      const answer = await door({
        method: 'GET',
        url: `${baseUrl}/api/v4/leads/${leadId}/notes?${query}`,
        priority,
        read: readOrNone(readJson(attachmentListSchema)),
      })
      if (!answer.ok) return answer
      const note = answer.value?.find((each) => each.values.some((value) => value.includes(uuid)))
      return ok(note === undefined ? null : { id: note.id })
    },
  }
}

/** Waits for a place where only our own pace is in the way: nothing was called, and the parts before would be lost. */
async function inLine<T>(door: Door, clock: Clock, order: KommoOrder<T>): Promise<Result<T, CallFailure>> {
  const givesUp = clock.now() + patienceMs
  for (;;) {
    const answer = await door(order)
    if (answer.ok || answer.failure.kind !== 'lane_closed') return answer
    const { reason, until } = answer.failure
    if ((reason !== 'window' && reason !== 'reserve') || until > givesUp) return answer
    await new Promise<void>((resolve) => clock.after(Math.max(1, until - clock.now()), resolve))
  }
}

function unreadable(cause: string): Result<never, CallFailure> {
  return err({ kind: 'unknown', cause, status: 200 })
}
