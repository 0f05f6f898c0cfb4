// Reading phone numbers. Two sets of rules: the full one tells landline from mobile, the general one knows only the shape
// of a country's numbers. A number that has the right shape in a range nobody has assigned yet is not refused here.
import parseFully, { type CountryCode, type PhoneNumber } from 'libphonenumber-js/max'
import parseShape from 'libphonenumber-js/min'
import type { PhoneType } from '../../shared/composer.ts'
import type { Phones, ReadPhone } from '../domain/phones.ts'

/** Numbers that name no country are read as the firm's (product.md 2); the answer says that it was assumed. */
export function createPhones(): Phones {
  return {
    read(text, country): ReadPhone {
      const trimmed = text.trim()
      const named = /^(?:\+|00)/.test(trimmed)
      const number = trimmed.replace(/^00/, '+')
      const assumed = named ? undefined : (country as CountryCode)
      const parsed = parseFully(number, assumed)
      const shaped = parseShape(number, assumed)?.isValid() ?? false
      if (!parsed || !shaped)
        return {
          e164: null,
          shown: parsed?.formatInternational() ?? trimmed,
          type: 'invalid',
          country: null,
          assumedCountry: null,
        }
      return {
        e164: parsed.number,
        shown: parsed.formatInternational(),
        type: typeOf(parsed),
        country: parsed.country ?? null,
        assumedCountry: named ? null : country,
      }
    },
  }
}

function typeOf(parsed: PhoneNumber): PhoneType {
  const type = parsed.getType()
  return type === undefined ? 'unknown' : types[type]
}

/** Where a country does not tell the two apart the number may be either, and counts as reachable. */
const types: Record<NonNullable<ReturnType<PhoneNumber['getType']>>, PhoneType> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'unknown',
  VOIP: 'fixed',
  TOLL_FREE: 'fixed',
  PREMIUM_RATE: 'fixed',
  SHARED_COST: 'fixed',
  UAN: 'fixed',
  VOICEMAIL: 'fixed',
  PAGER: 'fixed',
  PERSONAL_NUMBER: 'unknown',
}
