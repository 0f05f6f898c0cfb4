// Handler of `erase_rest`: what no request holds. Reviews that were not sent, what was remembered of a contact, and bodies of
// calls that are about no request of ours. It finds them by keyed hashes alone, so it can be repeated after a restore.
import type { Deps } from '../deps.ts'
import type { Handler } from '../work.ts'
import { sweepKeptJob } from './jobs.ts'
import { contactMark, emailMark, speaksOf } from './person.ts'

const batch = 200

export function createEraseRest(deps: Deps): Handler<'erase_rest'> {
  return async ({ erasureId }) => {
    const { store, clock } = deps
    const erasure = store.erasures().find(({ id }) => id === erasureId)
    if (erasure === undefined || erasure.restDoneAt !== null) return { kind: 'done' }
    const speaks = speaksOf(deps, erasure.persons)
    const persons = new Set(erasure.persons)
    store.forgetReviewsOf(speaks)
    store.forgetMemoryOf(
      ({ kind, id, value }) =>
        ofContact.has(kind) && (persons.has(contactMark(deps, id)) || persons.has(emailMark(deps, value))),
    )
    for (let after: number | null = 0; after !== null; ) {
      after = store.digestDeliveriesOf(after, batch, speaks, deps.sha256)
      // Everybody else's turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
    store.endRest(erasureId, clock.now())
    store.enqueue([sweepKeptJob(clock.now())], clock.now())
    return { kind: 'done' }
  }
}

/** What is remembered under the id of a contact. */
const ofContact: ReadonlySet<string> = new Set(['contact_email', 'contact_phone'])
