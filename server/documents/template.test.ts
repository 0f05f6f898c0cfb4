import { describe, expect, it, vi } from 'vitest'
import type { FillValues } from '../domain/documents.ts'
import { fillTemplate, readTemplate } from './template.ts'
import { head, headerPart, namespaces, paragraph, wordFile } from './testing/word-samples.ts'
import { paragraphsOf } from './word-text.ts'
import { readZip } from './zip.ts'

async function tags(bytes: Uint8Array) {
  const read = await readTemplate(bytes)
  if (!read.ok) return read.failure
  return read.value.tags.map(
    ({ text, kind, within }) => `${kind} ${within.map((block) => `${block} > `).join('')}${text}`,
  )
}

/** The paragraphs of the body after filling, or the problem. */
async function fill(bytes: Uint8Array, values: FillValues, part = 'word/document.xml') {
  const filled = await fillTemplate(bytes, values)
  if (!filled.ok) return filled.failure
  return paragraphsOf(partOf(filled.value.bytes, part)).map(({ text }) => text)
}

function partOf(bytes: Uint8Array, name: string): string {
  const zip = readZip(bytes)
  return zip.ok ? Buffer.from(zip.value.get(name) ?? []).toString() : ''
}

const anchor = '{{s1|signature|180|60}}'

describe('the tags of a Word template', () => {
  it('are listed in order, each once for every place, with their blocks', async () => {
    const bytes = wordFile({
      body: [
        '[[firm.name]], [[ firm.name ]] and [[lead["N° (x)"]]]',
        '[[#signers]]',
        '[[signer.last_name]] [[#company.name]]for [[company.name]][[/company.name]]',
        '[[/signers]]',
        `Sign: ${anchor}`,
      ],
      ...headerPart('[[lead.reference]]'),
    })
    expect(await tags(bytes)).toEqual([
      'value firm.name',
      'value lead["N° (x)"]',
      'block signers',
      'value signers > signer.last_name',
      'block signers > company.name',
      'value signers > company.name > company.name',
      'value lead.reference',
    ])
    expect(await readTemplate(bytes)).toMatchObject({
      value: { format: 'docx', anchors: [{ signer: 1, text: anchor }] },
    })
  })

  it('may be broken over runs, as Word breaks them', async () => {
    const bytes = wordFile({
      body: [['Dear [', '[si', 'gner[2].', 'last_name|up', 'per]', '], hello [[lead[', '"x"', ']', ']]!']],
    })
    expect(await tags(bytes)).toEqual(['value signer[2].last_name|upper', 'value lead["x"]'])
    expect(await fill(bytes, { 'signer[2].last_name|upper': 'LE GOFF', 'lead["x"]': 'Y' })).toEqual([
      'Dear LE GOFF, hello Y!',
    ])
  })

  it('in the description of a picture are told apart', async () => {
    const xml =
      '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="[[firm.logo]]"/></wp:inline></w:drawing></w:r></w:p>'
    expect(await tags(wordFile({ xml }))).toEqual(['picture firm.logo'])
  })

  it.each([
    ['opens and does not close', ['[[firm.name'], '[[firm.name'],
    ['closes in another paragraph', ['[[firm', 'name]]'], '[[firm'],
    ['is a block without an end', ['[[#signers]] x'], 'signers'],
    ['is the end of no block', ['x [[/signers]]'], '[[/signers]]'],
    ['is a block that ends inside another', ['[[#a]][[#b]][[/a]][[/b]]'], '[[/a]]'],
  ])('one that %s is named', async (_, body, text) => {
    expect(await tags(wordFile({ body }))).toEqual({ kind: 'template', what: 'syntax', text })
  })

  it('a block that begins in a table and ends outside is named', async () => {
    const xml = `<w:tbl><w:tr><w:tc>${paragraph('[[#signers]]')}</w:tc></w:tr></w:tbl>${paragraph('[[/signers]]')}`
    expect(await tags(wordFile({ xml }))).toMatchObject({ kind: 'template', what: 'syntax' })
  })

  it('one where nothing is filled is named: in a footnote', async () => {
    const parts = {
      'word/footnotes.xml': `${head}<w:footnotes ${namespaces}>${paragraph('[[firm.name]]')}</w:footnotes>`,
    }
    expect(await tags(wordFile({ parts }))).toEqual({ kind: 'template', what: 'out_of_reach', text: '[[firm.name]]' })
  })

  it('brackets that are no tag are left alone', async () => {
    const body = ['See [1], ]] and [a [b [c]]].']
    expect(await tags(wordFile({ body }))).toEqual([])
    expect(await fill(wordFile({ body }), {})).toEqual(body)
  })
})

describe('a filled Word template', () => {
  const template = wordFile({
    body: [
      'Fees: [[lead.fee_net]]',
      '[[#signers]]',
      '[[signer.last_name]] by [[firm.name]]',
      '[[/signers]]',
      '[[#company.name]]for [[company.name]][[/]][[#!company.name]]in person[[/]]',
      anchor,
    ],
    ...headerPart('[[lead.reference]]'),
  })
  const values: FillValues = {
    'lead.fee_net': '1\u00a0500,00\u00a0€',
    'firm.name': 'Aubry & <Vasseur>',
    'lead.reference': '2026-118',
    '#signers': [{ 'signer.last_name': 'Łukasz' }, { 'signer.last_name': 'Le Goff' }],
    '#company.name': false,
    '#!company.name': true,
  }

  it('has loops, conditions and values in body and header, and its anchors untouched', async () => {
    expect((await fill(template, values)).toString().replaceAll(',,', ',')).toBe(
      `Fees: 1\u00a0500,00\u00a0€,Łukasz by Aubry & <Vasseur>,Le Goff by Aubry & <Vasseur>,in person,${anchor}`,
    )
    expect(await fill(template, values, 'word/header1.xml')).toEqual(['2026-118'])
    expect(await fillTemplate(template, values)).toMatchObject({ value: { anchors: [{ signer: 1, text: anchor }] } })
  })

  it('is the same bytes for the same values, at another time too', async () => {
    const first = await fillTemplate(template, values)
    vi.setSystemTime(new Date('2031-05-05T05:05:05Z'))
    const second = await fillTemplate(template, values)
    vi.useRealTimers()
    if (!first.ok || !second.ok) throw new Error('not filled')
    expect(Buffer.from(first.value.bytes).equals(second.value.bytes)).toBe(true)
    expect(first.value.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('keeps a line break of a value as one', async () => {
    const filled = await fillTemplate(wordFile({ body: ['At [[signer.address]].'] }), { 'signer.address': 'a\nb' })
    if (!filled.ok) throw new Error('not filled')
    expect(partOf(filled.value.bytes, 'word/document.xml')).toMatch(/>a<\/w:t><w:br\/><w:t[^>]*>b<.*>\.</)
  })

  it.each([
    ['no value', {}],
    ['an empty value', { 'firm.name': '' }],
    ['nothing but braces', { 'firm.name': '{{}}' }],
    ['a list instead of a text', { 'firm.name': [] }],
    ['a name of every object only', { constructor: 'x' }],
  ] as [string, FillValues][])('is refused when a tag has %s', async (_, given) => {
    expect(await fill(wordFile({ body: ['[[firm.name]]'] }), given)).toEqual({
      kind: 'template',
      what: 'no_value',
      text: '[[firm.name]]',
    })
  })

  it('takes from a value what would be an anchor or a tag', async () => {
    const bytes = wordFile({ body: ['[[a]][[b]]', '[[c]]'] })
    const forged = { a: 'x {', b: '{s2|signature|180|60}}', c: '{}}{s2|signature|1|1{}{}}}} [[firm.name]]' }
    expect(await fill(bytes, forged)).toEqual(['xs2|signature|180|60', 's2|signature|1|1{}{ firm.name'])
  })

  it('is refused when an anchor came into being all the same', async () => {
    const body = ['{[[a]]}']
    expect(await fill(wordFile({ body: ['{{[[a]]}}'] }), { a: 's2|signature|180|60' })).toEqual({
      kind: 'template',
      what: 'anchors',
      text: '{{s2|signature|180|60}}',
    })
    expect(await fill(wordFile({ body }), { a: 's2' })).toEqual(['{s2}'])
  })
})

describe('a file that is no template', () => {
  it('is named', async () => {
    const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    const locked = Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')])
    expect(await tags(compound)).toEqual({ kind: 'not_template' })
    expect(await tags(locked)).toEqual({ kind: 'encrypted' })
    expect(await tags(Buffer.from('Dear Sir'))).toEqual({ kind: 'not_template' })
    expect(await fill(Buffer.from('PK\x03\x04 nothing'), {})).toEqual({ kind: 'damaged' })
  })
})
