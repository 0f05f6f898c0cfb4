// What the store does with changes, in memory: columns are replaced, keys are written once. For tests of pure rules.
import type { SignatureRequest } from '../signature-request.ts'
import type { Change, LedgerEntry, NewEffect } from '../store.ts'
import type { NewJob } from '../work.ts'

export interface Folded {
  request: SignatureRequest
  effects: Map<string, NewEffect>
  ledger: Map<string, LedgerEntry>
  jobs: Map<string, NewJob>
  revoked: Set<string>
}

export function fold(request: SignatureRequest): Folded {
  return { request, effects: new Map(), ledger: new Map(), jobs: new Map(), revoked: new Set() }
}

/** Applies the change as the database would; null changes nothing. */
export function take(folded: Folded, change: Change | null): void {
  if (change === null) return
  const columns = new Map((change.signers ?? []).map((one) => [one.id, one.columns]))
  folded.request = {
    ...folded.request,
    ...change.request,
    signers: folded.request.signers.map((signer) => ({ ...signer, ...columns.get(signer.id) })),
  }
  for (const one of change.effects ?? []) if (!folded.effects.has(one.key)) folded.effects.set(one.key, one)
  for (const one of change.ledger ?? []) if (!folded.ledger.has(one.key)) folded.ledger.set(one.key, one)
  for (const one of change.jobs ?? []) folded.jobs.set(`${one.work.kind}:${one.key}`, one)
  for (const one of change.revokeLinks ?? []) folded.revoked.add(one)
}
