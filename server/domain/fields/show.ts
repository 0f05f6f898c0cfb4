// One value as the document's language writes it. What can be read in two ways is not read at all.
import type { FieldFormat } from '../../../shared/field-tags.ts'
import type { FieldKind } from '../../../shared/fields.ts'
import type { FieldProblem, FieldValue } from './field-data.ts'
import { type Currency, centsOf, moneyInFigures, moneyInWords } from './money.ts'
import { greatestInWords, numberWords } from './number-words.ts'

export type Unreadable = Extract<FieldProblem, { kind: 'unreadable' }>['wanted']
export type DocumentLanguage = 'en' | 'fr'

export interface Manner {
  language: DocumentLanguage
  currency: Currency | null
  format: FieldFormat | null
}

/** The text, or what the value should have been. `kind` is null for a custom field, whose value says what it is. */
export function showValue(value: FieldValue, kind: FieldKind | null, manner: Manner): string | { wanted: Unreadable } {
  const { format, language, currency } = manner
  if (kind === 'date' || (kind === null && (format === 'short' || format === 'long'))) {
    const date = dateOf(value)
    return date === null ? { wanted: 'date' } : showDate(language, date, format === 'short')
  }
  if (kind === 'money' || kind === 'money_words' || format === 'amount') {
    const amount = amountOf(value, currency)
    const cents = amount === null ? null : centsOf(amount)
    if (cents === null || currency === null) return { wanted: 'amount' }
    const inWords = kind === 'money_words' || format === 'words'
    return inWords ? moneyInWords(language, currency, cents) : moneyInFigures(language, currency, cents)
  }
  if (format === 'words') {
    const number = numberOf(value)
    const has = number !== null && Number.isInteger(number) && number >= 0 && number <= greatestInWords
    return has ? numberWords(language, number).text : { wanted: 'number' }
  }
  if (kind === 'percent') {
    const number = numberOf(value)
    return number === null
      ? { wanted: 'percent' }
      : `${decimal(language, number)}${language === 'fr' ? '\u00a0%' : '%'}`
  }
  const text = showText(language, value)
  return format === 'upper' ? text.toLocaleUpperCase(language) : text
}

/** "1er janvier 2026", "1 January 2026"; short "01/01/2026" in both. */
function showDate(language: DocumentLanguage, date: string, short: boolean): string {
  const [year = '', month = '', day = ''] = date.split('-')
  if (short) return `${day}/${month}/${year}`
  const text = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T12:00:00Z`))
  return language === 'fr' ? text.replace(/^1 /, '1er ') : text
}

/** "A, B et C". */
function showList(language: DocumentLanguage, items: readonly string[]): string {
  return new Intl.ListFormat(language === 'fr' ? 'fr-FR' : 'en-GB').format(items)
}

/** An amount, with or without the sign of this currency; one with the sign of another is none. */
export function amountOf(value: FieldValue, currency: Currency | null): number | null {
  return currency === null ? null : numberOf(value, [currency, currencySigns[currency]])
}

/** A number of hundredths, with or without its sign. */
export function percentOf(value: FieldValue): number | null {
  return numberOf(value, ['%'])
}

/**
 * The number that a person wrote: digits, blanks between thousands, a decimal comma or point, one of the signs. Null for
 * "1.500" and "1,500", which are a thousand times more in one language than in another.
 */
function numberOf(value: FieldValue, signs: string[] = []): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string') return null
  let bare = value.replace(/\s/g, ' ').trim()
  const sign = signs.find((each) => bare.startsWith(each) || bare.endsWith(each))
  if (sign !== undefined) bare = bare.replace(sign, '').trim()
  const grouped = /^\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?$/.test(bare)
  if (!grouped && !/^\d+(?:[.,](?:\d{1,2}|\d{4,}))?$/.test(bare)) return null
  return Number(bare.replaceAll(' ', '').replace(',', '.'))
}

const currencySigns: Record<Currency, string> = { EUR: '€', GBP: '£', USD: '$', CHF: 'Fr.', PLN: 'zł' }

/** `yyyy-mm-dd` of a date, also of one written by hand with the day first; null when there is no such day. */
function dateOf(value: FieldValue): string | null {
  const text = typeof value === 'object' && 'date' in value ? value.date : value
  if (typeof text !== 'string') return null
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim())
  const byHand = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text.trim())
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : byHand ? [byHand[3], byHand[2], byHand[1]] : []
  if (year === undefined) return null
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  const time = Date.parse(`${date}T12:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date
}

function showText(language: DocumentLanguage, value: FieldValue): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return decimal(language, value)
  if (typeof value === 'boolean') return yesNo[language][value ? 'yes' : 'no']
  if (Array.isArray(value)) return showList(language, filled(value))
  return showDate(language, value.date, false)
}

/** The items of a list that say something. */
export function filled(items: readonly string[]): string[] {
  return items.map((item) => item.trim()).filter((item) => item !== '')
}

function decimal(language: DocumentLanguage, value: number): string {
  return new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 6 })
    .format(value)
    .replaceAll('\u202f', '\u00a0')
}

const yesNo = { en: { yes: 'yes', no: 'no' }, fr: { yes: 'oui', no: 'non' } }
