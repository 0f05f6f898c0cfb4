// "Signed on paper": a manager has the contract on paper and uploads the scan. What is still open at Yousign is stopped there
// first, by the job that cancels; what has ended already is marked at once.
import type { PaperBody } from '../../../shared/api.ts'
import type { FormDocument } from '../../../shared/form.ts'
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import { openAtYousign, type RequestState } from '../../../shared/states.ts'
import { closingTasks } from '../closing-tasks.ts'
import { cancelJob } from '../consequences.ts'
import type { Deps } from '../deps.ts'
import { paperFileName } from '../file-names.ts'
import { chosenBytes } from '../freeze.ts'
import { readKept } from '../kept.ts'
import { merge } from '../merge.ts'
import { problemOf } from '../place-document.ts'
import { nameOfUser } from '../review.ts'
import type { CancelAsked, Paper, SignatureRequest } from '../signature-request.ts'
import type { Change } from '../store.ts'
import type { Viewer } from '../use-cases.ts'
import { paperWords } from '../words/paper.ts'
import { settlePaper } from './settle.ts'

/** Whether a scan may take the place of the signatures: nobody has finished signing, and nothing is on its way out. */
export function maySignOnPaper({ paper, state, sentAt, deletedAt }: SignatureRequest): boolean {
  if (paper !== null || !states.has(state)) return false
  // Deleted while it seemed to run: what it had come to before is not told yet.
  if (openAtYousign.has(state)) return deletedAt === null
  return state !== 'canceled' || sentAt !== null
}

const states: ReadonlySet<RequestState> = new Set([
  'approval',
  'ongoing',
  'failed',
  'declined',
  'rejected',
  'expired',
  'canceled',
])

/**
 * Stores the scan and records who says so and why. The same scan again is fine; `too_late` when everybody has signed, or
 * another scan counts. Whether the request could be stopped in time is told by a read afterwards.
 */
export async function signOnPaper(
  deps: Deps,
  viewer: Viewer,
  request: SignatureRequest,
  body: PaperBody,
): Promise<Result<null, Problem>> {
  const why = body.why.trim()
  if (why === '') return err({ code: 'bad_request', detail: 'why' })
  const by = await nameOfUser(deps, viewer.userId)
  const scanned = await scanOf(deps, request.leadId, body.scan)
  if (!scanned.ok) return scanned
  const sha256 = deps.sha256(scanned.value)
  const storageKey = `requests/${request.id}/paper-${sha256.slice(0, 12)}.pdf`
  if (maySignOnPaper(deps.store.request(request.id) ?? request)) {
    const put = await deps.files.put(storageKey, scanned.value)
    if (!put.ok) return err({ code: 'unavailable' })
  }
  // Looked at after the last await, so that nobody else can press between the look and the record.
  const current = deps.store.request(request.id) ?? request
  if (!maySignOnPaper(current)) {
    const { paper } = current
    const isSame = paper !== null && paper.outcome !== 'overtaken' && paper.scan.sha256 === sha256
    return isSame ? ok(null) : err({ code: 'too_late', state: current.state })
  }
  const now = deps.clock.now()
  const scan = { name: paperFileName(current, now), storageKey, sha256, bytes: scanned.value.byteLength }
  const paper: Paper = { by, at: now, why, scan, outcome: 'asked' }
  const asked: Change = {
    requestId: current.id,
    request: { paper },
    ledger: [{ key: `paper_asked:${now}`, event: 'paper_asked', at: now, facts: { by, why } }],
  }
  const follows = openAtYousign.has(current.state) ? stopFirst(current, paper) : ended(deps, { ...current, paper }, now)
  deps.store.record(merge(asked, follows), now)
  return ok(null)
}

/** A cancellation that is under way already stays what it is. */
function stopFirst(request: SignatureRequest, { by, at }: Paper): Change {
  const note = paperWords[request.snapshot.firm.language]
  const cancelAsked: CancelAsked = request.cancelAsked ?? { by, at, reason: 'other', note, calledAt: null }
  return { requestId: request.id, request: { cancelAsked, trouble: null }, jobs: [cancelJob(request.id, at)] }
}

function ended(deps: Deps, request: SignatureRequest, now: number): Change {
  const change: Change = { requestId: request.id, ...settlePaper(request, 'ended', now) }
  return merge(change, { requestId: request.id, effects: closingTasks(deps, request) })
}

/** An upload was opened when it came; a file of the lead is opened now. Neither is taken unless it can be shown again. */
async function scanOf(deps: Deps, leadId: number, chosen: FormDocument): Promise<Result<Uint8Array, Problem>> {
  if (chosen.kind === 'upload') {
    const upload = deps.store.upload(chosen.uploadId)
    if (upload === null || upload.leadId !== leadId) return err({ code: 'not_found' })
    const kept = await readKept(deps, upload)
    return kept.ok ? kept : err({ code: kept.failure })
  }
  const bytes = await chosenBytes(deps, leadId, chosen)
  if (!bytes.ok) return bytes
  const inspected = await deps.documents.inspect(bytes.value)
  return inspected.ok ? bytes : err(problemOf(inspected.failure, chosen.name))
}
