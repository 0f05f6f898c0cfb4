// What follows from a transition: notes and tasks on the lead, jobs, lines of the ledger. Pure: plain data in, plain data out,
// committed by the caller together with the transition itself.
import type { Trouble } from '../../shared/card.ts'
import type { FollowUp } from '../../shared/document-type.ts'
import { momentInWords, nextWorkingEvening } from './dates.ts'
import { referenceOf } from './reference.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import type { Change, NewEffect, StoredFile } from './store.ts'
import { type NoteFacts, type NoteKind, noteText, type TaskKind, taskText } from './words/notes.ts'
import type { NewJob } from './work.ts'

/** What a note needs to know of its request. */
type Told = Pick<SignatureRequest, 'id' | 'leadId' | 'snapshot'>

/** A note on the lead; `what` makes it unique for ever within the request. */
export function noteEffect<K extends NoteKind>(request: Told, what: string, kind: K, facts: NoteFacts[K]): NewEffect {
  const text = noteText(request.snapshot.firm.language, kind, facts)
  return {
    key: `${request.id}:note:${what}`,
    kind: 'note',
    leadId: request.leadId,
    payload: { text: tested(request, text) },
  }
}

/** A task for the lead's responsible user, due on the next working day at 18:00 in the firm's zone. */
export function taskEffect<K extends TaskKind>(
  request: SignatureRequest,
  what: string,
  kind: K,
  facts: NoteFacts[K],
  now: number,
): NewEffect {
  const { language, timeZone } = request.snapshot.firm
  const text = tested(request, taskText(language, kind, facts))
  return {
    key: `${request.id}:task:${what}`,
    kind: 'task',
    leadId: request.leadId,
    payload: { text, dueAt: nextWorkingEvening(timeZone, now) },
  }
}

/** What the document type wants done so many days after the last signature: a task of its own, which we never close. */
export function followUpEffect(request: Told, index: number, { days, text }: FollowUp, now: number): NewEffect {
  const { timeZone } = request.snapshot.firm
  const due = nextWorkingEvening(timeZone, now + (days - 1) * 24 * 60 * 60_000)
  return {
    key: `${request.id}:${followUpKey}:${index}`,
    kind: 'task',
    leadId: request.leadId,
    // Signed in the evening, "the same day" is over.
    payload: { text: tested(request, text), dueAt: due > now ? due : nextWorkingEvening(timeZone, now) },
  }
}

/** A stored document among the lead's files in Kommo. */
export function copyEffect(request: Told, file: Pick<StoredFile, 'id' | 'position'>): NewEffect {
  return {
    key: `${request.id}:copy:${file.position}`,
    kind: 'copy',
    leadId: request.leadId,
    payload: { copyOf: file.id },
  }
}

/** A task about the request itself, which is over once everybody has signed; a follow-up and the review of what is kept only begin then. */
export function isAboutTrouble({ key }: Pick<NewEffect, 'key'>): boolean {
  return !key.includes(`:${followUpKey}:`) && !key.includes(':keeping:')
}

const followUpKey = 'follow-up'

export function sentNote(
  request: Told & Pick<SignatureRequest, 'replaces'> & { signers: readonly Pick<Signer, 'sent'>[] },
  expiresAt: number | null,
): NewEffect {
  const { form, firm, by } = request.snapshot
  const until = momentInWords(
    firm.language,
    firm.timeZone,
    expiresAt ?? Date.parse(`${request.snapshot.expirationDate}T12:00:00Z`),
  )
  const names = (side: 'client' | 'firm') =>
    request.signers.filter((signer) => signer.sent.side === side).map((signer) => fullName(signer.sent))
  return noteEffect(request, 'sent', 'sent', {
    document: form.name,
    level: form.level,
    clients: names('client'),
    firm: names('firm'),
    until: until.date,
    city: until.city,
    by: by.name,
    replaces: request.replaces === null ? null : referenceOf(request.replaces),
  })
}

/** Note and task about one signer who needs somebody. */
export function signerAlarm(
  request: SignatureRequest,
  signer: Signer,
  kind: 'delivery_failed' | 'identification_blocked' | 'signer_error' | 'sender_contacted',
  occurrence: number,
  now: number,
): NewEffect[] {
  const facts = { document: request.snapshot.form.name, name: fullName(signer.sent) }
  // By place, not by id: the same when the request is rebuilt after a restore.
  const what = `${kind}:${signer.position}:${occurrence}`
  return [noteEffect(request, what, kind, facts), taskEffect(request, what, kind, facts, now)]
}

/** Tasks of ours that are still open are closed once the request no longer needs anybody. */
export function closeTasks(
  request: SignatureRequest,
  openTaskEffects: readonly { id: number; key: string }[],
): NewEffect[] {
  return openTaskEffects.map((task) => ({
    key: `${request.id}:close:${task.id}`,
    kind: 'close_task',
    leadId: request.leadId,
    payload: { closes: task.id },
  }))
}

export function learnJob(requestId: string, runAt: number): NewJob {
  return {
    work: { kind: 'learn', requestId, unlessHeard: false },
    key: requestId,
    mode: 'coalesce',
    subject: requestId,
    lane: 'yousign',
    priority: 'started',
    runAt,
  }
}

/** If the first webhooks were lost, one read tells what became of the request. */
export function firstLookJob(requestId: string, runAt: number): NewJob {
  return {
    ...learnJob(requestId, runAt),
    work: { kind: 'learn', requestId, unlessHeard: true },
    key: `${requestId}:first`,
  }
}

export function cancelJob(requestId: string, runAt: number): NewJob {
  return {
    work: { kind: 'cancel', requestId },
    key: requestId,
    mode: 'coalesce',
    subject: requestId,
    lane: 'yousign',
    priority: 'click',
    runAt,
  }
}

export function fileDocumentsJob(requestId: string, runAt: number): NewJob {
  return {
    work: { kind: 'file_documents', requestId },
    key: requestId,
    mode: 'once',
    subject: `files:${requestId}`,
    lane: 'yousign',
    priority: 'effect',
    runAt,
  }
}

/** Yousign makes the audit trail a little after the signature; asking at once would waste a call. */
export function auditTrailJob(requestId: string, signerId: string, now: number): NewJob {
  return {
    work: { kind: 'file_audit_trail', requestId, signerId },
    key: `${requestId}:${signerId}`,
    mode: 'once',
    subject: `trail:${signerId}`,
    lane: 'yousign',
    priority: 'effect',
    runAt: now + 5_000,
  }
}

/** A request of ours that the database does not know is rebuilt from Yousign, never ignored (P6). */
export function adoptJob(yousignId: string, externalId: string, runAt: number): NewJob {
  return {
    work: { kind: 'adopt', yousignId, externalId },
    key: yousignId,
    mode: 'coalesce',
    subject: externalId,
    lane: 'yousign',
    priority: 'sweep',
    runAt,
  }
}

export function sendJob(requestId: string, runAt: number, priority: 'click' | 'trigger'): NewJob {
  return {
    work: { kind: 'send', requestId },
    key: requestId,
    mode: 'coalesce',
    subject: requestId,
    // A click starts whenever it is due and asks the lane call by call, so that the card can say what it waits for. Of the
    // others there may be hundreds: each starts only when there is a place for it.
    lane: priority === 'click' ? 'local' : 'yousign',
    priority,
    runAt,
  }
}

/** A send that has begun goes before one that has not (P5). */
export function begunSend(requestId: string, now: number): NewJob {
  return { ...sendJob(requestId, now, 'trigger'), mode: 'promote', priority: 'started' }
}

/** Nothing is certain and nothing is repeated: a person has to look (task and note). */
export function needsPerson(
  request: SignatureRequest,
  trouble: Extract<Trouble, { kind: 'not_proved' | 'two_requests' }>,
  now: number,
): Change {
  const facts = { document: request.snapshot.form.name }
  const kind = trouble.kind === 'not_proved' ? 'needs_person' : 'two_requests'
  return {
    requestId: request.id,
    request: trouble.kind === 'not_proved' ? { state: 'needs_person', trouble, waiting: null } : { trouble },
    ledger: [{ key: `trouble:${trouble.kind}`, event: 'failed', at: now, facts: { cause: trouble.kind } }],
    effects: [noteEffect(request, kind, kind, facts), taskEffect(request, kind, kind, facts, now)],
  }
}

function tested(request: Told, text: string): string {
  return request.snapshot.environment === 'sandbox' ? `TEST. ${text}` : text
}
