import { expect, test } from 'vitest'
import { english as cardEnglish, dictionaryOf } from './dictionaries.ts'
import { englishSettings, settingsDictionaryOf } from './settings.ts'

/** The card and the settings page have dictionaries of their own; the rules are the same. */
const english: Record<string, string> = { ...prefixed('card', cardEnglish), ...prefixed('settings', englishSettings) }
const french: Record<string, string> = {
  ...prefixed('card', dictionaryOf('fr') ?? {}),
  ...prefixed('settings', settingsDictionaryOf('fr') ?? {}),
}

function prefixed(of: string, texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${of}.${key}`, text]))
}

const brackets = [
  ['[', ']'],
  ['{', '}'],
] as const

/** Facts a text takes; a name that chooses by number counts once. */
function factsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort()
}

test('French has every text that English has, and no other', () => {
  expect(Object.keys(french).sort()).toEqual(Object.keys(english).sort())
})

test('no text is empty or has an open bracket', () => {
  for (const text of [...Object.values(english), ...Object.values(french)]) {
    expect(text.trim()).not.toBe('')
    for (const [open, close] of brackets) expect(text.split(open).length, text).toBe(text.split(close).length)
    expect(text.split('*').length % 2, text).toBe(1)
  }
})

test('a translation takes no fact that the original does not', () => {
  for (const [key, text] of Object.entries(english)) {
    const known = new Set([...factsOf(text), 'n'])
    expect(
      factsOf(french[key] ?? '').filter((fact) => !known.has(fact)),
      key,
    ).toEqual([])
  }
})

test('English comes with the card, so the server sends none', () => {
  expect(dictionaryOf('en')).toBeNull()
  expect(dictionaryOf('de')).toBeNull()
  expect(settingsDictionaryOf('en')).toBeNull()
})

test('nobody is called by gender in English', () => {
  for (const text of Object.values(english)) expect(text).not.toMatch(/\b(he|she|his|her|him)\b/i)
})
