// What can be seen from outside while a campaign runs, kept at hand because twenty sends look at it all the time.
import type { KommoTask } from '../simulators/kommo/state.ts'
import type { RequestRecord } from '../simulators/yousign/model.ts'
import type { TortureWorld } from './world.ts'

export interface Views {
  /** Everything at Yousign that carries the external id of our request. */
  requests(requestId: string): RequestRecord[]
  /** Texts of the notes on a lead, oldest first. */
  notes(leadId: number): string[]
  tasks(leadId: number): KommoTask[]
  close(): void
}

/** Requests are looked through again at most so often, in real milliseconds. */
const freshness = 20

export function createViews({ yousign, kommo }: TortureWorld): Views {
  const notes = new Map<number, Map<number, string>>()
  const tasks = new Map<number, Set<number>>()
  let requests = new Map<string, RequestRecord[]>()
  let at = 0

  const forget = kommo.onChange(({ entity, id, leadId }) => {
    if (leadId === undefined) return
    if (entity === 'task') tasks.set(leadId, (tasks.get(leadId) ?? new Set()).add(id))
    if (entity !== 'note') return
    const text = String(kommo.state.notes.get(id)?.params['text'] ?? '')
    notes.set(leadId, (notes.get(leadId) ?? new Map()).set(id, text))
  })

  function look(): void {
    if (Date.now() - at < freshness) return
    requests = new Map()
    for (const request of yousign.state.requests.values()) {
      const id = /^ky-.*-([^-]+)$/.exec(request.external_id ?? '')?.[1]
      if (id !== undefined) requests.set(id, [...(requests.get(id) ?? []), request])
    }
    at = Date.now()
  }

  return {
    requests(requestId) {
      look()
      return requests.get(requestId) ?? []
    },
    notes: (leadId) => [...(notes.get(leadId)?.values() ?? [])],
    tasks: (leadId) => [...(tasks.get(leadId) ?? [])].flatMap((id) => kommo.state.tasks.get(id) ?? []),
    close: forget,
  }
}
