import { describe, expect, it } from 'vitest'
import { type StarterKey, starterKeys } from '../../shared/starters.ts'
import { withReader } from '../documents/reader.ts'
import { fillTemplate, readTemplate } from '../documents/template.ts'
import { openWord } from '../documents/word-file.ts'
import { textOf } from '../documents/word-text.ts'
import type { FieldData } from '../domain/fields/field-data.ts'
import { checkTags, planFill } from '../domain/fields/fill-plan.ts'
import { sampleData } from '../domain/fields/testing/sample-data.ts'
import { starterTemplate } from './starters.ts'

const languages = ['en', 'fr'] as const
const all = starterKeys.flatMap((key) => languages.map((language) => [key, language] as const))

async function read(key: StarterKey, language: 'en' | 'fr') {
  const { bytes } = await starterTemplate(key, language)
  const content = await readTemplate(bytes)
  if (!content.ok) throw new Error(JSON.stringify(content.failure))
  return { bytes, content: content.value }
}

async function filled(key: StarterKey, language: 'en' | 'fr', data: FieldData = sampleData()) {
  const { bytes, content } = await read(key, language)
  const values = planFill(content.tags, data, language)
  if (!values.ok) throw new Error(JSON.stringify(values.failure))
  const result = await fillTemplate(bytes, values.value)
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

async function textIn(bytes: Uint8Array, format: 'docx' | 'pdf'): Promise<string> {
  if (format === 'pdf') {
    return withReader(bytes, async (reader) => {
      expect(reader.pages).toBe(1)
      return (await reader.text(1)).map(({ str }) => str).join(' ')
    })
  }
  const word = openWord(bytes)
  if (!word.ok) throw new Error(word.failure.kind)
  return textOf(word.value)
    .map(({ text }) => text)
    .join('\n')
}

const alone = { ...sampleData(), company: null, signers: sampleData().signers.slice(0, 1) }

describe.each(all)('the starter %s in %s', (key, language) => {
  it('has only tags that we know, and is marked as a starting point', async () => {
    const { bytes, content } = await read(key, language)
    expect(content.tags.length).toBeGreaterThan(10)
    expect(checkTags(content.tags)).toEqual([])
    const text = await textIn(bytes, content.format)
    expect(text).toContain(language === 'fr' ? 'Modèle de départ' : 'Starting point')
    // What the firm completes is in the language of the draft.
    expect(text).not.toContain(language === 'fr' ? '[to complete' : '[à compléter')
  })

  it('is filled for a couple, with a place to sign for each, and says what the data say', async () => {
    const { bytes, format, anchors } = await filled(key, language)
    const signers = anchors.map(({ signer }) => signer)
    expect(signers).toEqual(key === 'private_power' ? [1] : [1, 2, 3])
    const text = await textIn(bytes, format)
    for (const each of ['Camille', 'Durand', 'Aubry & Vasseur', 'Sophie Vasseur', 'Lyon']) expect(text).toContain(each)
    expect(text).toContain(language === 'fr' ? '25 novembre 2026' : '25 November 2026')
    expect(text).not.toMatch(/\[\[|\]\]|undefined|null/)
  })
})

describe('a starter', () => {
  it('is the same file every time', async () => {
    for (const key of ['nda', 'private_power'] as const) {
      const [first, second] = [await starterTemplate(key, 'fr'), await starterTemplate(key, 'fr')]
      expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(true)
    }
  })

  it.each(['fee_agreement', 'engagement', 'nda', 'financing_mandate'] as const)(
    '%s is filled for one person alone, the firm signing second',
    async (key) => {
      const { bytes, anchors } = await filled(key, 'fr', alone)
      expect(anchors.map(({ signer }) => signer)).toEqual([1, 2])
      expect(await textIn(bytes, 'docx')).not.toMatch(/Le Goff|ACME/)
    },
  )

  it('says the fee in figures and words', async () => {
    const { bytes } = await filled('fee_agreement', 'fr')
    const text = await textIn(bytes, 'docx')
    expect(text).toContain('1\u00a0800,00\u00a0€ toutes taxes comprises (mille huit cents euros)')
    expect(text).toContain('Mme Camille Durand, né(e) le 1er janvier 1986 à Gdańsk (Pologne)')
  })

  it('says everything in one form', async () => {
    const { bytes } = await filled('private_power', 'fr')
    const text = await textIn(bytes, 'pdf')
    for (const each of ['Łukasiewicz', 'Gdańsk (Pologne)', '5 quai Saint-Antoine', 'négociation d’un bail']) {
      expect(text).toContain(each)
    }
  })
})
