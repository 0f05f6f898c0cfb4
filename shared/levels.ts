// Signature levels, the codes to sign that go with them, and the order of signing: words, rules and defaults.
// Rules: contracts/yousign.md section 3; defaults: product.md 3.2.

export const levels = [
  'electronic_signature',
  'advanced_electronic_signature',
  'qualified_electronic_signature',
] as const
export type Level = (typeof levels)[number]

export const authenticationModes = ['no_otp', 'otp_email', 'otp_sms'] as const
export type AuthenticationMode = (typeof authenticationModes)[number]

export const signingOrders = ['clients_then_firm', 'one_by_one', 'all_at_once'] as const
export type SigningOrder = (typeof signingOrders)[number]

/** Languages in which Yousign addresses a signer. */
export const signerLocales = ['en', 'fr', 'de', 'it', 'nl', 'es', 'pl'] as const
export type SignerLocale = (typeof signerLocales)[number]

interface LevelRule {
  /** Modes Yousign takes at this level; empty where the key must be left out. */
  modes: readonly AuthenticationMode[]
  defaultMode: AuthenticationMode | null
  orders: readonly SigningOrder[]
  expiryDays: number
  reminders: { interval_in_days: 1 | 2 | 7 | 14; max_occurrences: number }
}

export const levelRules = {
  electronic_signature: {
    modes: ['otp_sms', 'otp_email', 'no_otp'],
    defaultMode: 'otp_sms',
    orders: ['clients_then_firm', 'one_by_one', 'all_at_once'],
    expiryDays: 30,
    reminders: { interval_in_days: 2, max_occurrences: 3 },
  },
  advanced_electronic_signature: {
    modes: ['otp_sms'],
    defaultMode: 'otp_sms',
    orders: ['clients_then_firm', 'one_by_one', 'all_at_once'],
    expiryDays: 15,
    reminders: { interval_in_days: 7, max_occurrences: 2 },
  },
  qualified_electronic_signature: {
    modes: [],
    defaultMode: null,
    // Yousign demands ordered_signers at this level, even for one signer.
    orders: ['one_by_one'],
    expiryDays: 15,
    reminders: { interval_in_days: 7, max_occurrences: 2 },
  },
} as const satisfies Record<Level, LevelRule>

/** The longest expiry that Yousign takes. */
export const maxExpiryDays = 365

export function modesOf(level: Level): readonly AuthenticationMode[] {
  return levelRules[level].modes
}

export function ordersOf(level: Level): readonly SigningOrder[] {
  return levelRules[level].orders
}
