// What a person starts anew after the server has stopped trying by itself.
import { sendJob } from '../consequences.ts'
import type { Draft, SignatureRequest } from '../signature-request.ts'
import type { Change } from '../store.ts'

/** A request in `needs_person`: the only draft that may ever be activated is read again, and activated if it is still one. */
export function proveAgain(request: SignatureRequest, drafts: readonly Draft[], now: number): Change {
  const begun = drafts.find((draft) => draft.state === 'activating')
  return {
    requestId: request.id,
    request: { state: 'preparing', trouble: null, waiting: null },
    ...(begun === undefined ? {} : { draft: { attempt: begun.attempt, columns: { activations: 0 } } }),
    jobs: [sendJob(request.id, now, 'click')],
  }
}
