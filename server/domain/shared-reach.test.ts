import { describe, expect, it } from 'vitest'
import type { Severity } from '../../shared/findings.ts'
import type { SendForm } from '../../shared/form.ts'
import { sharedFindings } from './shared-reach.ts'
import { camille, nadia, sampleForm, sophie } from './testing/sample-request.ts'

const columns = {
  'Simple with SMS': { level: 'electronic_signature', mode: 'otp_sms' },
  'Simple with e-mail code': { level: 'electronic_signature', mode: 'otp_email' },
  'Simple without a code': { level: 'electronic_signature', mode: 'no_otp' },
  Advanced: { level: 'advanced_electronic_signature', mode: 'otp_sms' },
  Qualified: { level: 'qualified_electronic_signature', mode: null },
} as const satisfies Record<string, Pick<SendForm, 'level' | 'mode'>>

const { email, phone } = camille
const rows = { email: { email }, phone: { phone }, both: { email, phone } } as const

describe('two people with one mailbox or phone', () => {
  // The table of product.md 3.3, and the stricter reading of it where nobody types a code.
  it.each<[keyof typeof rows, keyof typeof columns, Severity]>([
    ['email', 'Simple with SMS', 'amber'],
    ['email', 'Simple with e-mail code', 'red'],
    ['email', 'Simple without a code', 'red'],
    ['email', 'Advanced', 'amber'],
    ['email', 'Qualified', 'amber'],
    ['phone', 'Simple with SMS', 'amber'],
    ['phone', 'Simple with e-mail code', 'amber'],
    ['phone', 'Simple without a code', 'info'],
    ['phone', 'Advanced', 'red'],
    ['phone', 'Qualified', 'info'],
    ['both', 'Simple with SMS', 'red'],
    ['both', 'Simple with e-mail code', 'red'],
    ['both', 'Simple without a code', 'red'],
    ['both', 'Advanced', 'red'],
    ['both', 'Qualified', 'amber'],
  ])('sharing %s at %s is %s', (row, column, severity) => {
    const form = { ...sampleForm, ...columns[column], signers: [camille, { ...nadia, ...rows[row] }] }
    expect(sharedFindings(form)).toEqual([
      { severity, signer: 1, code: `shared_${row}`, names: ['Camille Durand', 'Nadia Benali'] },
    ])
  })

  it('are found pair by pair, and addresses are compared without regard to case', () => {
    const third = { ...sophie, email: 'CAMILLE.Durand@example.fr' }
    const signers = [camille, { ...nadia, email }, third]
    expect(sharedFindings({ ...sampleForm, signers }).map((one) => [one.signer, 'names' in one && one.names])).toEqual([
      [1, ['Camille Durand', 'Nadia Benali']],
      [2, ['Camille Durand', 'Sophie Vasseur']],
      [2, ['Nadia Benali', 'Sophie Vasseur']],
    ])
  })

  it('are not found in what is empty, nor where nothing is shared', () => {
    const nothing = { email: '', phone: null }
    expect(
      sharedFindings({
        ...sampleForm,
        signers: [
          { ...camille, ...nothing },
          { ...nadia, ...nothing },
        ],
      }),
    ).toEqual([])
    expect(sharedFindings({ ...sampleForm, signers: [camille, nadia, sophie] })).toEqual([])
  })
})
