// "What you saw is what was sent": a PDF is shown as the very bytes that go out, a Word file as Yousign's own conversion in
// the draft that Send will activate.
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Conversion } from './conversion.ts'
import type { Deps } from './deps.ts'
import { externalIdOf } from './external-id.ts'
import type { CallFailure } from './failure.ts'
import { readKept } from './kept.ts'
import { problemOfYousign } from './rights.ts'
import { refusesDecline } from './send/create.ts'
import { draftOrder } from './send/order.ts'
import type { Review } from './store.ts'

/** Drafts that nobody took are removed after two hours; from here on one may be gone before it is activated. */
export const conversionLife = 90 * 60_000

export type Preview = (review: Review, index: number) => Promise<Result<{ name: string; bytes: Uint8Array }, Problem>>

/** One conversion of a review at a time, however many tabs ask. */
export function createPreview(deps: Deps): Preview {
  const flights = new Map<string, Promise<Result<Conversion, Problem>>>()

  function converted(review: Review): Promise<Result<Conversion, Problem>> {
    const running = flights.get(review.id)
    if (running !== undefined) return running
    const flight = convert(deps, review).finally(() => flights.delete(review.id))
    flights.set(review.id, flight)
    return flight
  }

  return async (review, index) => {
    const document = review.content.documents[index]
    if (document === undefined) return err({ code: 'not_found' })
    if (!isWord(document)) {
      const kept = await readKept(deps, document)
      return kept.ok ? ok({ name: document.name, bytes: kept.value }) : err({ code: kept.failure })
    }
    if (!review.content.sendable) return err({ code: 'findings', findings: [] })
    const conversion = await converted(review)
    if (!conversion.ok) return conversion
    const { yousignId, documents } = conversion.value
    const pages = await deps.esign.download(yousignId, documents[index] ?? '', 'click')
    if (!pages.ok) return err(problemOfYousign(pages.failure))
    return ok({ name: document.name.replace(/docx$/i, 'pdf'), bytes: pages.value })
  }
}

function isWord({ storageKey }: { storageKey: string }): boolean {
  return storageKey.endsWith('.docx')
}

async function convert(deps: Deps, review: Review): Promise<Result<Conversion, Problem>> {
  const known = deps.store.conversion(review.id)
  const createdAt = deps.clock.now()
  if (known !== null && createdAt - known.createdAt < conversionLife) return ok(known)
  const passage = await deps.boot.pass('click')
  if (passage.kind !== 'open')
    return err(passage.kind === 'closed' ? problemOfYousign(passage.failure) : { code: 'yousign_unavailable' })
  const requestId = deps.newId()
  const externalId = externalIdOf(deps.store, review.leadId, requestId)
  const created = await create(deps, review, externalId)
  if (!created.ok) return err(problemOfYousign(created.failure))
  const { id: yousignId, expiresAt } = created.value
  const documents: string[] = []
  for (const document of review.content.documents) {
    const kept = await readKept(deps, document)
    if (!kept.ok) return err({ code: kept.failure })
    const { name, parseAnchors, anchors, initials } = document
    const added = await deps.esign.addDocument(yousignId, { bytes: kept.value, name, parseAnchors, initials }, 'click')
    if (!added.ok) return err(problemOfYousign(added.failure))
    if (parseAnchors && added.value.anchors !== anchors)
      return err({ code: 'document', kind: 'template', name, text: '{{s1|signature|…}}' })
    documents.push(added.value.id)
  }
  const connection = deps.store.connection()?.workspaceId ?? null
  const conversion = {
    reviewId: review.id,
    requestId,
    yousignId,
    documents,
    expiresAt,
    connection,
    createdAt,
  }
  deps.store.saveConversion(conversion)
  return ok(conversion)
}

/** Without Decline where the account does not have it, as at Send. */
async function create(
  deps: Deps,
  { content }: Review,
  externalId: string,
): Promise<{ ok: true; value: { id: string; expiresAt: number | null } } | { ok: false; failure: CallFailure }> {
  const order = (mayDecline: boolean) => draftOrder({ ...content, externalId }, { mayDecline })
  const mayDecline = !deps.store.settings().declineRefused
  const first = await deps.esign.create(order(mayDecline), 'click')
  if (first.ok || !mayDecline || !refusesDecline(first.failure)) return first
  deps.store.changeSettings({ declineRefused: true })
  return deps.esign.create(order(false), 'click')
}
