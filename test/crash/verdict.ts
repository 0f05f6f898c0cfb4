// What a story has left behind, gathered from the records of the services, our storage and the card, and what is wrong with it.
import { type Evidence, type Expected, judge } from './judge.ts'
import { cardOf, copiesOf, notesOf, requestsOf, type Stage, type Story, storedFiles, tasksOf } from './story.ts'

/** What is wrong with the end; empty when nothing is. Without `expected`: both have signed. */
export async function verdict(stage: Stage, story: Story, expected: Expected = signedByBoth(story)): Promise<string[]> {
  return judge(await evidenceOf(stage, story), expected)
}

/** The end of a send that went as it should. */
export function signedByBoth({ signers, signedStage }: Story): Expected {
  return {
    documents: 1,
    signers,
    status: 'done',
    invited: signers,
    reminded: 0,
    notes: ['sent', 'done'],
    tasks: [],
    moves: [signedStage],
    copies: 0,
    proof: 'audit_trail',
    scans: 0,
  }
}

async function evidenceOf(stage: Stage, story: Story): Promise<Evidence> {
  const { yousign, kommo } = stage
  const requests = requestsOf(stage, story)
  const ids = new Set(requests.map((request) => request.id))
  // Their addresses carry the number of the lead, corrected ones too.
  const mails = yousign.inbox.filter(({ to }) => to.includes(`.${story.leadId}@`))
  return {
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
    invited: mails.filter(({ kind }) => kind === 'invitation').map(({ to }) => to),
    reminded: mails.filter(({ kind }) => kind === 'reminder').length,
    notes: notesOf(stage, story),
    tasks: tasksOf(stage, story).map((task) => ({ open: !task.isCompleted })),
    moves: kommo.state.events
      .filter((event) => event.type === 'lead_status_changed' && event.entityId === story.leadId)
      .map((event) => stageIn(event.valueAfter)),
    stored: await storedFiles(stage, story.requestId),
    copies: await copiesOf(stage, story),
    shown: (await cardOf(stage, story.leadId)).answer.card.requests.map((request) => ({
      state: request.state,
      signers: request.signers.map((signer) => signer.status),
      files: request.files.map((file) => file.kind),
    })),
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
