// What becomes of a scan once it is certain how the request has ended: it counts, or everybody had signed at Yousign
// meanwhile and it does not. The state stays what Yousign says; a scan never makes it `done`. Pure.
import { openAtYousign, type YousignState } from '../../../shared/states.ts'
import { noteEffect } from '../consequences.ts'
import { momentInWords } from '../dates.ts'
import type { Paper, SignatureRequest } from '../signature-request.ts'
import type { Change, NewEffect } from '../store.ts'

type Steps = Omit<Change, 'requestId'>

/** `to`: what the request becomes at Yousign, or `ended` when it is over already. Nothing while it can still be signed there. */
export function settlePaper(request: SignatureRequest, to: YousignState | 'ended', now: number): Steps {
  const { paper } = request
  if (paper?.outcome !== 'asked' || to === 'draft' || (to !== 'ended' && openAtYousign.has(to))) return {}
  return to === 'done' ? overtaken(request, paper, now) : kept(request, paper, now)
}

function kept(request: SignatureRequest, paper: Paper, now: number): Steps {
  const { firm, form, stageAfter } = request.snapshot
  const { date } = momentInWords(firm.language, firm.timeZone, now)
  const { by } = paper
  const move: NewEffect[] =
    stageAfter === null
      ? []
      : [{ key: `${request.id}:stage`, kind: 'stage', leadId: request.leadId, payload: { stage: stageAfter } }]
  return {
    request: { paper: { ...paper, outcome: 'kept' } },
    files: [{ kind: 'paper_scan', position: 0, ...paper.scan }],
    ledger: [{ key: 'paper_kept', event: 'paper_kept', at: now, facts: { by } }],
    effects: [noteEffect(request, 'paper', 'paper', { document: form.name, date, by }), ...move],
  }
}

function overtaken(request: SignatureRequest, paper: Paper, now: number): Steps {
  const { by } = paper
  return {
    request: { paper: { ...paper, outcome: 'overtaken' } },
    ledger: [{ key: 'paper_overtaken', event: 'paper_overtaken', at: now, facts: { by } }],
    effects: [noteEffect(request, 'paper_overtaken', 'paper_overtaken', { document: request.snapshot.form.name, by })],
  }
}
