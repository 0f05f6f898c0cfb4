// Streams that are woken together, by one change, and would ask the same question: one of them asks for all.
import type { UseCases } from '../domain/use-cases.ts'

type Look = UseCases['changedSince']

/**
 * Calls for one viewer, lead and cursor that come in one go get the same answer. As soon as anything else could have run in
 * between they ask anew, because they may have been woken by a later change.
 */
export function askOnce(look: Look): Look {
  const asked = new Map<string, ReturnType<Look>>()
  return (viewer, leadId, cursor) => {
    const question = `${viewer.userId} ${viewer.language} ${leadId} ${cursor}`
    const known = asked.get(question)
    if (known !== undefined) return known
    if (asked.size === 0) queueMicrotask(() => asked.clear())
    const answer = look(viewer, leadId, cursor)
    asked.set(question, answer)
    return answer
  }
}
