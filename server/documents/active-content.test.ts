import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { findActiveContent } from './active-content.ts'
import { onePage, streamObject, textPdf } from './testing/samples.ts'

async function find(bytes: Uint8Array) {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  return findActiveContent(pdf.context)
}

describe('findActiveContent', () => {
  it.each([
    ['an open action', onePage({ catalog: '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>' })],
    [
      'an additional action of a page',
      onePage({ page: '/AA<</O 4 0 R>>', more: ['<</S/JavaScript/JS 5 0 R>>', '(x)'] }),
    ],
    ['the names tree', onePage({ catalog: '/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>' })],
    ['a rendition action', onePage({ page: '/Annots[<</Subtype/Screen/A<</S/Rendition/JS(x)>>>>]' })],
    ['an escaped name', onePage({ catalog: '/OpenAction<</S/J#61vaScript/#4A#53(x)>>' })],
    ['a name escaped in lower case', onePage({ catalog: '/OpenAction<</S/#4aavaScript/#4a#53(x)>>' })],
    ['a stream', onePage({ more: ['<</S/Rendition/JS 5 0 R>>', streamObject('', Buffer.from('x'))] })],
    ['an object that nothing refers to', onePage({ more: ['<</S/JavaScript/JS(x)>>'] })],
    ['the next action of a harmless one', onePage({ catalog: '/OpenAction<</S/URI/URI(u)/Next[<</S/JavaScript>>]>>' })],
  ])('names JavaScript in %s', async (_, bytes) => {
    expect(await find(bytes)).toEqual({ kind: 'active_content', what: 'javascript' })
  })

  it('names a launch action', async () => {
    const bytes = onePage({ page: '/Annots[<</Subtype/Link/A<</S/Launch/F(cmd.exe)>>>>]' })
    expect(await find(bytes)).toEqual({ kind: 'active_content', what: 'launch' })
  })

  it('names an attached file, however it is attached', async () => {
    const pdf = await textPdf(['Contract'])
    await pdf.attach(new Uint8Array([1, 2, 3]), 'invoice.xml')
    const problem = { kind: 'active_content', what: 'embedded_file' }
    expect(await find(await pdf.save())).toEqual(problem)
    expect(await find(onePage({ page: '/Annots[<</Subtype/FileAttachment/FS(x)>>]' }))).toEqual(problem)
    expect(await find(onePage({ more: ['<</F(a)/EF<</F 5 0 R>>>>', streamObject('', Buffer.from('x'))] }))).toEqual(
      problem,
    )
  })

  it('names an XFA form', async () => {
    const bytes = onePage({
      catalog: '/AcroForm<</Fields[]/XFA[(template) 4 0 R]>>',
      more: [streamObject('', Buffer.from('<x/>'))],
    })
    expect(await find(bytes)).toEqual({ kind: 'active_content', what: 'xfa' })
  })

  it('names a signature, but not the empty field for one', async () => {
    const field = (value: string) => `/AcroForm<</Fields[<</FT/Sig/T(s)${value}>>]>>`
    expect(await find(onePage({ catalog: field('') }))).toBeNull()
    const value = '/V<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>'
    expect(await find(onePage({ catalog: field(value) }))).toEqual({ kind: 'already_signed' })
  })

  it('judges what cannot be parsed by its words', async () => {
    const broken = (words: string) => onePage({ more: [`<< /A [1 2 ${words}`] })
    expect(await find(broken('/S /JavaScript'))).toEqual({ kind: 'active_content', what: 'javascript' })
    expect(await find(broken('/S /Launch'))).toEqual({ kind: 'active_content', what: 'launch' })
    expect(await find(broken('/S /URI'))).toBeNull()
  })

  it('lets links, forms, bookmarks and resources with unlucky names pass', async () => {
    const harmless = [
      onePage({ catalog: '/OpenAction[3 0 R/Fit]' }),
      onePage({ page: '/Annots[<</Subtype/Link/A<</S/URI/URI(https://example.org/JavaScript)>>>>]' }),
      onePage({ page: '/Resources<</Font<</JS 4 0 R/EF 4 0 R/XFA 4 0 R>>>>', more: ['<</Type/Font/Subtype/Type1>>'] }),
      onePage({ catalog: '/AcroForm<</Fields[<</FT/Tx/T(Launch)/V(JavaScript)>>]>>' }),
      onePage({ catalog: '/Names<</EmbeddedFiles<</Names[]>>>>' }),
    ]
    for (const bytes of harmless) expect(await find(bytes)).toBeNull()
  })

  it('is not stopped by deep nesting', async () => {
    const deep = `${'['.repeat(3000)}<</S/Launch>>${']'.repeat(3000)}`
    expect(await find(onePage({ more: [deep] }))).toEqual({ kind: 'active_content', what: 'launch' })
  })
})
