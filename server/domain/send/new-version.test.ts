import { describe, expect, it } from 'vitest'
import type { FormSigner } from '../../../shared/form.ts'
import type { SignatureRequest } from '../signature-request.ts'
import { camille, nadia, sampleRequest, sampleSigner, sampleSnapshot, sophie } from '../testing/sample-request.ts'
import { type NextVersion, newVersionOf } from './new-version.ts'

const old = sampleRequest({ state: 'declined' }, [camille, nadia, sophie])
/** The old one again, with these people and these changes. */
function next(signers: FormSigner[] = [camille, nadia, sophie], change: Partial<NextVersion> = {}): NextVersion {
  return {
    documentKey: old.documentKey,
    snapshot: { ...old.snapshot, form: { ...old.snapshot.form, signers } },
    documents: [{ name: 'Mandat.pdf' }],
    signers: signers.map((signer, position) => sampleSigner(signer, position)),
    ...change,
  }
}
const differences = (change: NextVersion, from: SignatureRequest = old) => newVersionOf(from, change).differences
const signedBy = (...positions: number[]): SignatureRequest => ({
  ...old,
  signers: old.signers.map((one) => ({ ...one, status: positions.includes(one.position) ? 'signed' : 'aborted' })),
})

describe('a new version', () => {
  it('that is the same says so', () => {
    expect(newVersionOf(old, next())).toEqual({
      requestId: old.id,
      reference: old.reference,
      document: 'same',
      differences: [],
      signed: [],
    })
  })

  it('of another document names both, also where the file is called the same', () => {
    const changed = newVersionOf({ ...old, documents: [] }, next(undefined, { documentKey: 'bytes:2' }))
    expect(changed.document).toBe('other')
    expect(changed.differences).toEqual([{ what: 'document', of: '', before: 'Mandat', after: 'Mandat.pdf' }])
    // A knowing second one has the key of the first in front.
    expect(newVersionOf({ ...old, documentKey: 'bytes:1+other' }, next()).document).toBe('same')
    expect(newVersionOf({ ...old, documentKey: 'adopted:y1' }, next()).document).toBe('unknown')
  })

  it('tells level, code, order, deadline, name and message', () => {
    const { form, terms } = sampleSnapshot
    const snapshot = {
      ...old.snapshot,
      expirationDate: '2027-01-10',
      form: {
        ...form,
        name: 'Mandat 2',
        level: 'advanced_electronic_signature' as const,
        mode: 'otp_email' as const,
        order: 'all_at_once' as const,
      },
      terms: { ...terms, invitation: { subject: 'Mandat', body: 'Bonjour' } },
    }
    expect(differences(next(undefined, { snapshot }))).toEqual([
      { what: 'name', of: '', before: 'Mandat', after: 'Mandat 2' },
      { what: 'level', of: '', before: 'electronic_signature', after: 'advanced_electronic_signature' },
      { what: 'mode', of: '', before: 'otp_sms', after: 'otp_email' },
      { what: 'order', of: '', before: 'clients_then_firm', after: 'all_at_once' },
      { what: 'deadline', of: '', before: '2026-12-24', after: '2027-01-10' },
      { what: 'message', of: '', before: '', after: 'Mandat: Bonjour' },
    ])
  })

  it('compares with the deadline as it was extended', () => {
    const extended = { ...old, expiresAt: Date.UTC(2027, 0, 10, 22, 59) }
    expect(differences(next(), extended)).toEqual([
      { what: 'deadline', of: '', before: '2027-01-10', after: '2026-12-24' },
    ])
  })

  it('tells texts of the same template apart by their labels', () => {
    const source = (...texts: [string, string][]) => ({
      kind: 'template' as const,
      templateId: 't',
      name: 'Mandat',
      texts: texts.map(([label, text]) => ({ label, text })),
    })
    const withSource = (form: ReturnType<typeof source>) => ({
      ...old.snapshot,
      form: { ...old.snapshot.form, source: form },
    })
    const before = { ...old, snapshot: withSource(source(['Fee', '100'], ['Place', 'Rennes'])) }
    const after = next(undefined, { snapshot: withSource(source(['Fee', '200'], ['Place', 'Rennes'])) })
    expect(differences(after, before)).toEqual([{ what: 'text', of: 'Fee', before: '100', after: '200' }])
  })

  it('knows a person by contact or user, whatever was corrected', () => {
    const corrected: FormSigner = {
      ...camille,
      lastName: 'Durand-Petit',
      email: 'c@example.org',
      phone: null,
      capacity: { kind: 'company', company: 'ACME', role: 'directrice' },
    }
    const of = 'Camille Durand-Petit'
    expect(differences(next([corrected, nadia, sophie]))).toEqual([
      { what: 'signer_name', of, before: 'Camille Durand', after: of },
      { what: 'signer_email', of, before: 'camille.durand@example.fr', after: 'c@example.org' },
      { what: 'signer_phone', of, before: '+33639980001', after: '' },
      { what: 'signer_capacity', of, before: '', after: 'pour ACME, directrice' },
    ])
    // Another contact is another person, even with the same address.
    const stranger: FormSigner = { ...camille, origin: { kind: 'contact', contactId: 9 } }
    expect(differences(next([stranger, nadia, sophie])).map(({ what }) => what)).toEqual([
      'signer_added',
      'signer_removed',
    ])
  })

  it('knows somebody who was typed in by address or name', () => {
    const typed: FormSigner = { ...camille, origin: { kind: 'typed' } }
    const before = sampleRequest({ state: 'declined' }, [typed])
    const snapshot = before.snapshot
    const moved = { ...typed, email: 'c@example.org' }
    expect(differences(next([moved], { snapshot }), before).map(({ what }) => what)).toEqual(['signer_email'])
    const renamed = { ...typed, lastName: 'Martin' }
    expect(differences(next([renamed], { snapshot }), before).map(({ what }) => what)).toEqual(['signer_name'])
  })

  it('tells who signs before whom, among those who are in both', () => {
    expect(differences(next([nadia, camille, sophie]))).toEqual([
      {
        what: 'sequence',
        of: '',
        before: 'Camille Durand, Nadia Benali, Sophie Vasseur',
        after: 'Nadia Benali, Camille Durand, Sophie Vasseur',
      },
    ])
    expect(differences(next([camille, sophie]))).toEqual([
      { what: 'signer_removed', of: '', before: 'Nadia Benali', after: '' },
    ])
  })

  it('names those who had signed, and who of them is asked no more', () => {
    expect(newVersionOf(signedBy(0, 1), next([camille, sophie])).signed).toEqual([
      { name: 'Camille Durand', signsAgain: true },
      { name: 'Nadia Benali', signsAgain: false },
    ])
  })
})
