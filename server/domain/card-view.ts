// A request as the card shows it to one viewer: states, people, files, timeline, and what this viewer may do now.
import {
  type CardFile,
  type CardPaper,
  type CardRequest,
  type CardSigner,
  copyProblems,
  type Filing,
  type FilingState,
  type Trouble,
} from '../../shared/card.ts'
import type { NewVersion } from '../../shared/new-version.ts'
import type { RequestState } from '../../shared/states.ts'
import type { Deps } from './deps.ts'
import { completeFileOffer } from './evidence/complete-file.ts'
import { closedNow } from './keeping/fate.ts'
import { requestActions, signerActions, turnsBefore } from './offers.ts'
import { progressOf } from './progress.ts'
import { newVersionOf } from './send/new-version.ts'
import { replacedBy } from './send/versions.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import { reminderPause } from './signer-actions.ts'
import type { Effect, FileKind, StoredFile } from './store.ts'
import type { Viewer } from './use-cases.ts'

export interface ViewFacts {
  /** Active administrators, named where only they can help. */
  administrators: readonly string[]
}

const mostTimeline = 10
const cardKinds: Partial<Record<FileKind, CardFile['kind']>> = {
  signed: 'signed',
  audit_trail: 'audit_trail',
  identity_proof: 'identity_proof',
  paper_scan: 'paper_scan',
}

export function requestView(deps: Deps, request: SignatureRequest, viewer: Viewer, facts: ViewFacts): CardRequest {
  const closed = closedNow(deps, request)
  const shown = openView(deps, request, viewer, facts)
  return closed === null ? shown : closedView(shown, closed)
}

/** The number of the request, its state and its times: what administrators need more stands in the settings. */
function closedView(request: CardRequest, closed: CardRequest['closed']): CardRequest {
  return {
    ...request,
    name: request.reference,
    documents: [],
    signers: [],
    by: '',
    trouble: null,
    ending: null,
    filing: null,
    files: [],
    completeFile: null,
    paper: null,
    newVersion: null,
    timeline: [],
    actions: [],
    closed,
  }
}

function openView(deps: Deps, request: SignatureRequest, viewer: Viewer, facts: ViewFacts): CardRequest {
  const { snapshot } = request
  const now = deps.clock.now()
  const files = deps.store.files(request.id)
  const effects = deps.store.effects(request.id)
  const stuck = deps.store.stuck(request.id)
  const drafts = deps.store.drafts(request.id)
  return {
    id: request.id,
    reference: request.reference,
    name: snapshot.form.name,
    state: request.state,
    deletedAt: request.deletedAt,
    level: snapshot.form.level,
    mode: snapshot.form.mode,
    order: snapshot.form.order,
    sourceKind: snapshot.form.source.kind,
    typeId: snapshot.terms.type?.id ?? null,
    documents: request.documents.map(({ name, pages, bytes }) => ({ name, pages, bytes })),
    signers: request.signers.map((signer) => signerView(request, signer, viewer, now)),
    createdAt: request.createdAt,
    sentAt: request.sentAt,
    endedAt: request.endedAt,
    changedAt: request.changedAt,
    checkedAt: request.checkedAt,
    deadline: request.expiresAt === null ? null : { at: request.expiresAt, timeZone: snapshot.firm.timeZone },
    by: snapshot.by.name,
    progress: request.state === 'preparing' ? progressOf(request, drafts.at(-1) ?? null) : null,
    undoUntil:
      request.state === 'preparing' && request.cancelAsked === null && now < request.notBefore
        ? request.notBefore
        : null,
    trouble: request.trouble === null ? null : withAdministrators(request.trouble, facts.administrators),
    ending: request.ending,
    filing: request.state === 'done' ? filingOf(request, files, effects, stuck) : afterPaper(request, effects),
    paper: paperView(request),
    files: shownFiles(files),
    completeFile: completeFileOffer(deps, request, { files, effects }),
    timeline: deps.store
      .ledger(request.id, mostTimeline)
      .map(({ at, event, facts: told }) => ({ at, event, facts: told })),
    actions: requestActions(deps, request, {
      drafts,
      stuck: stuck.length > 0 || effects.some((effect) => effect.state === 'stuck'),
      now,
    }),
    replaces: request.replaces,
    replacedBy: replacedBy(deps.store, request)?.id ?? null,
    newVersion: newVersionView(deps, request),
    closed: null,
  }
}

/** Those that a person opens; the others are in the complete file. */
export function shownFiles(files: readonly StoredFile[]): CardFile[] {
  return files.flatMap((file): CardFile[] => {
    const kind = cardKinds[file.kind]
    return kind ? [{ id: file.id, kind, name: file.name, bytes: file.bytes }] : []
  })
}

function signerView(request: SignatureRequest, signer: Signer, viewer: Viewer, now: number): CardSigner {
  const { sent } = signer
  const last = Math.max(signer.remindedAt ?? 0, signer.notifiedAt ?? 0)
  return {
    id: signer.id,
    origin: sent.origin,
    side: sent.side,
    firstName: sent.firstName,
    lastName: sent.lastName,
    email: sent.email,
    phone: sent.phone,
    locale: sent.locale,
    capacity: sent.capacity,
    label: sent.label,
    status: signer.status,
    marks: signer.marks,
    after: turnsBefore(request, signer).map((one) => fullName(one.sent)),
    notifiedAt: signer.notifiedAt,
    signedAt: signer.signedAt,
    words: signer.words,
    actions: signerActions(request, signer, viewer.userId, now),
    remindFrom: signer.status === 'notified' && last > 0 ? last + reminderPause : null,
    isViewer: sent.origin.kind === 'user' && sent.origin.userId === viewer.userId,
  }
}

function withAdministrators(trouble: Trouble, administrators: readonly string[]): Trouble {
  return 'administrators' in trouble ? { ...trouble, administrators: [...administrators] } : trouble
}

function paperView({ paper }: SignatureRequest): CardPaper | null {
  if (paper === null) return null
  const { by, at, why, outcome } = paper
  return { by, at, why, outcome }
}

/** For whoever sends what somebody else has prepared. */
function newVersionView(deps: Deps, request: SignatureRequest): NewVersion | null {
  const old = request.replaces === null ? null : deps.store.request(request.replaces)
  return old !== null && unsent.has(request.state) ? newVersionOf(old, request) : null
}

const unsent: ReadonlySet<RequestState> = new Set(['prepared', 'held'])

/** After a scan was taken nothing comes from Yousign. */
function afterPaper(request: SignatureRequest, effects: readonly Effect[]): Filing | null {
  if (request.paper?.outcome !== 'kept') return null
  return {
    signedDocuments: 'none',
    auditTrails: 'none',
    note: stateOf(effects.find((effect) => effect.key === `${request.id}:note:paper`)),
    ...stageOf(request, effects),
    // A scan stays in our storage.
    copy: 'none',
    copyProblem: null,
  }
}

function stageOf({ snapshot }: SignatureRequest, effects: readonly Effect[]): Pick<Filing, 'stage' | 'stageName'> {
  const stage = effects.find((effect) => effect.kind === 'stage')
  return {
    stage: snapshot.stageAfter === null ? 'none' : stateOf(stage),
    stageName: snapshot.stageAfter?.name ?? null,
  }
}

function filingOf(
  request: SignatureRequest,
  files: readonly StoredFile[],
  effects: readonly Effect[],
  stuck: readonly { kind: string }[],
): Filing {
  const note = effects.find((effect) => effect.key === `${request.id}:note:done`)
  const has = (kind: FileKind) => files.filter((file) => file.kind === kind).length
  const gaveUp = (kind: string) => stuck.some((one) => one.kind === kind)
  const signed = has('signed')
  const wanted = Math.max(1, request.documents.length)
  const trails = has('audit_trail') + has('identity_proof')
  return {
    signedDocuments: signed >= wanted ? 'done' : gaveUp('file_documents') ? 'stuck' : 'waiting',
    auditTrails:
      trails >= request.signers.length
        ? 'done'
        : gaveUp('file_audit_trail')
          ? 'stuck'
          : trailMissing(request)
            ? 'not_available'
            : 'waiting',
    note: stateOf(note),
    ...stageOf(request, effects),
    ...copyOf(effects.filter(({ kind }) => kind === 'copy' || kind === 'attachment')),
  }
}

/** Of all documents together: the worst that is true of one of them. */
function copyOf(parts: readonly Effect[]): Pick<Filing, 'copy' | 'copyProblem'> {
  const worst = copyStates.map(([state, shown]) => [parts.find((part) => part.state === state), shown] as const)
  const [part, shown] = worst.find(([found]) => found !== undefined) ?? [undefined, 'none' as const]
  const copyProblem = copyProblems.find((problem) => problem === part?.lastError) ?? null
  return { copy: shown, copyProblem: part?.state === 'stuck' || part?.state === 'dropped' ? copyProblem : null }
}

const copyStates = [
  ['stuck', 'stuck'],
  ['waiting', 'waiting'],
  ['dropped', 'not_available'],
  ['done', 'done'],
] as const satisfies readonly (readonly [Effect['state'], FilingState])[]

function stateOf(effect: Effect | undefined): 'waiting' | 'done' | 'stuck' {
  if (effect?.state === 'done' || effect?.state === 'dropped') return 'done'
  return effect?.state === 'stuck' ? 'stuck' : 'waiting'
}

/** A day after the last signature the trail is no longer waited for. */
function trailMissing(request: SignatureRequest): boolean {
  return request.endedAt !== null && request.changedAt - request.endedAt > 24 * 60 * 60_000
}
