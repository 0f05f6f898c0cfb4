// Says what is wrong after a campaign, from the records of the two services, our storage and database, and the cards. Pure.
import { kindOf, type NoteKind, noteKinds } from '../crash/note-kinds.ts'
import { expectedNotes, expectedState, expectedTasks } from './expect.ts'
import type { Send } from './sends.ts'

export interface SendEvidence {
  send: Pick<Send, 'leadId' | 'ending' | 'documents' | 'signers' | 'order' | 'stopAcknowledged' | 'extensions'>
  /** Ids that the press on Send was answered with. */
  acknowledged: string[]
  /** Everything at Yousign that carries the external id of the request. */
  requests: { id: string; status: string; activated: boolean; documents: number; signers: string[] }[]
  /** Ids of the requests whose activation Yousign has announced, one entry an announcement. */
  announced: string[]
  /** E-mail addresses that were invited to sign, one entry an invitation. */
  invited: string[]
  /** E-mail addresses of those who signed. */
  signed: string[]
  /** Texts of the notes that carry the request's reference. */
  notes: string[]
  tasks: { open: boolean }[]
  /** Files in our storage for the request; `sha256` of the bytes. */
  stored: { name: string; sha256: string }[]
  /** SHA-256 of what Yousign gives for each document now, in order. */
  original: string[]
  /** What the card shows; null: nothing of it. `reason`: why it waits or failed is said. */
  shown: { state: string; signers: string[]; files: string[]; reason: boolean; filed: boolean } | null
}

export interface Evidence {
  sends: SendEvidence[]
  /** Stages that each lead was moved to by us, in order. */
  moves: { leadId: number; stages: number[] }[]
  signedStage: number
  /** Drafts of ours that are left at Yousign after the sweep. */
  drafts: number
  /** Webhooks that were answered 200, by their key, and those that the database holds with their state. */
  webhooks: { acknowledged: string[]; held: Map<string, string> }
  /** Jobs and effects that gave up or never ended. */
  unfinished: string[]
}

export interface Finding {
  kind: 'lost' | 'duplicated' | 'wrong'
  sentence: string
}

export function judge(evidence: Evidence): Finding[] {
  const findings: Finding[] = evidence.sends.flatMap(judgeSend)
  const say = (kind: Finding['kind'], sentence: string) => findings.push({ kind, sentence })
  for (const { leadId, stages } of evidence.moves) {
    const ofLead = evidence.sends.filter(({ send }) => send.leadId === leadId)
    const wanted = ofLead.some(({ send }) => expectedState(send.ending) === 'done') ? 1 : 0
    const right = stages.filter((stage) => stage === evidence.signedStage).length
    if (stages.length !== right) say('wrong', `lead ${leadId} was moved to ${stages.join(', ')}`)
    if (right < wanted) say('lost', `lead ${leadId} was not moved`)
    if (right > wanted) say('duplicated', `lead ${leadId} was moved ${right} times, not ${wanted}`)
  }
  if (evidence.drafts > 0) say('wrong', `${evidence.drafts} drafts are left at Yousign after the sweep`)
  for (const key of evidence.webhooks.acknowledged) {
    const state = evidence.webhooks.held.get(key)
    if (state === undefined) say('lost', `webhook ${key} was answered 200 and is not in the inbox`)
    else if (state === 'received') say('lost', `webhook ${key} was answered 200 and never applied`)
  }
  for (const one of evidence.unfinished) say('wrong', one)
  return findings
}

function judgeSend(evidence: SendEvidence): Finding[] {
  const { send, requests, shown } = evidence
  const findings: Finding[] = []
  const name = `lead ${send.leadId}, ${send.ending} (${evidence.acknowledged[0] ?? 'not sent'})`
  const say = (kind: Finding['kind'], sentence: string) => findings.push({ kind, sentence: `${name}: ${sentence}` })
  const count = (what: string, found: number, least: number, most = least) => {
    if (found < least) say('lost', `${found} ${what}, not ${least}`)
    if (found > most) say('duplicated', `${found} ${what}, not ${most}`)
  }

  const ids = new Set(evidence.acknowledged)
  if (ids.size === 0) say('wrong', 'the press on Send was never answered')
  if (ids.size > 1) say('duplicated', `the press on Send was answered with ${ids.size} ids`)
  const active = requests.filter((request) => request.activated)
  const mayBeStopped = send.ending === 'stopped'
  count('activated requests', active.length, mayBeStopped ? 0 : 1, send.stopAcknowledged ? 0 : 1)
  const announced = new Set(evidence.announced)
  if (announced.size > 1) say('duplicated', `${announced.size} requests were announced as activated`)
  const reached = active.length > 0
  const state = expectedState(send.ending)
  for (const request of active) {
    if (request.status !== state) say('wrong', `the request is ${request.status} at Yousign, not ${state}`)
    count('documents at Yousign', request.documents, Math.max(1, send.documents))
    for (const email of send.signers) count(`signers ${email}`, timesIn(request.signers, email), 1)
    if (request.signers.length > send.signers.length) say('duplicated', 'there are signers whom nobody named')
    const inOrder = send.order !== 'one_by_one' || request.signers.join() === send.signers.join()
    if (!inOrder) say('wrong', `the signers are in the order ${request.signers.join(', ')}`)
  }
  for (const email of send.signers) {
    const least = evidence.signed.includes(email) ? 1 : 0
    count(`invitations to ${email}`, timesIn(evidence.invited, email), least, reached ? 1 + send.extensions : 0)
  }

  const wanted = expectedNotes(send.ending, reached)
  for (const kind of Object.keys(noteKinds) as NoteKind[]) {
    const found = evidence.notes.filter((note) => kindOf(note) === kind).length
    count(`notes "${kind}"`, found, wanted.includes(kind) ? 1 : 0)
  }
  const others = evidence.notes.filter((note) => kindOf(note) === null)
  if (others.length > 0) say('wrong', `unexpected notes: ${others.join(' | ')}`)
  const tasks = expectedTasks(send.ending, reached)
  const made = evidence.tasks.length
  count('tasks', made, tasks.filter(({ sure }) => sure).length, tasks.length)
  if (made > 0 && evidence.tasks.filter(({ open }) => open).length !== tasks.filter(({ open }) => open).length)
    say('wrong', 'a task is not closed, or closed that should not be')

  findings.push(
    ...judgeFiles(evidence, state).map(({ kind, sentence }) => ({ kind, sentence: `${name}: ${sentence}` })),
  )
  if (ids.size > 0 && shown === null) say('lost', 'the card shows nothing of it')
  if (shown === null) return findings
  const hasEnded = shown.state === state
  if (!hasEnded) say(shown.reason ? 'wrong' : 'lost', `the card shows ${shown.state}, not ${state}`)
  if (state === 'done' && shown.signers.some((status) => status !== 'signed'))
    say('wrong', `the card shows signers ${shown.signers.join(', ')}`)
  if (state === 'done' && !shown.filed) say('wrong', 'the card shows that the filing is not finished')
  return findings
}

/** Each signed document once, with the bytes that Yousign has; each audit trail once as PDF and once as JSON. */
function judgeFiles(evidence: SendEvidence, state: string): Finding[] {
  const findings: Finding[] = []
  const { send, stored, original, shown } = evidence
  const isDone = state === 'done'
  const documents = isDone ? Math.max(1, send.documents) : 0
  const say = (kind: Finding['kind'], sentence: string) => findings.push({ kind, sentence })
  for (let position = 0; position < documents; position += 1) {
    const kept = stored.filter(({ name }) => name.startsWith(`signed-${position}-`))
    if (kept.length === 0) say('lost', `the signed document ${position} is not stored`)
    if (kept.length > 1) say('duplicated', `the signed document ${position} is stored ${kept.length} times`)
    const isSame = kept.every(({ sha256 }) => sha256 === original[position])
    if (!isSame) say('wrong', `the stored document ${position} is not the one that Yousign has`)
  }
  const known = new RegExp(`^(signed-[0-${Math.max(0, documents - 1)}]|audit_trail(?:_data)?-\\d)[.-]`)
  const strange = stored.filter(({ name }) => (documents === 0 ? name.startsWith('signed-') : !known.test(name)))
  if (strange.length > 0) say('wrong', `unexpected files: ${strange.map(({ name }) => name).join(', ')}`)
  for (let position = 0; isDone && position < send.signers.length; position += 1) {
    for (const kind of ['audit_trail', 'audit_trail_data']) {
      const kept = stored.filter(({ name }) => new RegExp(`^${kind}-${position}[.-]`).test(name)).length
      if (kept === 0) say('lost', `the ${kind} ${position} is not stored`)
      if (kept > 1) say('duplicated', `the ${kind} ${position} is stored ${kept} times`)
    }
  }
  if (shown === null || !isDone) return findings
  const signed = shown.files.filter((kind) => kind === 'signed').length
  const trails = shown.files.filter((kind) => kind === 'audit_trail').length
  if (signed < documents || trails < send.signers.length)
    say('lost', `the card shows the files ${shown.files.join(', ')}`)
  if (signed > documents || trails > send.signers.length)
    say('duplicated', `the card shows the files ${shown.files.join(', ')}`)
  return findings
}

function timesIn(list: readonly string[], value: string): number {
  return list.filter((one) => one === value).length
}
