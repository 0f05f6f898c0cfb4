// Port: reading phone numbers that people typed.
import type { PhoneType } from '../../shared/composer.ts'

export interface ReadPhone {
  e164: string | null
  /** Spaced for reading; the input when it could not be read. */
  shown: string
  type: PhoneType
  /** ISO country of the number. */
  country: string | null
  /** The country that was assumed because the number named none. */
  assumedCountry: string | null
}

export interface Phones {
  /** `country`: ISO 3166-1 alpha-2, assumed for numbers without a country code. */
  read(text: string, country: string): ReadPhone
}
