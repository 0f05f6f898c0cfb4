// Leads made for one story each, and what stands about them on both sides afterwards.
import { expect } from 'vitest'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import type { Demo } from '../world/demo.ts'

export interface Person {
  firstName: string
  lastName: string
  email: string
  phone: string
}

export const clients: readonly Person[] = [
  { firstName: 'Hélène', lastName: 'Mercier-Lefèvre', email: 'helene@example.fr', phone: '+33612345601' },
  { firstName: 'Jean-Baptiste', lastName: 'Le Goff', email: 'jb@example.fr', phone: '+33612345602' },
]
export const lawyer = { name: 'Marc Delorme', email: 'marc.delorme@aubry-vasseur.example', mobile: '+33612345699' }

/** A lead with its contacts and one PDF among its files. Anchors for so many signers, or none. */
export function caseLead(demo: Demo, name: string, contacts: readonly Person[], anchors = 0): number {
  const { kommo } = demo
  const leadId = kommo.addLead({ name, pipelineId: pipelines.successions, statusId: stages.quote }, people.sophie)
  for (const { firstName, lastName, email, phone } of contacts) {
    kommo.addContact(
      leadId,
      { name: `${firstName} ${lastName}`, firstName, lastName, emails: [email], phones: [phone] },
      people.sophie,
    )
  }
  const places = Array.from({ length: anchors }, (_, index) => `{{s${index + 1}|signature|120|40}}`)
  kommo.uploadLeadFile(
    leadId,
    'Convention.pdf',
    plainPdf([
      [name, 'Article 1'],
      [`${name}, page 2`, ...places],
    ]),
    people.sophie,
  )
  return leadId
}

/** Our request on the lead, Yousign's own record of it, and what stands on the lead in Kommo. */
export function records(demo: Demo, leadId: number) {
  const request = demo.server.store.requestsOfLead(leadId)[0]
  if (!request) throw new Error('nothing was sent on this lead')
  const on = (things: Iterable<{ entityId: number | null }>) =>
    [...things].filter((thing) => thing.entityId === leadId).map((thing) => JSON.stringify(thing))
  return {
    request,
    remote: demo.yousign.state.requests.get(request.yousignId ?? ''),
    notes: on(demo.kommo.state.notes.values()),
    tasks: on(demo.kommo.state.tasks.values()),
    files: demo.server.store.files(request.id),
    stage: demo.kommo.state.leads.get(leadId)?.statusId,
  }
}

/** The stored PDF, reached by the link in the note, is byte for byte what Yousign gives out, and signed. */
export async function expectSameBytes(demo: Demo, leadId: number): Promise<void> {
  const { request, notes } = records(demo, leadId)
  const key = [...demo.yousign.state.keys.keys()][0] ?? ''
  const path = `signature_requests/${request.yousignId}/documents/${request.documents[0]?.yousignId}/download`
  const answer = await fetch(`${demo.yousign.url}/v3/${path}`, { headers: { authorization: `Bearer ${key}` } })
  const theirs = Buffer.from(await answer.arrayBuffer())
  const note = notes.find((text) => text.includes('/files/')) ?? ''
  const link = /https?:\/\/[^\s"\\]+\/files\/[\w-]+/.exec(note)?.[0] ?? ''
  const ours = Buffer.from(await (await fetch(link)).arrayBuffer())
  expect(ours.equals(theirs), 'the same bytes').toBe(true)
  expect(ours.includes('/ByteRange')).toBe(true)
}
