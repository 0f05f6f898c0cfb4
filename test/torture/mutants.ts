// The faults that the campaigns must catch. A campaign that no mutant trips proves nothing.
import type { Edit } from './mutate.ts'

export interface Mutant {
  /** Which campaign has to fail on it. */
  campaign: 'kills' | 'points' | 'power-cuts' | 'io-errors' | 'disorder' | 'leases' | 'restore'
  /** What is wrong with it, for people. */
  what: string
  edits: readonly Edit[]
}

export const mutants: Readonly<Record<string, Mutant>> = {
  'blind-repeat': {
    campaign: 'kills',
    what: 'an activation whose answer was lost is taken for failed, and another draft is activated',
    edits: [
      {
        file: 'server/domain/send/activate.ts',
        find: '  // What was not called, or not acted upon, was no attempt.\n',
        replace:
          "  if (!called.ok && called.failure.kind === 'unknown') {\n    recordDraft(sending, { state: 'abandoned', inFlight: null })\n    return 'next'\n  }\n",
      },
    ],
  },
  'look-and-go-on': {
    campaign: 'points',
    what: 'a document or a signer whose answer was lost is put into the same draft again',
    edits: [
      {
        file: 'server/domain/send/furnish.ts',
        find: 'return abandon(sending, failure.cause)',
        replace: "recordDraft(sending, { inFlight: null })\n      return 'next'",
      },
      {
        file: 'server/domain/send/furnish.ts',
        find: "if (draft.inFlight !== null) return abandon(sending, 'an answer was lost')",
        replace: '',
      },
    ],
  },
  'no-marker': {
    campaign: 'points',
    what: 'a note whose answer was lost is written again without looking for it',
    edits: [
      {
        file: 'server/domain/effects.ts',
        find: "const found = await lookUp(deps, effect, 'noted', () => deps.crm.findNote(effect.leadId, marker, job.priority))",
        replace: 'const found = null',
      },
    ],
  },
  'upload-forgotten': {
    campaign: 'points',
    what: 'what was uploaded to Kommo is not remembered before it is put at the lead, and is uploaded again',
    edits: [
      {
        file: 'server/domain/copies.ts',
        find: '  deps.store.recordEffect(effect.id, { remoteFile: sent.value.uuid, inFlight: false }, null, deps.clock.now())\n',
        replace: '',
      },
    ],
  },
  normal: {
    campaign: 'power-cuts',
    what: 'commits are not forced to the disk (NORMAL instead of FULL)',
    edits: [{ file: 'server/db/open.ts', find: "['synchronous', 'FULL', 2]", replace: "['synchronous', 'NORMAL', 1]" }],
  },
  'ack-early': {
    campaign: 'power-cuts',
    what: 'a webhook is acknowledged before it is committed',
    edits: [
      {
        file: 'server/http/inbox.ts',
        find: 'await inbox.accept(delivery)',
        replace: 'void inbox.accept(delivery).catch(() => {})',
      },
    ],
  },
  'unsynced-file': {
    campaign: 'power-cuts',
    what: 'the bytes of a document are not forced to the disk',
    edits: [{ file: 'server/storage/local.ts', find: 'await file.sync()', replace: '' }],
  },
  'unsynced-name': {
    campaign: 'power-cuts',
    what: 'the name of a document is not forced to the disk',
    edits: [
      {
        file: 'server/storage/local.ts',
        find: 'await syncDirectory(dirname(path.value))\n        const kept',
        replace: 'const kept',
      },
    ],
  },
  'deaf-to-the-disk': {
    campaign: 'io-errors',
    what: 'the process goes on after an I/O error',
    edits: [
      { file: 'server/db/disk-fault.ts', find: 'if (fault === null && isDiskFault(error))', replace: 'if (false)' },
    ],
  },
  'no-fencing': {
    campaign: 'leases',
    what: 'a worker that has lost its lease may still finish the job',
    edits: [
      {
        file: 'server/jobs/statements.ts',
        find: 'const owned = "id = @id and state = \'running\' and lease_token = @token"',
        replace: 'const owned = "id = @id and state = \'running\' and @token is not null"',
      },
    ],
  },
  'delivery-key-dropped': {
    campaign: 'disorder',
    what: 'an event that comes again is a new one (unique key of deliveries dropped)',
    edits: [
      {
        file: 'server/db/migrations/001-init.ts',
        find: '  unique (source, delivery_key)\n) strict;\ncreate index deliveries_of_request',
        replace: '  check (source is not null)\n) strict;\ncreate index deliveries_of_request',
      },
      {
        file: 'server/db/deliveries.ts',
        find: ' on conflict (source, delivery_key) do nothing',
        replace: '',
      },
    ],
  },
  'effect-key-dropped': {
    campaign: 'disorder',
    what: 'what an event causes is caused again when it is told again (unique key of effects dropped)',
    edits: [
      {
        file: 'server/db/migrations/001-init.ts',
        find: '  key text not null unique,\n  kind text not null check (kind in (',
        replace: '  key text not null,\n  kind text not null check (kind in (',
      },
      {
        file: 'server/db/change.ts',
        find: "'waiting', ?) on conflict (key) do nothing returning id",
        replace: "'waiting', ?) returning id",
      },
    ],
  },
  'no-ranks': {
    campaign: 'disorder',
    what: 'a late event takes a signer back to an earlier status',
    edits: [
      {
        file: 'server/domain/ranks.ts',
        find: "if (from === 'signed' || from === 'declined') return false\n  return signerRank[to] > signerRank[from]",
        replace: 'return from !== to',
      },
    ],
  },
  'unknown-ignored': {
    campaign: 'restore',
    what: 'a request at Yousign with our prefix that the database does not know is ignored',
    edits: [
      {
        file: 'server/domain/adopt.ts',
        find: 'return store.requestOfYousign(item.id) === null',
        replace: 'return store.requestOfYousign(item.id) === null && false',
      },
    ],
  },
  'old-sends': {
    campaign: 'restore',
    what: 'what an old database was about to send is sent without asking a person',
    edits: [
      {
        file: 'server/domain/reconcile-mode.ts',
        find: 'const held = holdUnsent(deps, now)',
        replace: 'const held = deps === null ? holdUnsent(deps, now) : 0',
      },
    ],
  },
}

/** Edits of a mutant; none for null. Throws on a name that is not known. */
export function editsOf(name: string | null): readonly Edit[] {
  if (name === null) return []
  const mutant = mutants[name]
  if (!mutant) throw new Error(`no mutant ${name}; there are ${Object.keys(mutants).join(', ')}`)
  return mutant.edits
}
