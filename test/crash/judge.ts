// Says what is wrong with the end of a story, from the records of the two services, our storage and the card. Pure.

export interface Evidence {
  /** Everything at Yousign that carries the external id of the one request. */
  requests: { id: string; status: string; activated: boolean; documents: number; signers: string[] }[]
  /** Ids of the requests whose activation Yousign has announced. */
  announced: string[]
  /** E-mail addresses that were invited to sign, one entry an invitation. */
  invited: string[]
  /** Texts of the notes on the lead. */
  notes: string[]
  /** Tasks on the lead: each of ours asks somebody to look at trouble. */
  tasks: number
  /** Stages the lead was moved to, in order. */
  moves: number[]
  /** Names of the files in our storage for the request. */
  stored: string[]
  /** What the lead's card shows: one entry a request. */
  shown: { state: string; signers: string[]; files: string[] }[]
}

export interface Expected {
  documents: number
  /** E-mail addresses in signing order. */
  signers: string[]
  /** Stage of the lead afterwards. */
  stage: number
}

/** One sentence a fault; empty when the story ended as it must. Drafts that reached nobody may be left. */
export function judge(evidence: Evidence, expected: Expected): string[] {
  const problems: string[] = []
  const demand = (holds: boolean, sentence: string) => {
    if (!holds) problems.push(sentence)
  }
  const { requests, notes, stored } = evidence
  const active = requests.filter((request) => request.activated || request.status !== 'draft')
  demand(active.length === 1, `${active.length} requests left the draft, not 1`)
  const announced = new Set(evidence.announced)
  demand(announced.size === 1, `${announced.size} requests were announced as activated, not 1`)
  for (const request of active) {
    demand(request.status === 'done', `the request is ${request.status}, not done`)
    demand(request.documents === expected.documents, `${request.documents} documents, not ${expected.documents}`)
    demand(same(request.signers, expected.signers), `signers ${request.signers.join(', ')}`)
    demand(announced.has(request.id), 'the active request is not the one that was announced')
  }
  demand(
    same([...evidence.invited].sort(), [...expected.signers].sort()),
    `invitations to ${evidence.invited.join(', ')}`,
  )
  for (const [kind, words] of Object.entries(kinds)) {
    const count = notes.filter((note) => words.test(note)).length
    demand(count === 1, `${count} notes "${kind}", not 1`)
  }
  const others = notes.filter((note) => !Object.values(kinds).some((words) => words.test(note)))
  demand(others.length === 0, `unexpected notes: ${others.join(' | ')}`)
  demand(evidence.tasks === 0, `${evidence.tasks} tasks, not 0`)
  demand(same(evidence.moves, [expected.stage]), `the lead was moved to ${evidence.moves.join(', ') || 'nowhere'}`)
  for (let position = 0; position < expected.documents; position += 1) {
    const kept = stored.filter((name) => name.startsWith(`signed-${position}-`)).length
    demand(kept === 1, `${kept} signed files of document ${position} are stored, not 1`)
  }
  demand(evidence.shown.length === 1, `the card shows ${evidence.shown.length} requests, not 1`)
  for (const { state, signers, files } of evidence.shown) {
    demand(state === 'done', `the card shows ${state}`)
    demand(
      signers.every((status) => status === 'signed'),
      `the card shows signers ${signers.join(', ')}`,
    )
    const wanted = [...expected.signers.map(() => 'audit_trail'), ...Array<string>(expected.documents).fill('signed')]
    demand(same([...files].sort(), wanted), `the card shows the files ${files.join(', ')}`)
  }
  return problems
}

/** How the two notes of a good story begin in English. */
const kinds = { sent: /Sent for signature: /, done: /Signed by everyone on / }

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
