// Amounts of money in figures and in words. Amounts are whole cents here: no fraction is ever lost or made up.
import { greatestInWords, numberWords } from './number-words.ts'

export const currencies = ['EUR', 'GBP', 'USD', 'CHF', 'PLN'] as const
/** ISO 4217; the currencies whose names we know in words. */
export type Currency = (typeof currencies)[number]

/** True for a currency whose amounts can be written; an account may count in another. */
export function isCurrency(code: string): code is Currency {
  return currencies.some((each) => each === code)
}

/** The amount as whole cents, or null when it is negative, has more than two decimals or is beyond what has words. */
export function centsOf(amount: number): number | null {
  const cents = Math.round(amount * 100)
  const isExact = Number(amount.toFixed(2)) === amount
  return isExact && cents >= 0 && cents <= greatestInWords * 100 ? cents : null
}

/** "1 500,00 €", "€1,500.00", with fixed blanks: an amount is never broken over two lines. */
export function moneyInFigures(language: 'en' | 'fr', currency: Currency, cents: number): string {
  return new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { style: 'currency', currency })
    .format(cents / 100)
    .replaceAll('\u202f', '\u00a0')
}

/** "mille cinq cents euros et cinquante centimes", "one thousand five hundred euros and fifty cents". */
export function moneyInWords(language: 'en' | 'fr', currency: Currency, cents: number): string {
  const { one, many, feminine, cent, hundredths } = names[language][currency]
  const [whole, rest] = [Math.floor(cents / 100), cents % 100]
  const small = () => `${numberWords(language, rest).text} ${rest === 1 ? cent : hundredths}`
  if (whole === 0 && rest > 0) return small()
  const { text, takesDe } = numberWords(language, whole, feminine)
  const noun = isSingular(language, whole) ? one : many
  const elided = /^[aeiou]/.test(noun) ? `d'${noun}` : `de ${noun}`
  const main = `${text} ${takesDe ? elided : noun}`
  return rest === 0 ? main : `${main} ${language === 'fr' ? 'et' : 'and'} ${small()}`
}

/** French says "zéro euro", English "zero euros". */
function isSingular(language: 'en' | 'fr', value: number): boolean {
  return value === 1 || (language === 'fr' && value === 0)
}

interface CurrencyName {
  one: string
  many: string
  feminine?: boolean
  cent: string
  hundredths: string
}

const names: Record<'en' | 'fr', Record<Currency, CurrencyName>> = {
  en: {
    EUR: { one: 'euro', many: 'euros', cent: 'cent', hundredths: 'cents' },
    GBP: { one: 'pound sterling', many: 'pounds sterling', cent: 'penny', hundredths: 'pence' },
    USD: { one: 'US dollar', many: 'US dollars', cent: 'cent', hundredths: 'cents' },
    CHF: { one: 'Swiss franc', many: 'Swiss francs', cent: 'centime', hundredths: 'centimes' },
    PLN: { one: 'Polish zloty', many: 'Polish zlotys', cent: 'grosz', hundredths: 'groszy' },
  },
  fr: {
    EUR: { one: 'euro', many: 'euros', cent: 'centime', hundredths: 'centimes' },
    GBP: { one: 'livre sterling', many: 'livres sterling', feminine: true, cent: 'penny', hundredths: 'pence' },
    USD: { one: 'dollar américain', many: 'dollars américains', cent: 'cent', hundredths: 'cents' },
    CHF: { one: 'franc suisse', many: 'francs suisses', cent: 'centime', hundredths: 'centimes' },
    PLN: { one: 'zloty polonais', many: 'zlotys polonais', cent: 'grosz', hundredths: 'groszy' },
  },
}
