// Whole numbers in words, as contracts write them: French in the traditional spelling (hyphens below one hundred only),
// English in the British one ("one hundred and one").

/** The greatest number that has words here: 999 999 999 999. */
export const greatestInWords = 999_999_999_999

export interface NumberWords {
  text: string
  /** French: the number ends in "million" or "milliard", which take "de" before what is counted. */
  takesDe: boolean
}

/**
 * `value` is a whole number from 0 to `greatestInWords`; anything else is a bug of the caller and throws. A feminine noun
 * turns the French "un" at the end into "une".
 */
export function numberWords(language: 'en' | 'fr', value: number, feminine = false): NumberWords {
  if (!Number.isInteger(value) || value < 0 || value > greatestInWords) throw new Error(`no words for ${value}`)
  if (language === 'en') return { text: english(value), takesDe: false }
  const text = french(value)
  return {
    text: feminine ? text.replace(/\bun$/, 'une') : text,
    takesDe: value >= 1_000_000 && value % 1_000_000 === 0,
  }
}

const englishSmall =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const englishTens = 'x x twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const englishScales = ['', ' thousand', ' million', ' billion']

function english(value: number): string {
  if (value < 1000) return englishHundreds(value)
  const groups = groupsOf(value)
  const parts = groups.flatMap((group, scale) => {
    if (group === 0) return []
    // "one thousand and one", but "one thousand one hundred and one".
    const bare = scale === 0 && group < 100 ? 'and ' : ''
    return [`${bare}${englishHundreds(group)}${englishScales[scale] ?? ''}`]
  })
  return parts.toReversed().join(' ')
}

function englishHundreds(value: number): string {
  const [hundreds, rest] = [Math.floor(value / 100), value % 100]
  const below = rest === 0 && hundreds > 0 ? '' : englishTensOf(rest)
  if (hundreds === 0) return below
  return `${englishSmall[hundreds]} hundred${below === '' ? '' : ` and ${below}`}`
}

function englishTensOf(value: number): string {
  if (value < 20) return englishSmall[value] ?? ''
  const unit = value % 10
  return `${englishTens[Math.floor(value / 10)]}${unit === 0 ? '' : `-${englishSmall[unit]}`}`
}

const frenchSmall =
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  )
/** Seventy and ninety count on from sixty and eighty. */
const frenchTens = 'x x vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt'.split(' ')

/** "Mille" never changes; "million" and "milliard" are nouns, so what counts them keeps its plural. */
function french(value: number): string {
  if (value === 0) return 'zéro'
  const [units = 0, thousands = 0, millions = 0, milliards = 0] = groupsOf(value)
  const parts = [frenchNoun(milliards, 'milliard'), frenchNoun(millions, 'million')]
  if (thousands > 0) parts.push(thousands === 1 ? 'mille' : `${frenchHundreds(thousands, false)} mille`)
  if (units > 0) parts.push(frenchHundreds(units, true))
  return parts.filter((part) => part !== '').join(' ')
}

function frenchNoun(count: number, noun: string): string {
  return count === 0 ? '' : `${frenchHundreds(count, true)} ${noun}${count > 1 ? 's' : ''}`
}

/** `plural`: "cents" and "quatre-vingts" take their s, which they do only where nothing follows. */
function frenchHundreds(value: number, plural: boolean): string {
  const [hundreds, rest] = [Math.floor(value / 100), value % 100]
  const below = rest === 0 ? '' : frenchTensOf(rest, plural)
  if (hundreds === 0) return below
  const cent = hundreds === 1 ? 'cent' : `${frenchSmall[hundreds]} cent${rest === 0 && plural ? 's' : ''}`
  return below === '' ? cent : `${cent} ${below}`
}

function frenchTensOf(value: number, plural: boolean): string {
  if (value < 20) return frenchSmall[value] ?? ''
  const ten = Math.floor(value / 10)
  const unit = value - (ten === 7 || ten === 9 ? ten - 1 : ten) * 10
  const word = frenchTens[ten] ?? ''
  if (unit === 0) return ten === 8 && plural ? `${word}s` : word
  const isAnd = (unit === 1 || unit === 11) && ten < 8
  return `${word}${isAnd ? ' et ' : '-'}${frenchSmall[unit]}`
}

/** Groups of three digits, the last group first. */
function groupsOf(value: number): number[] {
  const groups: number[] = []
  for (let left = value; left > 0; left = Math.floor(left / 1000)) groups.push(left % 1000)
  return groups
}
