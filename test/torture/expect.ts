// What a send leaves behind in Kommo when all went well: the notes and the task, told by their words and the send's reference.
import type { NoteKind } from '../crash/note-kinds.ts'
import type { Ending } from './sends.ts'

/** `reached`: the request was activated, so people were contacted. */
export function expectedNotes(ending: Ending, reached: boolean): NoteKind[] {
  if (!reached) return []
  switch (ending) {
    case 'signed':
      return ['sent', 'done']
    case 'declined':
      return ['sent', 'declined']
    case 'canceled':
    case 'stopped':
      return ['sent', 'canceled']
    case 'extended':
      return ['sent', 'expired', 'extended', 'done']
  }
}

/**
 * Tasks that are made, and whether they are open in the end. Those that are not `sure` may be missing: what was to be done was
 * done before Kommo could be told.
 */
export function expectedTasks(ending: Ending, reached: boolean): { open: boolean; sure: boolean }[] {
  if (!reached) return []
  if (ending === 'declined') return [{ open: true, sure: true }]
  return ending === 'extended' ? [{ open: false, sure: false }] : []
}

/** State of the request on the card. */
export function expectedState(ending: Ending): 'done' | 'declined' | 'canceled' {
  if (ending === 'declined') return 'declined'
  return ending === 'canceled' || ending === 'stopped' ? 'canceled' : 'done'
}

/** As notes and tasks carry it, before the number of the effect. */
export function referenceOf(requestId: string): string {
  return `YS-${requestId.slice(0, 6).toUpperCase()}-`
}
