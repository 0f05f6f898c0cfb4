// Kind of work -> who does it. A kind without a handler does not compile.
import { createAct } from '../domain/acts/act.ts'
import { createAdopt } from '../domain/adopt.ts'
import { createBootHandler } from '../domain/boot.ts'
import { createCancel } from '../domain/cancel.ts'
import { createDeliveryHandler } from '../domain/deliveries.ts'
import type { Deps } from '../domain/deps.ts'
import { createEffectHandlers } from '../domain/effects.ts'
import type { SignatureEvent } from '../domain/event.ts'
import { createFileAuditTrail, createFileDocuments } from '../domain/filing.ts'
import { createEraseRecord } from '../domain/keeping/erase-record.ts'
import { createEraseRest } from '../domain/keeping/erase-rest.ts'
import { createSweepKept } from '../domain/keeping/sweep.ts'
import { createLearn } from '../domain/learn.ts'
import { createSend } from '../domain/send/send.ts'
import { createCompareSubscription } from '../domain/subscription.ts'
import { createSweeps } from '../domain/sweeps.ts'
import type { Handlers } from '../domain/work.ts'

/** `readEvent`: a stored body of Yousign whose signature was checked when it arrived. */
export function createHandlers(deps: Deps, readEvent: (body: Uint8Array) => SignatureEvent | null): Handlers {
  return {
    send: createSend(deps),
    apply_delivery: createDeliveryHandler(deps, readEvent),
    learn: createLearn(deps),
    cancel: createCancel(deps),
    file_documents: createFileDocuments(deps),
    file_audit_trail: createFileAuditTrail(deps),
    act: createAct(deps),
    adopt: createAdopt(deps),
    boot: createBootHandler(deps),
    compare_subscription: createCompareSubscription(deps),
    sweep_kept: createSweepKept(deps),
    erase_record: createEraseRecord(deps),
    erase_rest: createEraseRest(deps),
    ...createEffectHandlers(deps),
    ...createSweeps(deps),
  }
}
