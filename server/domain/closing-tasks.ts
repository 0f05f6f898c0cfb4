// Tasks of ours about a request that needs nobody any more: each of them is closed once.
import { closeTasks, isAboutTrouble } from './consequences.ts'
import type { Deps } from './deps.ts'
import type { SignatureRequest } from './signature-request.ts'
import type { NewEffect } from './store.ts'

/** One effect for each task about trouble that nobody has asked to close yet. */
export function closingTasks({ store }: Pick<Deps, 'store'>, request: SignatureRequest): NewEffect[] {
  const effects = store.effects(request.id)
  const closed = new Set(effects.filter((one) => one.kind === 'close_task').map((one) => one.payload.closes))
  return closeTasks(
    request,
    effects.filter((one) => one.kind === 'task' && isAboutTrouble(one) && !closed.has(one.id)),
  )
}
