import { describe, expect, it } from 'vitest'
import { signerLocales } from '../../../shared/levels.ts'
import { camille, sampleRequest, sampleSnapshot } from '../testing/sample-request.ts'
import { invitation, maskEmail, maskPhone } from './invitation.ts'

function invite(
  locale: (typeof signerLocales)[number],
  level = sampleSnapshot.form.level,
  mode = sampleSnapshot.form.mode,
) {
  const snapshot = { ...sampleSnapshot, form: { ...sampleSnapshot.form, level, mode } }
  const request = sampleRequest({ snapshot }, [{ ...camille, locale }])
  const signer = request.signers[0]
  return signer ? invitation(request, signer) : null
}

describe('the invitation', () => {
  it('is in the language of the signer, with document, deadline, masked number and whom to ask', () => {
    expect(invite('en')).toEqual({
      subject: 'Document to sign - Aubry & Vasseur',
      body: 'Hello Camille, Aubry & Vasseur invites you to sign "Mandat" before 24 December 2026. You will receive a code by SMS on +336 ** ** ** 01. Questions? Your contact is Sophie Vasseur.',
    })
    expect(invite('fr')?.body).toBe(
      'Bonjour Camille, Aubry & Vasseur vous invite à signer « Mandat » avant le 24 décembre 2026. Vous recevrez un code par SMS au +336 ** ** ** 01. Une question ? Votre interlocuteur : Sophie Vasseur.',
    )
  })

  it.each(signerLocales.filter((locale) => locale !== 'en' && locale !== 'fr'))(
    'is left to Yousign in %s',
    (locale) => {
      expect(invite(locale)).toBeNull()
    },
  )

  it('says what to have at hand at the higher levels, and speaks of no code where there is none', () => {
    expect(invite('en', 'advanced_electronic_signature')?.body).toContain('identity document and a phone with a camera')
    const qualified = invite('fr', 'qualified_electronic_signature', null)?.body
    expect(qualified).toContain("Préparez l'original de votre pièce d'identité")
    expect(qualified).not.toContain('SMS')
    expect(invite('en', 'electronic_signature', 'otp_email')?.body).not.toContain('SMS')
  })

  it('carries no whole address or number and not the name of the matter, within the lengths of Yousign', () => {
    const long = sampleRequest({
      snapshot: {
        ...sampleSnapshot,
        form: { ...sampleSnapshot.form, name: 'M'.repeat(100) },
        firm: { ...sampleSnapshot.firm, name: 'F'.repeat(600) },
      },
    })
    const signer = long.signers[0]
    const text = signer ? invitation(long, signer) : null
    expect(text?.subject.length).toBeLessThanOrEqual(512)
    expect(text?.body.length).toBeLessThanOrEqual(2000)
    const said = JSON.stringify(invite('fr'))
    expect(said).not.toMatch(/Succession|39980001|@/)
  })

  it('masks enough to recognise and too much to use', () => {
    expect(maskPhone('+33639980001')).toBe('+336 ** ** ** 01')
    expect(maskEmail('camille.durand@example.fr')).toBe('c***@example.fr')
  })
})
