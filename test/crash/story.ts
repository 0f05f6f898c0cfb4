// One send from the press on Send to the note "signed by everyone", played by the people and services around our server.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RequestReply, ReviewReply } from '../../shared/api.ts'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import type { KommoSimulator } from '../simulators/kommo/simulator.ts'
import type { RequestRecord } from '../simulators/yousign/model.ts'
import type { YousignSimulator } from '../simulators/yousign/simulator.ts'
import { type CardClient, openSession } from '../world/world.ts'
import { addDocuments, addSigners, addTemplate, formOf, templateSource } from './forms.ts'
import { type Evidence, judge } from './judge.ts'

/** Where it is played: a server in this process or in another one that may die. */
export interface Stage {
  yousign: YousignSimulator
  kommo: KommoSimulator
  /** Address of our server; waits while it is down. */
  url(): Promise<string>
  /** Where it keeps documents. */
  documents: string
}

export type Source = 'documents' | 'template'

export interface Story {
  source: Source
  leadId: number
  /** What the press on Send sends; a second press sends the same. */
  reviewId: string
  /** E-mail addresses in signing order. */
  signers: string[]
  signedStage: number
}

/** A lead of its own with two contacts who sign one after the other, reviewed and ready to be sent. */
export async function prepareStory(stage: Stage, source: Source): Promise<Story> {
  const { kommo, yousign } = stage
  const lead = { name: 'Succession Mercier', pipelineId: pipelines.successions, statusId: stages.quote }
  const leadId = kommo.addLead(lead, people.sophie)
  const signers = addSigners(kommo, leadId, 2)
  const what =
    source === 'documents' ? addDocuments(kommo, leadId, 1, 2) : templateSource(addTemplate(yousign, signers.length))
  const form = formOf(what, signers, 'one_by_one')
  await kommo.hooksSettled()
  const card = await cardOf(stage, leadId)
  const { status, body } = await card.call('review', {}, { form })
  if (status !== 200) throw new Error(`the review was refused: ${status} ${JSON.stringify(body)}`)
  const review = body as ReviewReply
  const red = review.findings.filter((finding) => finding.severity === 'red')
  if (red.length > 0) throw new Error(`the review found ${JSON.stringify(red)}`)
  return {
    source,
    leadId,
    reviewId: review.reviewId,
    signers: signers.map((signer) => signer.email),
    signedStage: stages.signed,
  }
}

export async function cardOf(stage: Stage, leadId: number): Promise<CardClient> {
  return openSession(await stage.url(), stage.kommo, leadId, people.sophie)
}

/** Presses Send, and again (after a reload of the card) as long as no answer comes. Answers the id of the request. */
export async function pressSend(stage: Stage, story: Story, opened: CardClient): Promise<string> {
  const body = { reviewId: story.reviewId, intent: 'send', besides: null, replaces: null }
  let card: CardClient | null = opened
  return eventually('the press on Send is answered', async () => {
    try {
      card ??= await cardOf(stage, story.leadId)
      const answer = await card.call('send', {}, body)
      if (answer.status < 300) return (answer.body as RequestReply).request.id
      throw new Error(`send was answered ${answer.status}`)
    } catch (error) {
      // No answer, because the server died: what fetch and the reader of a cut answer throw.
      if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error
      card = null
      return null
    }
  })
}

/** Both sign as soon as they may; then everything is filed. Webhooks whose time has come are sent at once. */
export async function signAndWait(stage: Stage, story: Story, requestId: string): Promise<void> {
  const { yousign, kommo } = stage
  const deliver = async () => {
    await stage.url()
    await yousign.flush()
  }
  const active = await eventually('the request is active', async () => {
    await deliver()
    return requestsOf(stage, story).find((request) => request.status === 'ongoing')
  })
  for (const signer of active.signers) {
    yousign.openLink(signer.id)
    yousign.sign(signer.id)
  }
  const lead = kommo.state.leads.get(story.leadId)
  await eventually('the signed document is filed, noted, and the lead moved', async () => {
    await deliver()
    const moved = lead?.statusId === story.signedStage
    return moved && hasNote(stage, story, /\/files\//) && (await storedFiles(stage, requestId)).length >= 3
  })
}

/** Waits until the card says that nothing is left to do. It asks Kommo for the lead each time. */
export async function waitForFiling(stage: Stage, story: Story): Promise<void> {
  await eventually('the card shows everything filed', async () => {
    const { answer } = await cardOf(stage, story.leadId)
    return answer.card.requests.every(({ filing }) => {
      const parts = [filing?.signedDocuments, filing?.auditTrails, filing?.note, filing?.stage]
      return parts.every((part) => part === 'done')
    })
  })
}

export function hasNote(stage: Stage, story: Story, words: RegExp): boolean {
  return notesOf(stage, story).some((note) => words.test(note))
}

/** What is wrong with the end; empty when nothing is. */
export async function verdict(stage: Stage, story: Story, requestId: string): Promise<string[]> {
  const { yousign, kommo } = stage
  const requests = requestsOf(stage, story)
  const ids = new Set(requests.map((request) => request.id))
  const evidence: Evidence = {
    requests: requests.map((request) => ({
      id: request.id,
      status: request.status,
      activated: request.activated_at !== null,
      documents: request.documents.length,
      signers: request.signers.map((signer) => signer.info.email),
    })),
    announced: yousign.deliveries
      .filter((delivery) => delivery.event === 'signature_request.activated')
      .map((delivery) => requestIn(delivery.body))
      .filter((id) => ids.has(id)),
    invited: yousign.inbox.flatMap(({ kind, to }) => (kind === 'invitation' && story.signers.includes(to) ? [to] : [])),
    notes: notesOf(stage, story),
    tasks: [...kommo.state.tasks.values()].filter((task) => task.entityId === story.leadId).length,
    moves: kommo.state.events
      .filter((event) => event.type === 'lead_status_changed' && event.entityId === story.leadId)
      .map((event) => stageIn(event.valueAfter)),
    stored: await storedFiles(stage, requestId),
    shown: (await cardOf(stage, story.leadId)).answer.card.requests.map((request) => ({
      state: request.state,
      signers: request.signers.map((signer) => signer.status),
      files: request.files.map((file) => file.kind),
    })),
  }
  return judge(evidence, { documents: 1, signers: story.signers, stage: story.signedStage })
}

/** Everything at Yousign that was made for the story's lead. */
export function requestsOf(stage: Stage, story: Story): RequestRecord[] {
  const ours = new RegExp(`^ky-[a-z0-9]+-${story.leadId}-`)
  return [...stage.yousign.state.requests.values()].filter((request) => ours.test(request.external_id ?? ''))
}

/** Polls; fails with `what` when it does not come within `patience`. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | null | false>,
  patience = 40_000,
): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    const found = await check()
    if (found) return found
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function notesOf({ kommo }: Stage, story: Story): string[] {
  const notes = [...kommo.state.notes.values()].filter(
    (note) => note.entityType === 'leads' && note.entityId === story.leadId,
  )
  return notes.map((note) => String(note.params['text'] ?? ''))
}

async function storedFiles(stage: Stage, requestId: string): Promise<string[]> {
  try {
    const names = await readdir(join(stage.documents, 'requests', requestId))
    // One that was being written when the server died has a name of its own.
    return names.filter((name) => !name.startsWith('.'))
  } catch {
    // Nothing was stored for it yet.
    return []
  }
}

function requestIn(body: Uint8Array): string {
  const event = JSON.parse(Buffer.from(body).toString('utf8')) as { data: { signature_request: { id: string } } }
  return event.data.signature_request.id
}

function stageIn(values: unknown[]): number {
  const [value] = values as { lead_status?: { id: number } }[]
  return value?.lead_status?.id ?? 0
}
