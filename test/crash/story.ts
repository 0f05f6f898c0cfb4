// One send, played by the people and services around our server: the manager with the card, and the signers.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RequestReply, ReviewReply } from '../../shared/api.ts'
import type { Card } from '../../shared/card.ts'
import type { SendForm } from '../../shared/form.ts'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import type { KommoSimulator } from '../simulators/kommo/simulator.ts'
import type { KommoTask } from '../simulators/kommo/state.ts'
import type { RequestRecord } from '../simulators/yousign/model.ts'
import type { YousignSimulator } from '../simulators/yousign/simulator.ts'
import { type CardClient, openSession } from '../world/world.ts'
import { addDocuments, addSigners, addTemplate, formOf, templateSource } from './forms.ts'
import { wordForm } from './word-type.ts'

/** Where it is played: a server in this process or in another one that may die. */
export interface Stage {
  yousign: YousignSimulator
  kommo: KommoSimulator
  /** Address of our server; waits while it is down. */
  url(): Promise<string>
  /** Where it keeps documents. */
  documents: string
}

export type Source = 'documents' | 'template' | 'word'

export interface Story {
  source: Source
  leadId: number
  /** What the press on Send sends; a second press sends the same. */
  reviewId: string
  /** E-mail addresses in signing order. */
  signers: string[]
  signedStage: number
  /** Empty until Send is answered. */
  requestId: string
}

/** A lead of its own with two contacts who sign one after the other, reviewed and ready to be sent. */
export async function prepareStory(
  stage: Stage,
  source: Source,
  change: (form: SendForm) => SendForm = (form) => form,
): Promise<Story> {
  const { kommo, yousign } = stage
  const lead = { name: 'Succession Mercier', pipelineId: pipelines.successions, statusId: stages.quote }
  const leadId = kommo.addLead(lead, people.sophie)
  const signers = addSigners(kommo, leadId, 2)
  const what =
    source === 'template' ? templateSource(addTemplate(yousign, signers.length)) : addDocuments(kommo, leadId, 1, 2)
  await kommo.hooksSettled()
  const card = await cardOf(stage, leadId)
  const made = change(formOf(what, signers, 'one_by_one'))
  const form = source === 'word' ? await wordForm(card, made) : made
  const { status, body } = await card.call('review', {}, { form, replaces: null })
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
    requestId: '',
  }
}

export async function cardOf(stage: Stage, leadId: number): Promise<CardClient> {
  return openSession(await stage.url(), stage.kommo, leadId, people.sophie)
}

/** Presses Send until it is answered. Answers the id of the request, and puts it into the story. */
export async function pressSend(stage: Stage, story: Story, opened?: CardClient): Promise<string> {
  const body = { reviewId: story.reviewId, intent: 'send', besides: null, replaces: null }
  story.requestId = await insist(
    stage,
    story,
    'the press on Send is answered',
    async (card) => {
      const answer = await card.call('send', {}, body)
      if (answer.status < 300) return (answer.body as RequestReply).request.id
      throw new Error(`send was answered ${answer.status}`)
    },
    opened,
  )
  return story.requestId
}

/** Presses a button, and again (after a reload of the card) as long as no answer comes or `press` wants another try. */
export function insist<T>(
  stage: Stage,
  story: Story,
  what: string,
  press: (card: CardClient) => Promise<T | null>,
  opened: CardClient | null = null,
): Promise<T> {
  let card = opened
  return eventually(what, async () => {
    try {
      card ??= await cardOf(stage, story.leadId)
      return await press(card)
    } catch (error) {
      if (!isCut(error)) throw error
      card = null
      return null
    }
  })
}

/** Both sign as soon as they may; then everything is filed. */
export async function signAndWait(stage: Stage, story: Story): Promise<void> {
  const { yousign, kommo } = stage
  const active = await eventually('the request is active', async () => {
    await deliver(stage)
    return activeOf(stage, story)
  })
  for (const signer of active.signers.filter(({ status }) => status !== 'signed')) {
    yousign.openLink(signer.id)
    yousign.sign(signer.id)
  }
  const lead = kommo.state.leads.get(story.leadId)
  // One document, and of each signer the audit trail as PDF and as JSON, or at Qualified the identity proof alone.
  const isQualified = active.signers.every((one) => one.signature_level === 'qualified_electronic_signature')
  const files = 1 + active.signers.length * (isQualified ? 1 : 2)
  await eventually('the signed document is filed, noted, and the lead moved', async () => {
    await deliver(stage)
    const moved = lead?.statusId === story.signedStage
    return moved && hasNote(stage, story, /\/files\//) && (await storedFiles(stage, story.requestId)).length >= files
  })
}

/** What the card shows now; null when the server dies over it. */
export async function look(stage: Stage, story: Story): Promise<Card | null> {
  try {
    return (await cardOf(stage, story.leadId)).answer.card
  } catch (error) {
    if (!isCut(error)) throw error
    return null
  }
}

/** No answer, because the server died: what fetch and the reader of a cut answer throw. */
function isCut(error: unknown): boolean {
  return error instanceof TypeError || error instanceof SyntaxError
}

/** Webhooks whose time has come are sent at once, to a server that is up. */
export async function deliver({ url, yousign }: Stage): Promise<void> {
  await url()
  await yousign.flush()
}

export function activeOf(stage: Stage, story: Story): RequestRecord | undefined {
  return requestsOf(stage, story).find((request) => request.status === 'ongoing')
}

/** Waits until the card says that nothing is left to do. It asks Kommo for the lead each time; the server may die over it. */
export async function waitForFiling(stage: Stage, story: Story): Promise<void> {
  await eventually('the card shows everything filed', async () => {
    const card = await look(stage, story)
    return card?.requests.every(({ filing }) => {
      const parts = [filing?.signedDocuments, filing?.auditTrails, filing?.note, filing?.stage]
      return parts.every((part) => part === 'done') && (filing?.copy === 'done' || filing?.copy === 'none')
    })
  })
}

export function hasNote(stage: Stage, story: Story, words: RegExp): boolean {
  return notesOf(stage, story).some((note) => words.test(note))
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

/** Texts of the notes on the lead. */
export function notesOf({ kommo }: Stage, story: Story): string[] {
  const notes = [...kommo.state.notes.values()].filter(
    (note) => note.entityType === 'leads' && note.entityId === story.leadId,
  )
  return notes.map((note) => String(note.params['text'] ?? ''))
}

export function tasksOf({ kommo }: Stage, story: Story): KommoTask[] {
  return [...kommo.state.tasks.values()].filter((task) => task.entityId === story.leadId)
}

/** Names of the whole files in our storage. */
export async function storedFiles(stage: Stage, requestId: string): Promise<string[]> {
  try {
    const names = await readdir(join(stage.documents, 'requests', requestId))
    // One that was being written when the server died has a name of its own.
    return names.filter((name) => !name.startsWith('.'))
  } catch {
    // Nothing was stored for it yet.
    return []
  }
}

/** Of each copy among the lead's files: the name of the stored file with the same bytes, null when there is none. */
export async function copiesOf(stage: Stage, story: Story): Promise<(string | null)[]> {
  const { fileLinks, files } = stage.kommo.state
  const linked = fileLinks.filter((link) => link.entityType === 'leads' && link.entityId === story.leadId)
  const copies = linked.flatMap(({ fileUuid }) => files.get(fileUuid) ?? []).filter(({ name }) => signedName.test(name))
  const folder = join(stage.documents, 'requests', story.requestId)
  const stored = await Promise.all(
    (await storedFiles(stage, story.requestId)).map(async (name) => ({
      name,
      bytes: await readFile(join(folder, name)),
    })),
  )
  return copies.map(({ bytes }) => stored.find((one) => one.bytes.equals(bytes))?.name ?? null)
}

const signedName = / - signed \d{4}-\d{2}-\d{2}$/
