import { describe, expect, it } from 'vitest'
import { type Evidence, type Expected, judge } from '../../crash/judge.ts'

const signers = ['a@example.fr', 'b@example.fr']
const expected: Expected = {
  documents: 1,
  signers,
  status: 'done',
  invited: signers,
  reminded: 1,
  notes: ['sent', 'done'],
  tasks: [{ open: false }],
  moves: [7],
  copies: 1,
  proof: 'audit_trail',
  scans: 0,
}
const active = { id: 'one', status: 'done', activated: true, documents: 1, signers: ['a@example.fr', 'b@example.fr'] }
const good: Evidence = {
  requests: [active, { id: 'left', status: 'draft', activated: false, documents: 0, signers: [] }],
  announced: ['one', 'one'],
  invited: ['a@example.fr', 'b@example.fr'],
  notes: ['TEST. Sent for signature: Convention', 'TEST. Signed by everyone on 24 November 2026'],
  reminded: 1,
  tasks: [{ open: false }],
  moves: [7],
  stored: ['signed-0-1a2b.pdf', 'audit_trail-0-3c.pdf', 'audit_trail-1-4d.pdf'],
  copies: ['signed-0-1a2b.pdf'],
  shown: [{ state: 'done', signers: ['signed', 'signed'], files: ['signed', 'audit_trail', 'audit_trail'] }],
}

const bad: [string, Partial<Evidence>][] = [
  ['no request left the draft', { requests: [] }],
  ['two requests were activated', { requests: [active, { ...active, id: 'two' }] }],
  [
    'a request beside it was activated and cancelled',
    { requests: [active, { ...active, id: 'two', status: 'canceled' }] },
  ],
  ['two activations were announced, whatever is left of them', { announced: ['one', 'gone'] }],
  ['another request was announced', { announced: ['left'] }],
  ['nobody has signed', { requests: [{ ...active, status: 'ongoing' }] }],
  ['a document is in it twice', { requests: [{ ...active, documents: 2 }] }],
  ['a signer is in it twice', { requests: [{ ...active, signers: ['a@example.fr', 'a@example.fr', 'b@example.fr'] }] }],
  ['the signers are in another order', { requests: [{ ...active, signers: ['b@example.fr', 'a@example.fr'] }] }],
  ['somebody was invited twice', { invited: ['a@example.fr', 'b@example.fr', 'a@example.fr'] }],
  ['somebody was not invited', { invited: ['a@example.fr'] }],
  ['the note "sent" is there twice', { notes: [...good.notes, 'TEST. Sent for signature: Convention'] }],
  ['the note "done" is missing', { notes: good.notes.slice(0, 1) }],
  ['there is a note that should not be', { notes: [...good.notes, 'TEST. Something has to be looked at'] }],
  ['there is no task', { tasks: [] }],
  ['there are two tasks', { tasks: [{ open: false }, { open: false }] }],
  ['the task is still open', { tasks: [{ open: true }] }],
  ['somebody was reminded twice', { reminded: 2 }],
  ['the lead was not moved', { moves: [] }],
  ['the lead was moved twice', { moves: [7, 7] }],
  ['the signed document is not stored', { stored: ['audit_trail-0-3c.pdf', 'audit_trail-1-4d.pdf'] }],
  ['a scan of paper is stored beside it', { stored: [...good.stored, 'paper-ffff.pdf'] }],
  ['the signed document is stored twice', { stored: [...good.stored, 'signed-0-ffff.pdf'] }],
  ['there is no copy among the files of the lead', { copies: [] }],
  ['there are two copies', { copies: ['signed-0-1a2b.pdf', 'signed-0-1a2b.pdf'] }],
  ['the copy is another file', { copies: [null] }],
  ['the card shows nothing', { shown: [] }],
  ['the card shows another state', { shown: good.shown.map((one) => ({ ...one, state: 'ongoing' })) }],
  [
    'the card shows a signer as not signed',
    { shown: good.shown.map((one) => ({ ...one, signers: ['signed', 'notified'] })) },
  ],
  ['the card shows a file twice', { shown: good.shown.map((one) => ({ ...one, files: [...one.files, 'signed'] })) }],
]

describe('the judge of crashed sends', () => {
  it('finds nothing wrong with a story that ended as it must, drafts that reached nobody included', () => {
    expect(judge(good, expected)).toEqual([])
  })

  it.each(bad)('objects when %s', (_what, change) => {
    expect(judge({ ...good, ...change }, expected)).not.toEqual([])
  })

  it('knows stories that end otherwise', () => {
    const stopped: Expected = { ...expected, status: null, invited: [], notes: [], tasks: [], moves: [], copies: 0 }
    const shown = [{ state: 'canceled', signers: ['waiting', 'waiting'], files: [] }]
    const nothing = {
      requests: [],
      announced: [],
      invited: [],
      notes: [],
      tasks: [],
      moves: [],
      stored: [],
      copies: [],
    }
    expect(judge({ ...good, ...nothing, shown }, stopped)).toEqual([])
    expect(judge({ ...good, ...nothing, shown, requests: [active] }, stopped)).not.toEqual([])
    expect(judge({ ...good, ...nothing, shown, invited: signers }, stopped)).not.toEqual([])
  })
})
