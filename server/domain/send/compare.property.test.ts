import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ok } from '../../../shared/result.ts'
import { createPhones } from '../../phones/phones.ts'
import type { CrmContact } from '../crm.ts'
import type { Deps } from '../deps.ts'
import type { Signer } from '../signature-request.ts'
import { camille, sampleSigner, sampleSnapshot } from '../testing/sample-request.ts'
import { differencesNow, partsOf } from './compare.ts'

const phones = createPhones()

/** The same three numbers as people write them; the last one of each is what is sent. */
const numbers = [
  ['06 39 98 00 01', '+33 6 39 98 00 01', '0033639980001', '+33639980001'],
  ['0639980002', '06.39.98.00.02', '+33639980002'],
  ['+49 1512 3456789', '+4915123456789'],
] as const
const emails = ['camille@example.fr', 'c.durand@example.org', 'famille@example.fr', 'bureau@example.com'] as const
const firstNames = ['Camille', 'Jean Paul', 'Jean', 'Zoé'] as const
const lastNames = ['Durand', 'Paul Martin', 'Martin', 'Le Goff'] as const

const value = <T extends string>(from: readonly T[]) =>
  fc.constantFrom(...from).map((one) => ({ value: one, kind: 'WORK' }))
const written = fc.oneof(value(numbers[0]), value(numbers[1]), value(numbers[2]))
const name = fc.oneof(
  fc.record({ firstName: fc.constantFrom(...firstNames), lastName: fc.constantFrom(...lastNames) }),
  fc.record({ firstName: fc.constant(''), lastName: fc.constant('') }),
)
const contact: fc.Arbitrary<CrmContact> = fc
  .record({
    id: fc.constant(7),
    name: fc.tuple(fc.constantFrom(...firstNames), fc.constantFrom(...lastNames)).map((parts) => parts.join(' ')),
    emails: fc.uniqueArray(value(emails), { maxLength: 3, selector: (one) => one.value }),
    phones: fc.uniqueArray(written, { maxLength: 3, selector: (one) => one.value }),
    position: fc.constant(''),
    fields: fc.constant<CrmContact['fields']>([]),
    updatedAt: fc.nat(),
  })
  .chain((one) => name.map((parts) => ({ ...one, ...parts })))

/** What a person may overwrite in the form; everything else is taken from the contact. */
const typed = fc.record({ firstName: fc.boolean(), lastName: fc.boolean(), email: fc.boolean(), phone: fc.boolean() })

/** A signer filled in from the contact as the review freezes it. */
function frozen(
  from: CrmContact,
  over: { [K in 'firstName' | 'lastName' | 'email' | 'phone']: boolean },
  picks: number,
): Signer {
  const parts = partsOf(from)
  const email = over.email ? undefined : from.emails[picks % Math.max(1, from.emails.length)]?.value
  const phone = over.phone ? undefined : from.phones[picks % Math.max(1, from.phones.length)]?.value
  return sampleSigner(
    {
      ...camille,
      firstName: over.firstName ? 'Typed' : parts.firstName,
      lastName: over.lastName ? 'Over' : parts.lastName,
      email: email ?? 'typed@example.net',
      phone: phone === undefined ? '+33639989999' : phones.read(phone, 'FR').e164,
    },
    0,
    { base: { ...parts, email: email ?? '', phone: phone ?? null, contactId: 7 } },
  )
}

async function differences(signers: Signer[], now: CrmContact | null) {
  const lead = { id: 1, isDeleted: false }
  const crm = { lead: async () => ok(lead), contacts: async () => ok(now === null ? [] : [now]) }
  const answer = await differencesNow(
    { crm, phones } as unknown as Deps,
    1,
    { signers, snapshot: sampleSnapshot },
    'click',
  )
  if (!answer.ok || answer.value === 'lead_gone') throw new Error('not compared')
  return answer.value
}

const sorts = (found: { what: string }[]) => found.map((one) => one.what).sort()

describe('a contact that was read again before the send', () => {
  test('differs exactly where something that is sent was taken from it and would be taken differently now', async () => {
    await fc.assert(
      fc.asyncProperty(contact, contact, typed, fc.nat({ max: 2 }), async (before, after, over, picks) => {
        const signer = frozen(before, over, picks)
        const { sent, base } = signer
        const [was, is] = [partsOf(before), partsOf(after)]
        const full = (one: { firstName: string; lastName: string }) => `${one.firstName} ${one.lastName}`.trim()
        const expected: string[] = []
        if (
          (!over.firstName && was.firstName !== is.firstName) ||
          (!over.lastName && was.lastName !== is.lastName) ||
          (full(sent) === full(was) && full(was) !== full(is))
        )
          expected.push('signer_name')
        if (base?.email && !after.emails.some((one) => one.value === base.email)) expected.push('signer_email')
        if (base?.phone && !after.phones.some((one) => phones.read(one.value, 'FR').e164 === sent.phone))
          expected.push('signer_phone')
        expect(sorts(await differences([signer], after))).toEqual(expected.sort())
      }),
      { numRuns: 300 },
    )
  })

  test('does not differ for edits of what is not sent: order, other values, another way of writing, empty fields', async () => {
    await fc.assert(
      fc.asyncProperty(contact, contact, typed, fc.nat({ max: 2 }), async (before, other, over, picks) => {
        const rewritten = before.phones.map(({ value: text, kind }) => {
          const same = numbers.find((ways) => (ways as readonly string[]).includes(text)) ?? [text]
          return { value: same.at(-1) ?? text, kind }
        })
        const after: CrmContact = {
          ...before,
          firstName: ` ${before.firstName}`,
          emails: [...other.emails, ...before.emails.toReversed()],
          phones: [...other.phones, ...rewritten.toReversed()],
          position: '',
          updatedAt: other.updatedAt,
        }
        expect(await differences([frozen(before, over, picks)], after)).toEqual([])
      }),
    )
  })

  test('that is gone differs for everybody who was filled in from it, and for nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(contact, typed, async (before, over) => {
        const stranger = sampleSigner(camille, 1)
        const found = await differences([frozen(before, over, 0), stranger], null)
        expect(sorts(found)).toEqual(['contact_gone'])
      }),
      { numRuns: 20 },
    )
  })
})

test('a blank that moves between first and last name is a change, a number written differently is none', async () => {
  const before: CrmContact = {
    id: 7,
    name: 'Marie Claire Dupont',
    firstName: 'Marie',
    lastName: 'Claire Dupont',
    emails: [{ value: 'marie@example.fr', kind: 'WORK' }],
    phones: [{ value: '06 39 98 00 01', kind: 'MOB' }],
    position: '',
    fields: [],
    updatedAt: 0,
  }
  const signer = frozen(before, { firstName: false, lastName: false, email: false, phone: false }, 0)
  const after = {
    ...before,
    firstName: 'Marie Claire',
    lastName: 'Dupont',
    phones: [{ value: '+33639980001', kind: 'MOB' }],
  }
  expect(await differences([signer], after)).toEqual([
    { what: 'signer_name', of: 'Marie Claire Dupont', before: 'Marie / Claire Dupont', after: 'Marie Claire / Dupont' },
  ])
})
