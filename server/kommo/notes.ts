// Notes on a lead (contracts/kommo-api.md 5.1). Kommo knows no idempotency key: after an unknown outcome the marker in
// the text is looked for before anything is written again (design.md 4.3).
import { ok } from '../../shared/result.ts'
import type { Crm } from '../domain/crm.ts'
import { readJson, readNothing } from '../remote/reply.ts'
import { type Door, readOrNone } from './door.ts'
import { createdSchema, noteListSchema } from './wire.ts'

/** Long, collapsible, with the service's name above the text. */
const noteType = 'extended_service_message'

export function createNotes(
  door: Door,
  baseUrl: string,
  service: string,
): Pick<Crm, 'addNote' | 'findNote' | 'rewriteNote'> {
  return {
    addNote: (note, priority) =>
      door({
        method: 'POST',
        url: `${baseUrl}/api/v4/leads/notes`,
        body: [
          {
            entity_id: note.leadId,
            note_type: noteType,
            params: { service, text: note.text },
            created_by: 0,
            is_need_to_trigger_digital_pipeline: false,
          },
        ],
        priority,
        read: readJson(createdSchema('notes')),
      }),

    rewriteNote: (id, text, priority) =>
      door({
        method: 'PATCH',
        url: `${baseUrl}/api/v4/leads/notes/${id}`,
        body: { note_type: noteType, params: { service, text } },
        priority,
        read: readNothing,
      }),

    async findNote(leadId, marker, priority) {
      const query = new URLSearchParams({ 'filter[note_type][]': noteType, 'order[id]': 'desc', limit: '250' })
      const answer = await door({
        method: 'GET',
        url: `${baseUrl}/api/v4/leads/${leadId}/notes?${query}`,
        priority,
        read: readOrNone(readJson(noteListSchema)),
      })
      if (!answer.ok) return answer
      const note = answer.value?.find((each) => each.text.includes(marker))
      return ok(note === undefined ? null : { id: note.id })
    },
  }
}
