import { describe, expect, it } from 'vitest'
import { fieldName, parseBlock, parseTag, suggestTags, tagOf } from './field-tags.ts'
import { catalogue } from './fields.ts'

function read(tag: string) {
  const parsed = parseTag(tag)
  return parsed.ok ? parsed.value : parsed.failure
}

describe('the catalogue', () => {
  it('names every path once, in both languages', () => {
    expect(new Set(catalogue.map(({ path }) => path)).size).toBe(catalogue.length)
    for (const language of ['en', 'fr'] as const) {
      const names = catalogue.filter(({ source }) => source !== 'contact').map((field) => field[language])
      expect(names.every((name) => name.trim() !== '')).toBe(true)
    }
  })

  it.each(catalogue.map(({ path }) => path))('reads %s as itself', (path) => {
    const parsed = parseTag(path)
    expect(parsed.ok && tagOf(parsed.value)).toBe(path)
  })
})

describe('a tag', () => {
  it.each([
    ['signer.last_name', { kind: 'field', path: 'signer.last_name', signer: null, format: null }],
    ['signer[2].last_name', { kind: 'field', path: 'signer.last_name', signer: 2, format: null }],
    [' Signer [ 2 ] . Last_Name ', { kind: 'field', path: 'signer.last_name', signer: 2, format: null }],
    ['lead.price|words', { kind: 'field', path: 'lead.price', signer: null, format: 'words' }],
    ['date.today | short', { kind: 'field', path: 'date.today', signer: null, format: 'short' }],
    ['place', { kind: 'field', path: 'place', signer: null, format: null }],
    ['lead["Case | number"]', custom('lead', null, { name: 'Case | number' })],
    ['lead[“N° d’affaire”]', custom('lead', null, { name: 'N° d’affaire' })],
    ['lead[« Juge »]', custom('lead', null, { name: 'Juge' })],
    ["company['Tax office']", custom('company', null, { name: 'Tax office' })],
    ['lead[123456]', custom('lead', null, { id: 123456 })],
    ['signer[123456]', custom('signer', null, { id: 123456 })],
    ['signer[2]["Hobby"]|upper', { ...custom('signer', 2, { name: 'Hobby' }), format: 'upper' }],
    ['signer[2][77]', { kind: 'unknown' }],
    ['signer[0].last_name', { kind: 'unknown' }],
    ['lead[2].price', { kind: 'unknown' }],
    ['lead[2]["x"]', { kind: 'unknown' }],
    ['signer[2]', { kind: 'unknown' }],
    ['constructor', { kind: 'unknown' }],
    ['', { kind: 'unknown', suggestions: [] }],
  ])('%s is read', (tag, expected) => {
    expect(read(tag)).toMatchObject(expected)
  })

  it('takes only formats that its field has', () => {
    expect(read('lead.price|short')).toEqual({ kind: 'format', tag: 'lead.price|short', allowed: ['amount', 'words'] })
    expect(read('signer.last_name|upper')).toMatchObject({ format: 'upper' })
  })

  it.each([
    ['signer.lastname', 'signer.last_name'],
    ['singer.first_name', 'signer.first_name'],
    ['signer[2].birthdate', 'signer.birth_date'],
    ['Prénoms', 'signer.first_name'],
    ['Honoraires HT', 'lead.fee_net'],
    ['lead.hourly', 'lead.hourly_rate'],
    ['firm.sirne', 'firm.siren'],
  ])('%s brings %s to mind', (wrong, right) => {
    expect(suggestTags(wrong)).toContain(right)
  })

  it('brings nothing to mind when nothing is near', () => {
    expect(suggestTags('xyzzy plugh')).toEqual([])
  })

  it('is written back in our way', () => {
    for (const tag of ['signer[2].last_name|upper', 'lead["Juge"]', 'signer[3][123456]', 'lead.price|words']) {
      const parsed = parseTag(tag)
      expect(parsed.ok && tagOf(parsed.value)).toBe(tag)
    }
  })

  it('has a name in both languages', () => {
    const name = (tag: string, language: 'en' | 'fr') => {
      const parsed = parseTag(tag)
      return parsed.ok ? fieldName(parsed.value, language) : null
    }
    expect(name('signer[2].last_name', 'en')).toBe('Last name (signer 2)')
    expect(name('signer[2].last_name', 'fr')).toBe('Nom d’usage (signataire 2)')
    expect(name('lead[42]', 'fr')).toBe('Champ 42')
    expect(name('lead["Juge"]', 'en')).toBe('Juge')
  })
})

describe('a block', () => {
  it('is a loop over the signers or a condition on a field', () => {
    expect(parseBlock('signers')).toMatchObject({ ok: true, value: { kind: 'loop' } })
    expect(parseBlock('company.name')).toMatchObject({ ok: true, value: { kind: 'condition', negated: false } })
    expect(parseBlock('!lead["x"]')).toMatchObject({ ok: true, value: { kind: 'condition', negated: true } })
    expect(parseBlock('!nothing')).toMatchObject({ ok: false, failure: { kind: 'unknown', tag: '!nothing' } })
  })
})

function custom(of: 'lead' | 'company' | 'signer', signer: number | null, by: { name: string } | { id: number }) {
  return { kind: 'custom', of, signer, by, format: null }
}
