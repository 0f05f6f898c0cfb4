import { expect, it } from 'vitest'
import { camille, nadia, now, sampleRequest, sophie } from '../testing/sample-request.ts'
import { emptied } from './empty.ts'

const base = sampleRequest({ state: 'declined' }, [camille, nadia, sophie])
const request = sampleRequest(
  {
    ...base,
    snapshot: {
      ...base.snapshot,
      terms: {
        ...base.snapshot.terms,
        copyTo: ['durand@example.fr'],
        invitation: { subject: 'Durand', body: 'Durand' },
      },
    },
    ending: { kind: 'declined', name: 'Camille Durand', reason: 'Durand has moved', at: now },
    documents: [
      {
        position: 0,
        name: 'Bail Durand.pdf',
        storageKey: 'k',
        sha256: 'h',
        bytes: 1,
        pages: 1,
        parseAnchors: false,
        anchors: 0,
        boxes: [],
        initials: false,
        yousignId: null,
      },
    ],
  },
  [camille, nadia, sophie],
)

it('leaves nothing of any signer, and what is needed to tell how it ended', () => {
  const lines = [
    { key: 'declined', event: 'declined' as const, at: now, facts: { name: 'Camille Durand' } },
    {
      key: 'corrected',
      event: 'corrected' as const,
      at: now,
      facts: { name: 'Kamille Durand', by: 'Marc Petit', what: 'email' },
    },
    { key: 'expired', event: 'expired' as const, at: now, facts: { missing: 'Camille Durand, Nadia Benali' } },
    { key: 'tasked', event: 'tasked' as const, at: now, facts: { name: 'Marc Petit' } },
    { key: 'extended', event: 'extended' as const, at: now, facts: { until: 5 } },
  ]
  const record = emptied(request, lines, now)
  expect(JSON.stringify(record)).not.toMatch(/Durand|Benali|Camille|Nadia|example|3363998/i)
  expect(record.removedText).toBe('Content removed on 24/11/2026.')
  expect(record.ending).toEqual({ kind: 'declined', name: 'Signer 1', reason: null, at: now })
  expect(record.ledger.map(({ facts }) => facts)).toEqual([
    { name: 'Signer 1' },
    { name: '', by: 'Marc Petit', what: 'email' },
    { missing: '' },
    { name: 'Marc Petit' },
    { until: 5 },
  ])
  expect(record.documents).toEqual([{ position: 0, name: 'Document 1' }])
  expect(record.snapshot).toMatchObject({
    takenAt: now,
    form: { level: 'electronic_signature' },
    by: { name: 'Signer 3' },
  })
})

it('speaks the language of the firm', () => {
  const french = {
    ...request,
    snapshot: { ...request.snapshot, firm: { ...request.snapshot.firm, language: 'fr' as const } },
  }
  const record = emptied(french, [], now)
  expect(record.removedText).toBe('Contenu supprimé le 24/11/2026.')
  expect(record.signers[1]?.sent).toMatchObject({ firstName: 'Signataire', lastName: '2', side: 'client' })
})
