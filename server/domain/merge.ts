// Puts two changes of one request together; the later one wins where both name the same column.
import type { Change } from './store.ts'

export function merge(a: Change, b: Change): Change {
  const signers = new Map((a.signers ?? []).map((one) => [one.id, one]))
  for (const one of b.signers ?? []) {
    signers.set(one.id, { id: one.id, columns: { ...signers.get(one.id)?.columns, ...one.columns } })
  }
  return {
    requestId: a.requestId,
    request: { ...a.request, ...b.request },
    ...(b.draft ? { draft: b.draft } : a.draft ? { draft: a.draft } : {}),
    signers: [...signers.values()],
    documents: [...(a.documents ?? []), ...(b.documents ?? [])],
    ledger: [...(a.ledger ?? []), ...(b.ledger ?? [])],
    effects: [...(a.effects ?? []), ...(b.effects ?? [])],
    jobs: [...(a.jobs ?? []), ...(b.jobs ?? [])],
    files: [...(a.files ?? []), ...(b.files ?? [])],
    links: [...(a.links ?? []), ...(b.links ?? [])],
    revokeLinks: [...(a.revokeLinks ?? []), ...(b.revokeLinks ?? [])],
  }
}

/** True when the change says nothing that is not known already. */
export function isEmpty(change: Change): boolean {
  const lists = [
    change.signers,
    change.documents,
    change.ledger,
    change.effects,
    change.jobs,
    change.files,
    change.links,
    change.revokeLinks,
  ]
  return (
    Object.keys(change.request ?? {}).length === 0 &&
    change.draft === undefined &&
    lists.every((list) => (list?.length ?? 0) === 0)
  )
}
