// Whether everything that can be had of a request that was signed, at Yousign or on paper, is there, and what never came. Pure.
import { type TrailKind, trailKinds, trailMissingKey } from '../filing.ts'
import type { SignatureRequest, Signer } from '../signature-request.ts'
import type { Effect, LedgerEntry, StoredFile } from '../store.ts'

export interface Filed {
  request: SignatureRequest
  files: readonly StoredFile[]
  effects: readonly Pick<Effect, 'key'>[]
  /** Asked only when something is not there. */
  ledger(): readonly Pick<LedgerEntry, 'key'>[]
}

export interface MissingTrail {
  signer: Signer
  kind: TrailKind
  /** not_provided: asked for a day in vain. not_fetched: we gave up for a reason of our own. */
  reason: 'not_provided' | 'not_fetched'
}

/** After so long nothing comes any more, even if nobody wrote a line about it: a server may have stood still for a day. */
const longest = 7 * 24 * 60 * 60_000

/** Null while something may still come: a file that is called complete must not have a hole that closes tomorrow. */
export function missingTrails({ request, files, effects, ledger }: Filed, now: number): MissingTrail[] | null {
  const note = noteOf(request)
  if (note === null || !effects.some((one) => one.key === `${request.id}:note:${note}`)) return null
  const missing: MissingTrail[] = []
  let lines: ReadonlySet<string> | undefined
  // Signed on paper, only of those who had signed at Yousign before it was stopped.
  const signers = request.signers.filter(({ status }) => request.state === 'done' || status === 'signed')
  for (const signer of signers) {
    for (const kind of trailKinds(request.snapshot.form.level)) {
      if (files.some((file) => file.kind === kind && file.position === signer.position)) continue
      lines ??= new Set(ledger().map((line) => line.key))
      const isTold = lines.has(trailMissingKey(kind, signer.id))
      if (!isTold && now - (request.endedAt ?? now) < longest) return null
      missing.push({ signer, kind, reason: isTold ? 'not_provided' : 'not_fetched' })
    }
  }
  return missing
}

/** Which note says that everything is stored; null: it was not signed. */
function noteOf({ state, paper }: SignatureRequest): 'done' | 'paper' | null {
  if (state === 'done') return 'done'
  return paper?.outcome === 'kept' ? 'paper' : null
}
