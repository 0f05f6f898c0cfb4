import { describe, expect, it } from 'vitest'
import { chooseLanguage } from './language.ts'

describe('the language of the card', () => {
  it.each([
    ['fr', ['en-US'], 'es', 'fr'],
    [null, ['fr-CA', 'en'], 'en', 'fr'],
    [null, ['FR'], 'en', 'fr'],
    [null, ['zh-CN', 'fr'], 'en', 'fr'],
    [null, ['zh-CN'], 'en', 'en'],
    [null, [], 'fr', 'fr'],
    [null, ['', '?'], '', 'en'],
  ] as const)('with %s of the firm, %j of the browser and %s of Kommo is %s', (firm, browser, host, expected) => {
    expect(chooseLanguage(firm, browser, host)).toBe(expected)
  })
})
