import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { centsOf, currencies, moneyInFigures, moneyInWords } from './money.ts'
import { greatestInWords, numberWords } from './number-words.ts'
import { englishSample, frenchSample } from './testing/number-samples.ts'

const say = (language: 'en' | 'fr', value: number) => numberWords(language, value).text

describe('numbers in words', () => {
  test.each(frenchSample)('fr %i is %s', (value, words) => expect(say('fr', value)).toBe(words))
  test.each(englishSample)('en %i is %s', (value, words) => expect(say('en', value)).toBe(words))

  it.each(['en', 'fr'] as const)('never says the same for two numbers up to 200,000 (%s)', (language) => {
    const said = new Set(Array.from({ length: 200_001 }, (_, value) => say(language, value)))
    expect(said.size).toBe(200_001)
  })

  it.each(['en', 'fr'] as const)('can be read back to the number (%s)', (language) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: greatestInWords }), (value) => {
        expect(readBack(language, say(language, value))).toBe(value)
      }),
      { numRuns: 2_000 },
    )
  })

  it('has no words for what is no whole number in its range', () => {
    for (const value of [-1, 0.5, Number.NaN, greatestInWords + 1]) {
      expect(() => say('fr', value)).toThrow('no words')
    }
  })
})

describe('money', () => {
  it.each([
    ['fr', 150_000, 'mille cinq cents euros'],
    ['fr', 150_050, 'mille cinq cents euros et cinquante centimes'],
    ['fr', 0, 'zéro euro'],
    ['fr', 1, 'un centime'],
    ['fr', 101, 'un euro et un centime'],
    ['fr', 8_000, 'quatre-vingts euros'],
    ['fr', 100_000_000, "un million d'euros"],
    ['fr', 300_000_000_000, "trois milliards d'euros"],
    ['fr', 120_000_000, 'un million deux cent mille euros'],
    ['en', 150_000, 'one thousand five hundred euros'],
    ['en', 150_050, 'one thousand five hundred euros and fifty cents'],
    ['en', 0, 'zero euros'],
    ['en', 101, 'one euro and one cent'],
    ['en', 100_000_000, 'one million euros'],
  ] as const)('in %s: %i cents are %s', (language, cents, words) => {
    expect(moneyInWords(language, 'EUR', cents)).toBe(words)
  })

  it('knows the gender and the small coin of other currencies', () => {
    expect(moneyInWords('fr', 'GBP', 2_101)).toBe('vingt et une livres sterling et un penny')
    expect(moneyInWords('fr', 'GBP', 100_000_000)).toBe('un million de livres sterling')
    expect(moneyInWords('fr', 'CHF', 8_120)).toBe('quatre-vingt-un francs suisses et vingt centimes')
    expect(moneyInWords('en', 'GBP', 102)).toBe('one pound sterling and two pence')
    for (const currency of currencies) expect(moneyInWords('en', currency, 2_525)).toMatch(/^twenty-five .+ and /)
  })

  it('is shown in figures as the language writes it, with fixed blanks', () => {
    expect(moneyInFigures('fr', 'EUR', 150_000)).toBe('1\u00a0500,00\u00a0€')
    expect(moneyInFigures('fr', 'EUR', 123_456_789)).toBe('1\u00a0234\u00a0567,89\u00a0€')
    expect(moneyInFigures('en', 'EUR', 150_000)).toBe('€1,500.00')
    expect(moneyInFigures('en', 'CHF', 99)).toBe('CHF\u00a00.99')
  })

  it('is counted in whole cents or not at all', () => {
    expect(centsOf(1500.1)).toBe(150_010)
    expect(centsOf(0.29)).toBe(29)
    for (const amount of [-1, 1.005, Number.NaN, Number.POSITIVE_INFINITY, 1e13]) expect(centsOf(amount)).toBeNull()
  })
})

/** Reads number words by adding and multiplying, without the rules by which they were made. */
function readBack(language: 'en' | 'fr', text: string): number {
  const words = text.replace(/quatre-vingts?/g, 'octante').split(/[ -]/)
  let [total, group] = [0, 0]
  for (const word of words) {
    const scale = scales[word]
    if (word === 'et' || word === 'and') continue
    if (/^(?:hundred|cents?)$/.test(word)) group = Math.max(1, group) * 100
    else if (scale !== undefined) {
      total += Math.max(1, group) * scale
      group = 0
    } else group += values[language][word] ?? Number.NaN
  }
  return total + group
}

const scales: Record<string, number> = {
  thousand: 1e3,
  mille: 1e3,
  million: 1e6,
  millions: 1e6,
  billion: 1e9,
  milliard: 1e9,
  milliards: 1e9,
}

const values = {
  en: numbered(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    'twenty thirty forty fifty sixty seventy eighty ninety',
  ),
  fr: numbered(
    'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize',
    'vingt trente quarante cinquante soixante x octante',
  ),
}

function numbered(small: string, tens: string): Record<string, number> {
  return Object.fromEntries([
    ...small.split(' ').map((word, value) => [word, value]),
    ...tens.split(' ').map((word, index) => [word, (index + 2) * 10]),
  ])
}
