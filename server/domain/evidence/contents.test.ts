import { describe, expect, it } from 'vitest'
import { factsOf, hash, original, trailOf } from '../../evidence/testing/bundle.ts'
import { completeFileName } from '../file-names.ts'
import { camille, now, sampleSigner, sophie } from '../testing/sample-request.ts'
import { canonicalJson } from './canonical.ts'
import { contentsOf, type EvidenceFacts } from './contents.ts'

const signed = new TextEncoder().encode('%PDF-1.7 as sent, and signed')
const facts = factsOf({ fingerprint: 'ab12' }, signed)
const text = (of: EvidenceFacts, path: string) => new TextDecoder().decode(contentsOf(of).entries.get(path))
const manifestOf = (of: EvidenceFacts) => JSON.parse(new TextDecoder().decode(contentsOf(of).manifest))
const inFrench = (of: EvidenceFacts): EvidenceFacts => {
  const { snapshot } = of.request
  return { ...of, request: { ...of.request, snapshot: { ...snapshot, firm: { ...snapshot.firm, language: 'fr' } } } }
}

describe('the complete file', () => {
  it('holds what was signed, what Yousign recorded, what was sent, and what we did, in the order of the names', () => {
    expect([...contentsOf(facts).entries.keys()]).toEqual([
      'README.txt',
      'differences.txt',
      'evidence/1 Camille Durand/audit-trail.json',
      'evidence/1 Camille Durand/audit-trail.pdf',
      'evidence/2 Sophie Vasseur/audit-trail.json',
      'evidence/2 Sophie Vasseur/audit-trail.pdf',
      'ledger.json',
      'original/Mandat.pdf',
      'signed/Mandat - Durand - signed 2026-11-24.pdf',
    ])
  })

  it('names every file with its hash in the manifest, and the times as moments', () => {
    const manifest = manifestOf(facts)
    expect(manifest).toMatchObject({
      version: 1,
      key: 'ab12',
      level: 'electronic_signature',
      missing: [],
      request: { reference: 'YS-REQUES', yousignId: 'yousign-1' },
      signers: [{ name: 'Camille Durand', signedAt: '2026-11-24T09:01:00.000Z' }, { name: 'Sophie Vasseur' }],
      times: { sent: '2026-11-24T09:00:00.000Z', done: '2026-11-24T10:00:00.000Z' },
    })
    const { entries } = contentsOf(facts)
    expect(manifest.files).toEqual(
      [...entries].map(([path, bytes]) => ({ path, bytes: bytes.byteLength, sha256: hash(bytes) })),
    )
    expect(JSON.stringify(manifest)).not.toContain('@')
  })

  it('numbers documents when there are several, and takes no name that leads elsewhere', () => {
    const [document] = facts.request.documents
    const [first] = facts.files
    if (document === undefined || first === undefined) throw new Error('no document')
    const evil = sampleSigner({ ...camille, firstName: '../..', lastName: 'a\\b:c\u0000' }, 0)
    const two: EvidenceFacts = {
      ...facts,
      request: { ...facts.request, signers: [evil], documents: [document, { ...document, position: 1 }] },
      files: [first, { ...first, position: 1, name: '/etc/../passwd' }, ...facts.files.slice(1, 2)],
      originals: [0, 1].map((position) => ({ position, name: 'Mandat.pdf', sha256: hash(original), bytes: original })),
    }
    const paths = [...contentsOf(two).entries.keys()]
    expect(paths.filter((path) => path.includes('/'))).toEqual([
      'evidence/1 a b c/audit-trail.pdf',
      'original/1 Mandat.pdf',
      'original/2 Mandat.pdf',
      'signed/1 Mandat - Durand - signed 2026-11-24.pdf',
      'signed/2 etc .. passwd.pdf',
    ])
  })

  it('says what is missing and why, in the manifest and to whoever opens it', () => {
    const [signer] = facts.request.signers
    if (signer === undefined) throw new Error('no signer')
    const some: EvidenceFacts = {
      ...facts,
      request: { ...facts.request, documents: [] },
      files: facts.files.slice(0, 1),
      originals: [],
      missing: [{ signer, kind: 'audit_trail', reason: 'not_provided' }],
    }
    expect(manifestOf(some).missing).toEqual([
      { path: 'evidence/1 Camille Durand/audit-trail.pdf', reason: 'not_provided' },
      { path: 'original/', reason: 'made_at_yousign' },
    ])
    const readme = text(some, 'README.txt')
    expect(readme).toContain('audit-trail.pdf: Yousign did not provide it within a day')
    expect(readme).toContain('audit-trail.pdf: non fourni par Yousign en un jour')
    expect(text(some, 'differences.txt')).toContain('we never had an unsigned file')
  })

  it('tells in both languages what it is, and that it is a test when it is one', () => {
    const readme = text(facts, 'README.txt')
    for (const words of ['Nothing is missing.', 'Rien ne manque.', 'npm run verify', 'ab12'])
      expect(readme).toContain(words)
    expect(readme).not.toContain('TEST')
    const { snapshot } = facts.request
    const test = { ...facts, request: { ...facts.request, snapshot: { ...snapshot, environment: 'sandbox' as const } } }
    expect(text(test, 'README.txt').match(/TEST/g)).toHaveLength(2)
    expect(completeFileName(test.request)).toBe('TEST - Mandat - complete file - 2026-11-24.zip')
    expect(completeFileName(inFrench(facts).request)).toBe('Mandat - archive complète - 2026-11-24.zip')
  })

  it('has the ledger line by line', () => {
    expect(JSON.parse(text(facts, 'ledger.json'))).toEqual([
      { at: '2026-11-24T09:00:00.000Z', event: 'sent', facts: { by: 'Sophie Vasseur' }, key: 'sent' },
      { at: '2026-11-24T10:00:00.000Z', event: 'done', facts: {}, key: 'done' },
    ])
  })
})

describe('the differences', () => {
  it('say that signing only added bytes, and what each audit trail says about what was sent', () => {
    const told = text(facts, 'differences.txt')
    expect(told).toContain(`Sent:   SHA-256 ${hash(original)}`)
    expect(told).toContain('begins with exactly the bytes that were sent')
    expect(told).toContain('The audit trail of Camille Durand names the same SHA-256')
    expect(told).not.toContain('The audit trail of Sophie Vasseur')
    expect(told).toContain('- Camille Durand: as sent')
    expect(told).toContain('Not extended.')
  })

  it('say that the file was written anew, and that an audit trail names another document', () => {
    const trail = new TextEncoder().encode(trailOf('document-1', '0'.repeat(64)))
    const files = facts.files.map((file) => ({
      ...file,
      bytes:
        file.kind === 'signed'
          ? new TextEncoder().encode('%PDF-1.4')
          : file.kind === 'audit_trail_data'
            ? trail
            : file.bytes,
    }))
    const told = text({ ...facts, files }, 'differences.txt')
    expect(told).toContain('Signing wrote the file anew')
    expect(told).toContain(
      `The audit trail of Sophie Vasseur names another SHA-256 for the unsigned document: ${'0'.repeat(64)}`,
    )
  })

  it.each(['en', 'fr'] as const)('show in %s old and new values, the deadline and the level', (language) => {
    const [signer, other] = facts.request.signers
    if (signer === undefined || other === undefined) throw new Error('no signer')
    const levelSuggested = { level: 'advanced_electronic_signature' as const, at: now }
    const changed: EvidenceFacts = {
      ...facts,
      request: {
        ...facts.request,
        snapshot: { ...facts.request.snapshot, levelSuggested },
        signers: [{ ...signer, sent: { ...signer.sent, email: 'new@example.fr', phone: null } }, other],
      },
      ledger: [
        {
          key: 'corrected:s0:7',
          event: 'corrected',
          at: now,
          facts: { by: 'Marc Delorme', name: 'x', what: 'E-mail' },
        },
        { key: `extended:${now}`, event: 'extended', at: now, facts: { until: now + 86_400_000 } },
      ],
    }
    const told = text(language === 'fr' ? inFrench(changed) : changed, 'differences.txt')
    expect(told).toContain(`E-mail: ${camille.email} -> new@example.fr`)
    expect(told).toContain(`${camille.phone} -> -`)
    expect(told).toContain('2026-11-25 10:00:00 (Europe/Paris)')
    expect(told).not.toContain(sophie.email)
    const sentences = {
      en: ['corrected by Marc Delorme on 2026-11-24 10:00:00', 'Suggested on', 'Another level was chosen'],
      fr: ['Corrigé par Marc Delorme le 2026-11-24 10:00:00', 'Suggéré le', 'Un autre niveau'],
    }
    for (const sentence of sentences[language]) expect(told).toContain(sentence)
  })
})

describe('canonical JSON', () => {
  it('has one spelling for one value', () => {
    expect(canonicalJson({ b: [1, 'é"', null], a: { d: true, c: {} } })).toBe(
      '{"a":{"c":{},"d":true},"b":[1,"é\\"",null]}',
    )
    expect(() => canonicalJson({ a: 0.1 })).toThrow('not a whole number')
  })
})
