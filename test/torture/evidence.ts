// Collects what the judge of a campaign looks at: the records of both services, our storage, our database, and the cards.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { CardRequest, FilingState } from '../../shared/card.ts'
import { stages } from '../simulators/kommo/seed-data.ts'
import type { RequestRecord } from '../simulators/yousign/model.ts'
import { openCard } from './client.ts'
import { referenceOf } from './expect.ts'
import type { Evidence, SendEvidence } from './judge.ts'
import { storedFiles } from './play.ts'
import type { Send } from './sends.ts'
import type { Views } from './views.ts'
import type { TortureWorld } from './world.ts'

/** Drafts of ours that are at Yousign now. */
export function draftsOf({ yousign }: TortureWorld): RequestRecord[] {
  const all = [...yousign.state.requests.values()]
  return all.filter((request) => request.status === 'draft' && request.external_id?.startsWith('ky-'))
}

/** Call it when everything is quiet; the server must be up, and no faults must be about. */
export async function collectEvidence(world: TortureWorld, views: Views, sends: readonly Send[]): Promise<Evidence> {
  const { yousign, kommo } = world
  const announced = announcements(world)
  const invitations = new Map<string, string[]>()
  for (const { kind, to, signer_id } of yousign.inbox)
    if (kind === 'invitation' && signer_id !== null) push(invitations, signer_id, to)
  const moved = new Map<number, number[]>()
  for (const event of kommo.state.events) {
    const [value] = event.valueAfter as { lead_status?: { id: number } }[]
    if (event.type === 'lead_status_changed') push(moved, event.entityId, value?.lead_status?.id ?? 0)
  }
  const byLead = new Map<number, Send[]>()
  for (const send of sends) push(byLead, send.leadId, send)
  const collected: SendEvidence[] = []
  const leads = [...byLead]
  const work = async () => {
    for (let lead = leads.pop(); lead !== undefined; lead = leads.pop()) {
      const [leadId, ofLead] = lead
      const cards = (await openCard(world, leadId).look()).requests
      for (const send of ofLead) collected.push(await ofSend(world, views, send, cards, { announced, invitations }))
    }
  }
  await Promise.all([work(), work(), work(), work()])
  return {
    sends: collected,
    moves: [...byLead.keys()].map((leadId) => ({
      leadId,
      stages: moved.get(leadId) ?? [],
    })),
    signedStage: stages.signed,
    drafts: draftsOf(world).length,
    webhooks: { acknowledged: acknowledgedWebhooks(world), held: new Map() },
    unfinished: [],
  }
}

/** Adds what the database holds; call it when the server is gone. */
export function readDatabase(evidence: Evidence, dataDir: string): Evidence {
  const db = new Sqlite(join(dataDir, 'kommo-yousign.sqlite'), { readonly: true })
  try {
    const held = db.prepare<[], { key: string; state: string }>(
      "select delivery_key as key, state from deliveries where source = 'yousign'",
    )
    const jobs = db.prepare<[], { what: string }>(
      `select 'job ' || kind || ' ' || coalesce(subject, '') || ' is ' || state || ': ' || coalesce(last_error, '') as what
       from jobs where state <> 'done' and key <> 'recurring'`,
    )
    const effects = db.prepare<[], { what: string }>(
      `select 'effect ' || key || ' is ' || state || ': ' || coalesce(last_error, '') as what from effects
       where state <> 'done'`,
    )
    return {
      ...evidence,
      webhooks: {
        acknowledged: evidence.webhooks.acknowledged,
        held: new Map(held.all().map(({ key, state }) => [key, state])),
      },
      unfinished: [...jobs.all(), ...effects.all()].map(({ what }) => what),
    }
  } finally {
    db.close()
  }
}

async function ofSend(
  world: TortureWorld,
  views: Views,
  send: Send,
  cards: readonly CardRequest[],
  records: { announced: Map<string, string[]>; invitations: Map<string, string[]> },
): Promise<SendEvidence> {
  const id = send.acknowledged[0] ?? ''
  const requests = id === '' ? [] : views.requests(id)
  const active = requests.find((request) => request.activated_at !== null)
  const card = cards.find((one) => one.id === id)
  const reference = referenceOf(id)
  const names = id === '' ? [] : await storedFiles(world, id)
  return {
    send,
    acknowledged: send.acknowledged,
    requests: requests.map((request) => ({
      id: request.id,
      status: request.status,
      activated: request.activated_at !== null,
      documents: request.documents.length,
      signers: request.signers.map((signer) => signer.info.email),
    })),
    announced: records.announced.get(id) ?? [],
    invited: requests.flatMap(({ signers }) => signers.flatMap((signer) => records.invitations.get(signer.id) ?? [])),
    signed: (active?.signers ?? []).filter(({ status }) => status === 'signed').map(({ info }) => info.email),
    notes: views.notes(send.leadId).filter((note) => note.includes(reference)),
    tasks: views
      .tasks(send.leadId)
      .filter((task) => task.text.includes(reference))
      .map((task) => ({ open: !task.isCompleted })),
    stored: await Promise.all(names.map(async (name) => ({ name, sha256: await digestOf(world, id, name) }))),
    original: active === undefined || active.status !== 'done' ? [] : await originals(world, active),
    shown:
      card === undefined
        ? null
        : {
            state: card.state,
            signers: card.signers.map((signer) => signer.status),
            files: card.files.map((file) => file.kind),
            reason: card.trouble !== null || card.progress?.waiting != null,
            filed: isFiled(card),
          },
  }
}

function isFiled({ filing }: CardRequest): boolean {
  const over: ReadonlySet<FilingState | 'none' | undefined> = new Set(['done', 'none'])
  return [filing?.signedDocuments, filing?.auditTrails, filing?.note, filing?.stage].every((part) => over.has(part))
}

/** By our request's id: Yousign's ids that were announced. */
function announcements({ yousign }: TortureWorld): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { event, body } of yousign.deliveries) {
    if (event !== 'signature_request.activated') continue
    const { data } = JSON.parse(Buffer.from(body).toString('utf8')) as {
      data: { signature_request: { id: string; external_id: string | null } }
    }
    const { id, external_id } = data.signature_request
    const ours = /^ky-.*-([^-]+)$/.exec(external_id ?? '')?.[1]
    if (ours !== undefined) push(found, ours, id)
  }
  return found
}

function acknowledgedWebhooks({ yousign }: TortureWorld): string[] {
  const answered = yousign.deliveries.filter(({ status }) => status !== undefined && status < 300)
  return [...new Set(answered.map(({ eventId }) => eventId))]
}

async function digestOf(world: TortureWorld, requestId: string, name: string): Promise<string> {
  const path = join(world.dataDir, 'documents', 'requests', requestId, name)
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

async function originals(world: TortureWorld, request: RequestRecord): Promise<string[]> {
  const digests: string[] = []
  for (const document of request.documents) {
    const url = `${world.yousign.url}/v3/signature_requests/${request.id}/documents/${document.id}/download`
    const reply = await fetch(url, { headers: { authorization: `Bearer ${world.readKey}` } })
    if (!reply.ok) throw new Error(`the simulator answers ${reply.status} for a document`)
    digests.push(
      createHash('sha256')
        .update(new Uint8Array(await reply.arrayBuffer()))
        .digest('hex'),
    )
  }
  return digests
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
