import { describe, expect, it } from 'vitest'
import { completeFileName, signedFileName, trailName } from './file-names.ts'
import { camille, now, sampleRequest, sampleSigner } from './testing/sample-request.ts'

const plain = sampleRequest()
const named = (name: string, more: Partial<typeof plain.snapshot> = {}): typeof plain => {
  const { snapshot } = plain
  return { ...plain, snapshot: { ...snapshot, form: { ...snapshot.form, name }, ...more } }
}
const type = (name: string) => ({ ...plain.snapshot.terms, type: { id: 't', version: 1, name } })
const signer = sampleSigner(camille, 0)

describe('a file is named', () => {
  it('after its document type, the main client and the day', () => {
    const request = named('Mandat.pdf', { environment: 'production', terms: type('Convention d’honoraires') })
    expect(signedFileName(request, now, null)).toBe('Convention d’honoraires - Durand - signed 2026-11-24.pdf')
    expect(trailName(request, 'audit_trail', signer)).toBe('Convention d’honoraires - audit trail - Camille Durand.pdf')
    expect(completeFileName({ ...request, endedAt: now })).toBe(
      'Convention d’honoraires - complete file - 2026-11-24.zip',
    )
  })

  it('after what somebody called it where there is no type, and in the language of the firm', () => {
    const firm = { ...plain.snapshot.firm, language: 'fr' as const }
    const request = named('Mandat.pdf', { environment: 'production', firm })
    expect(signedFileName(request, now, null)).toBe('Mandat - Durand - signé 2026-11-24.pdf')
    expect(trailName(request, 'identity_proof', signer)).toBe("Mandat - preuve d'identité - Camille Durand.pdf")
  })

  it('with a number, and its own name, where there are several', () => {
    const request = named('Mandat', { environment: 'production' })
    expect(signedFileName(request, now, { position: 1, name: 'Annexe prix.PDF' })).toBe(
      'Mandat 2 - Annexe prix - Durand - signed 2026-11-24.pdf',
    )
    expect(signedFileName(request, now, { position: 0, name: null })).toBe('Mandat 1 - Durand - signed 2026-11-24.pdf')
  })

  it('as a test while the sandbox is connected', () => {
    const request = named('Mandat', { environment: 'sandbox' })
    for (const name of [
      signedFileName(request, now, null),
      trailName(request, 'audit_trail_data', signer),
      completeFileName(request),
    ])
      expect(name).toMatch(/^TEST - Mandat - /)
  })

  it('in a way that every system takes, however long and whatever is in it', () => {
    const long = 'é/..\\:*?"<>|\n'.repeat(60)
    const request = named(long, { terms: type(long) })
    const signers = plain.signers.map((one) => ({ ...one, sent: { ...one.sent, lastName: long } }))
    const name = signedFileName({ ...request, signers }, now, { position: 19, name: long })
    expect(name.length).toBeLessThanOrEqual(255)
    expect(name).not.toMatch(/[\\/:*?"<>|\n]/)
    expect(name).toMatch(/ signed 2026-11-24\.pdf$/)
    expect(signedFileName(named(' /. '), now, null)).toContain('document - Durand')
  })
})
