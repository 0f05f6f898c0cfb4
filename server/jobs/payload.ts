// What a job carries, checked when it is written and when it is read.
import { z } from 'zod'
import type { Work, WorkKind } from '../domain/work.ts'

// Strict: a member that this build does not know belongs to a newer one, whose job is not ours to run.
const schemas = {
  send: z.strictObject({ kind: z.literal('send'), requestId: text() }),
  apply_delivery: z.strictObject({ kind: z.literal('apply_delivery'), deliveryId: rowId() }),
  learn: z.strictObject({ kind: z.literal('learn'), requestId: text(), unlessHeard: z.boolean() }),
  act: z.strictObject({ kind: z.literal('act'), actionId: rowId() }),
  boot: z.strictObject({ kind: z.literal('boot') }),
  compare_subscription: z.strictObject({ kind: z.literal('compare_subscription') }),
  cancel: z.strictObject({ kind: z.literal('cancel'), requestId: text() }),
  file_documents: z.strictObject({ kind: z.literal('file_documents'), requestId: text() }),
  file_audit_trail: z.strictObject({ kind: z.literal('file_audit_trail'), requestId: text(), signerId: text() }),
  note: z.strictObject({ kind: z.literal('note'), effectId: rowId() }),
  task: z.strictObject({ kind: z.literal('task'), effectId: rowId() }),
  close_task: z.strictObject({ kind: z.literal('close_task'), effectId: rowId() }),
  move_stage: z.strictObject({ kind: z.literal('move_stage'), effectId: rowId() }),
  copy_file: z.strictObject({ kind: z.literal('copy_file'), effectId: rowId() }),
  attachment_note: z.strictObject({ kind: z.literal('attachment_note'), effectId: rowId() }),
  adopt: z.strictObject({ kind: z.literal('adopt'), yousignId: text(), externalId: text() }),
  sweep_drafts: z.strictObject({ kind: z.literal('sweep_drafts') }),
  reconcile: z.strictObject({ kind: z.literal('reconcile') }),
  expire_prepared: z.strictObject({ kind: z.literal('expire_prepared') }),
  sweep_kept: z.strictObject({ kind: z.literal('sweep_kept') }),
  erase_record: z.strictObject({ kind: z.literal('erase_record'), erasureId: text(), requestId: text() }),
  erase_rest: z.strictObject({ kind: z.literal('erase_rest'), erasureId: text() }),
} satisfies { [K in WorkKind]: z.ZodType<Extract<Work, { kind: K }>> }

/** The JSON to store. Throws on work that does not match its own type: a bug of the caller. */
export function encodeWork(work: Work): string {
  return JSON.stringify(schemas[work.kind].parse(work))
}

/** The stored work, or null when this build does not know the kind or cannot read the payload. */
export function decodeWork(kind: string, payload: string): Work | null {
  if (!isKind(kind)) return null
  try {
    const parsed = schemas[kind].safeParse(JSON.parse(payload))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function isKind(kind: string): kind is WorkKind {
  return Object.hasOwn(schemas, kind)
}

function text(): z.ZodString {
  return z.string().min(1)
}

function rowId(): z.ZodNumber {
  return z.number().int().positive()
}
