// Rights are Kommo's (design.md 4.9): a user may see and send only for a lead that Kommo lets that user see, asked with the
// user's id. An answer is believed for a minute.
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { CrmLead } from './crm.ts'
import type { Deps } from './deps.ts'
import type { CallFailure } from './failure.ts'
import type { Viewer } from './use-cases.ts'

export interface Rights {
  /** The lead as Kommo shows it to this user; null when it was deleted. `fresh` reads it even if it was read just now. */
  lead(viewer: Viewer, leadId: number, fresh?: boolean): Promise<Result<CrmLead | null, Problem>>
}

const believed = 60_000
const most = 5_000

export function createRights(deps: Deps): Rights {
  const answers = new Map<string, { at: number; answer: Result<CrmLead | null, Problem> }>()
  return {
    async lead(viewer, leadId, fresh = false) {
      const key = `${viewer.userId}:${leadId}`
      const known = answers.get(key)
      if (!fresh && known && deps.clock.now() - known.at < believed) return known.answer
      const read = await deps.crm.lead(leadId, 'click', viewer.userId)
      const answer = read.ok ? ok(read.value?.isDeleted ? null : read.value) : err(problemOfKommo(read.failure))
      if (answer.ok || answer.failure.code === 'forbidden') {
        if (answers.size >= most) answers.clear()
        answers.set(key, { at: deps.clock.now(), answer })
      }
      return answer
    },
  }
}

/** What a failed call to Kommo means for a person who waits for it. */
export function problemOfKommo(failure: CallFailure): Problem {
  switch (failure.kind) {
    case 'forbidden':
    case 'not_found':
      return { code: 'forbidden' }
    case 'unauthorized':
      return { code: 'kommo_grant' }
    case 'throttled':
      return { code: 'throttled', until: failure.until }
    case 'lane_closed':
      return failure.reason === 'key_refused' ? { code: 'kommo_grant' } : { code: 'throttled', until: failure.until }
    default:
      return { code: 'kommo_unavailable' }
  }
}

/** What a failed call to Yousign means for a person who waits for it. */
export function problemOfYousign(failure: CallFailure): Problem {
  switch (failure.kind) {
    case 'unauthorized':
      return { code: 'key_refused' }
    case 'throttled':
      return { code: 'throttled', until: failure.until }
    case 'lane_closed':
      return failure.reason === 'key_refused' ? { code: 'key_refused' } : { code: 'throttled', until: failure.until }
    case 'forbidden':
      return { code: 'refused_by_yousign', detail: failure.detail }
    case 'refused':
      return { code: 'refused_by_yousign', detail: failure.detail }
    case 'not_found':
      return { code: 'not_found' }
    default:
      return { code: 'yousign_unavailable' }
  }
}
