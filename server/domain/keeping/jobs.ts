// The jobs of keeping and erasing.
import type { NewJob } from '../work.ts'
import type { Erasure } from './tables.ts'

/** Looks through everything that goes by itself; asks for its next run when it ends. */
export function sweepKeptJob(runAt: number): NewJob {
  return {
    work: { kind: 'sweep_kept' },
    key: 'recurring',
    mode: 'coalesce',
    subject: null,
    lane: 'local',
    priority: 'sweep',
    runAt,
  }
}

export function eraseRecordJob(erasureId: string, requestId: string, now: number): NewJob {
  return {
    work: { kind: 'erase_record', erasureId, requestId },
    key: `${erasureId}:${requestId}`,
    mode: 'coalesce',
    // Never beside a note or task of the same request that is being written.
    subject: `effects:${requestId}`,
    lane: 'kommo',
    priority: 'effect',
    runAt: now,
  }
}

export function erasureJobs({ id, records }: Erasure, now: number): NewJob[] {
  const rest: NewJob = {
    work: { kind: 'erase_rest', erasureId: id },
    key: id,
    mode: 'coalesce',
    subject: null,
    lane: 'local',
    priority: 'effect',
    runAt: now,
  }
  const erased = records.filter(({ kind }) => kind === 'erase')
  return [...erased.map(({ requestId }) => eraseRecordJob(id, requestId, now)), rest]
}
