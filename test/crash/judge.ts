// Says what is wrong with the end of a story, from the records of the two services, our storage and the card. Pure.
import { kindOf, type NoteKind, noteKinds } from './note-kinds.ts'

export interface Evidence {
  /** Everything at Yousign that carries the external id of the one request. */
  requests: { id: string; status: string; activated: boolean; documents: number; signers: string[] }[]
  /** Ids of the requests whose activation Yousign has announced. */
  announced: string[]
  /** E-mail addresses that were invited to sign, one entry an invitation. */
  invited: string[]
  /** Reminders that somebody pressed for. */
  reminded: number
  /** Texts of the notes on the lead. */
  notes: string[]
  /** Tasks on the lead: each of ours asks somebody to look at trouble. */
  tasks: { open: boolean }[]
  /** Stages the lead was moved to, in order. */
  moves: number[]
  /** Names of the files in our storage for the request. */
  stored: string[]
  /** Copies of signed documents among the lead's files: the name of the stored file with the same bytes, or null. */
  copies: (string | null)[]
  /** What the lead's card shows: one entry a request. */
  shown: { state: string; signers: string[]; files: string[] }[]
}

export interface Expected {
  documents: number
  /** E-mail addresses in signing order, as they are in the end. */
  signers: string[]
  /** Of the one request that leaves the draft; null: none may. */
  status: 'done' | 'declined' | 'canceled' | null
  /** E-mail addresses that are invited to sign, one entry an invitation. */
  invited: string[]
  /** At most: one that was perhaps sent is not sent again. */
  reminded: number
  /** Each exactly once. */
  notes: NoteKind[]
  tasks: { open: boolean }[]
  /** Stages that the lead is moved to. */
  moves: number[]
  /** So many signed documents are among the lead's files. */
  copies: number
  /** What is filed of each signer beside the documents. */
  proof: 'audit_trail' | 'identity_proof'
  /** Scans of paper that are kept. */
  scans: number
}

/** One sentence a fault; empty when the story ended as it must. Drafts that reached nobody may be left. */
export function judge(evidence: Evidence, expected: Expected): string[] {
  const problems: string[] = []
  const demand = (holds: boolean, sentence: string) => {
    if (!holds) problems.push(sentence)
  }
  const { requests, notes, stored } = evidence
  const { status } = expected
  const count = status === null ? 0 : 1
  const active = requests.filter((request) => request.activated || request.status !== 'draft')
  demand(active.length === count, `${active.length} requests left the draft, not ${count}`)
  const announced = new Set(evidence.announced)
  demand(announced.size === count, `${announced.size} requests were announced as activated, not ${count}`)
  for (const request of active) {
    demand(request.status === status, `the request is ${request.status}, not ${status}`)
    demand(request.documents === expected.documents, `${request.documents} documents, not ${expected.documents}`)
    demand(same(request.signers, expected.signers), `signers ${request.signers.join(', ')}`)
    demand(announced.has(request.id), 'the active request is not the one that was announced')
  }
  const { invited, reminded, tasks, moves } = evidence
  demand(same([...invited].sort(), [...expected.invited].sort()), `invitations to ${invited.join(', ')}`)
  demand(reminded <= expected.reminded, `${reminded} reminders, not ${expected.reminded}`)
  for (const kind of Object.keys(noteKinds) as NoteKind[]) {
    const found = notes.filter((note) => kindOf(note) === kind).length
    const wanted = expected.notes.includes(kind) ? 1 : 0
    demand(found === wanted, `${found} notes "${kind}", not ${wanted}`)
  }
  const others = notes.filter((note) => kindOf(note) === null)
  demand(others.length === 0, `unexpected notes: ${others.join(' | ')}`)
  demand(tasks.length === expected.tasks.length, `${tasks.length} tasks, not ${expected.tasks.length}`)
  const open = (list: readonly { open: boolean }[]) => list.filter((task) => task.open).length
  demand(open(tasks) === open(expected.tasks), `${open(tasks)} open tasks, not ${open(expected.tasks)}`)
  demand(same(moves, expected.moves), `the lead was moved to ${moves.join(', ') || 'nowhere'}`)
  const documents = status === 'done' ? expected.documents : 0
  for (let position = 0; position < documents; position += 1) {
    const kept = stored.filter((name) => name.startsWith(`signed-${position}-`)).length
    demand(kept === 1, `${kept} signed files of document ${position} are stored, not 1`)
  }
  const scans = stored.filter((name) => name.startsWith('paper-')).length
  demand(scans === expected.scans, `${scans} scans are stored, not ${expected.scans}`)
  const { copies } = evidence
  demand(copies.length === expected.copies, `${copies.length} copies among the lead's files, not ${expected.copies}`)
  demand(
    copies.every((name) => name?.startsWith('signed-')),
    'a copy is not what is stored',
  )
  demand(evidence.shown.length === 1, `the card shows ${evidence.shown.length} requests, not 1`)
  for (const { state, signers, files } of evidence.shown) {
    demand(state === (status ?? 'canceled'), `the card shows ${state}`)
    demand(
      status !== 'done' || signers.every((one) => one === 'signed'),
      `the card shows signers ${signers.join(', ')}`,
    )
    const proofs = status === 'done' ? expected.signers.map(() => expected.proof) : []
    const wanted = [
      ...proofs,
      ...Array<string>(expected.scans).fill('paper_scan'),
      ...Array<string>(documents).fill('signed'),
    ]
    demand(same([...files].sort(), wanted), `the card shows the files ${files.join(', ')}`)
  }
  return problems
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
