import { describe, expect, it } from 'vitest'
import { type Evidence, judge, type SendEvidence } from '../../torture/judge.ts'

const two = ['a@example.fr', 'b@example.fr']
const active = { id: 'y1', status: 'done', activated: true, documents: 1, signers: two }
const draft = { id: 'y0', status: 'draft', activated: false, documents: 0, signers: [] }
const note = {
  sent: 'TEST. Sent for signature: Convention (Simple). To Hélène Mercier. YS-R1-1a2b3c',
  done: 'TEST. Signed by everyone on 24 November 2026: Convention. YS-R1-2b3c4d',
  declined: 'TEST. Hélène Mercier declined to sign Convention. YS-R1-3c4d5e',
  canceled: 'TEST. Convention: signature request cancelled by Sophie. YS-R1-4d5e6f',
  expired: 'TEST. The deadline for Convention has passed. YS-R1-5e6f70',
  extended: 'TEST. Convention: deadline extended to 14 December 2026 by Sophie. YS-R1-6f7081',
}

const signed: SendEvidence = {
  send: {
    leadId: 1,
    ending: 'signed',
    documents: 1,
    signers: two,
    order: 'one_by_one',
    stopAcknowledged: false,
    extensions: 0,
  },
  acknowledged: ['r1', 'r1'],
  requests: [active, draft],
  announced: ['y1', 'y1'],
  invited: two,
  signed: two,
  notes: [note.sent, note.done],
  tasks: [],
  stored: [
    { name: 'signed-0-1a2b.pdf', sha256: 'one' },
    { name: 'audit_trail-0.pdf', sha256: 'two' },
    { name: 'audit_trail_data-0.json', sha256: 'two as data' },
    { name: 'audit_trail_data-1.json', sha256: 'three as data' },
    { name: 'audit_trail-1.pdf', sha256: 'three' },
  ],
  original: ['one'],
  shown: {
    state: 'done',
    signers: ['signed', 'signed'],
    files: ['signed', 'audit_trail', 'audit_trail'],
    reason: false,
    filed: true,
  },
}
const shown = signed.shown ?? fail()

const unsigned = { stored: [], original: [], signed: [] }
const declined: SendEvidence = {
  ...signed,
  ...unsigned,
  send: { ...signed.send, ending: 'declined' },
  requests: [{ ...active, status: 'declined' }],
  invited: ['a@example.fr'],
  notes: [note.sent, note.declined],
  tasks: [{ open: true }],
  shown: { ...shown, state: 'declined', files: [], filed: false },
}
const canceled: SendEvidence = {
  ...declined,
  send: { ...signed.send, ending: 'canceled' },
  requests: [{ ...active, status: 'canceled' }],
  notes: [note.sent, note.canceled],
  tasks: [],
  shown: { ...shown, state: 'canceled', files: [], filed: false },
}
const stopped: SendEvidence = {
  ...canceled,
  send: { ...signed.send, ending: 'stopped', stopAcknowledged: true },
  requests: [],
  announced: [],
  invited: [],
  notes: [],
}
const stoppedLate: SendEvidence = { ...canceled, send: { ...signed.send, ending: 'stopped' } }
const extended: SendEvidence = {
  ...signed,
  send: { ...signed.send, ending: 'extended', extensions: 1 },
  invited: ['a@example.fr', ...two],
  notes: [note.sent, note.expired, note.extended, note.done],
  tasks: [{ open: false }],
}

function whole(send: SendEvidence): Evidence {
  const isDone = send.send.ending === 'signed' || send.send.ending === 'extended'
  return {
    sends: [send],
    moves: [{ leadId: 1, stages: isDone ? [7] : [] }],
    signedStage: 7,
    drafts: 0,
    webhooks: {
      acknowledged: ['e1', 'e2'],
      held: new Map([
        ['e1', 'applied'],
        ['e2', 'foreign'],
        ['e3', 'received'],
      ]),
    },
    unfinished: [],
  }
}
const good = whole(signed)

type Kind = 'lost' | 'duplicated' | 'wrong'
const badSends: [string, Kind, Partial<SendEvidence>, SendEvidence?][] = [
  ['no request left the draft', 'lost', { requests: [draft] }],
  ['two requests were activated', 'duplicated', { requests: [active, { ...active, id: 'y2' }] }],
  [
    'one beside it was activated and cancelled',
    'duplicated',
    { requests: [active, { ...active, id: 'y2', status: 'canceled' }] },
  ],
  ['two activations were announced, whatever is left of them', 'duplicated', { announced: ['y1', 'gone'] }],
  ['the press was never answered', 'wrong', { acknowledged: [] }],
  ['two presses got two ids', 'duplicated', { acknowledged: ['r1', 'r2'] }],
  ['the request is still open', 'wrong', { requests: [{ ...active, status: 'ongoing' }] }],
  ['a document is in it twice', 'duplicated', { requests: [{ ...active, documents: 2 }] }],
  ['the document is missing', 'lost', { requests: [{ ...active, documents: 0 }] }],
  ['a signer is in it twice', 'duplicated', { requests: [{ ...active, signers: [...two, 'b@example.fr'] }] }],
  ['a signer is missing', 'lost', { requests: [{ ...active, signers: ['a@example.fr'] }] }],
  ['somebody signs whom nobody named', 'duplicated', { requests: [{ ...active, signers: [...two, 'c@example.fr'] }] }],
  ['the signers are in another order', 'wrong', { requests: [{ ...active, signers: two.toReversed() }] }],
  ['somebody was invited twice', 'duplicated', { invited: [...two, 'a@example.fr'] }],
  ['somebody signed without an invitation', 'lost', { invited: ['a@example.fr'] }],
  [
    'somebody was invited three times for one extension',
    'duplicated',
    { invited: ['a@example.fr', 'a@example.fr', ...two] },
    extended,
  ],
  ['the note "sent" is there twice', 'duplicated', { notes: [note.sent, note.sent, note.done] }],
  ['the note "done" is missing', 'lost', { notes: [note.sent] }],
  ['there is a note of another kind', 'duplicated', { notes: [note.sent, note.done, note.expired] }],
  ['there is a note that nobody knows', 'wrong', { notes: [note.sent, note.done, 'TEST. Something YS-R1-000000'] }],
  ['there is a task', 'duplicated', { tasks: [{ open: false }] }],
  ['the task is missing', 'lost', { tasks: [] }, declined],
  ['the task was closed too early', 'wrong', { tasks: [{ open: false }] }, declined],
  ['the task was never closed', 'wrong', { tasks: [{ open: true }] }, extended],
  ['the signed document is not stored', 'lost', { stored: signed.stored.slice(1) }],
  [
    'the signed document is stored twice',
    'duplicated',
    { stored: [...signed.stored, { name: 'signed-0-ffff.pdf', sha256: 'one' }] },
  ],
  ['the signed document is another one', 'wrong', { original: ['other'] }],
  ['an audit trail is missing', 'lost', { stored: signed.stored.slice(0, 4) }],
  [
    'an audit trail is missing as data',
    'lost',
    { stored: signed.stored.filter(({ name }) => name !== 'audit_trail_data-1.json') },
  ],
  [
    'an audit trail is stored twice',
    'duplicated',
    { stored: [...signed.stored, { name: 'audit_trail-1-ffff.pdf', sha256: 'x' }] },
  ],
  [
    'a file is stored that nobody expects',
    'wrong',
    { stored: [...signed.stored, { name: 'signed-4-ffff.pdf', sha256: 'x' }] },
  ],
  [
    'a document is filed that nobody signed',
    'wrong',
    { stored: [{ name: 'signed-0-ffff.pdf', sha256: 'x' }] },
    declined,
  ],
  ['the card shows nothing', 'lost', { shown: null }],
  ['the card shows another state and does not say why', 'lost', { shown: { ...shown, state: 'ongoing' } }],
  ['the card shows another state and says why', 'wrong', { shown: { ...shown, state: 'failed', reason: true } }],
  ['the card shows a signer as not signed', 'wrong', { shown: { ...shown, signers: ['signed', 'notified'] } }],
  ['the card shows the filing as not finished', 'wrong', { shown: { ...shown, filed: false } }],
  ['the card shows a file twice', 'duplicated', { shown: { ...shown, files: [...shown.files, 'signed'] } }],
  ['the card misses a file', 'lost', { shown: { ...shown, files: ['signed', 'audit_trail'] } }],
  [
    'people were contacted although the stop was acknowledged',
    'duplicated',
    { requests: [{ ...active, status: 'canceled' }] },
    stopped,
  ],
  ['one that was stopped runs on', 'wrong', { requests: [{ ...active, status: 'ongoing' }] }, stoppedLate],
]

const badWholes: [string, Kind, Partial<Evidence>][] = [
  ['the lead was not moved', 'lost', { moves: [{ leadId: 1, stages: [] }] }],
  ['the lead was moved twice', 'duplicated', { moves: [{ leadId: 1, stages: [7, 7] }] }],
  ['the lead was moved elsewhere', 'wrong', { moves: [{ leadId: 1, stages: [7, 8] }] }],
  ['a draft is left after the sweep', 'wrong', { drafts: 1 }],
  [
    'a webhook was acknowledged and is not there',
    'lost',
    { webhooks: { acknowledged: ['e1', 'e9'], held: good.webhooks.held } },
  ],
  [
    'a webhook was acknowledged and never applied',
    'lost',
    { webhooks: { acknowledged: ['e3'], held: good.webhooks.held } },
  ],
  ['a job gave up', 'wrong', { unfinished: ['job note is stuck'] }],
]

describe('the judge of the campaigns', () => {
  it.each([
    ['signed', signed],
    ['declined', declined],
    ['cancelled', canceled],
    ['stopped in time', stopped],
    ['stopped too late, and so cancelled', stoppedLate],
    ['extended', extended],
    ['extended before Kommo could be told of the deadline', { ...extended, tasks: [] }],
  ])('finds nothing wrong with a send that was %s', (_how, send) => {
    expect(judge(whole(send))).toEqual([])
  })

  it('lets two of the same document move the lead once', () => {
    expect(judge({ ...good, sends: [signed, { ...signed, acknowledged: ['r2'] }] })).toEqual([])
  })

  it.each(badSends)('objects when %s (%s)', (_what, kind, change, send = signed) => {
    expect(judge(whole({ ...send, ...change })).map((finding) => finding.kind)).toContain(kind)
  })

  it.each(badWholes)('objects when %s (%s)', (_what, kind, change) => {
    expect(judge({ ...good, ...change }).map((finding) => finding.kind)).toContain(kind)
  })

  it('does not let the move of another lead pass for this one', () => {
    expect(judge({ ...good, moves: [{ leadId: 2, stages: [7] }] })).not.toEqual([])
  })
})

function fail(): never {
  throw new Error('the good send shows a card')
}
