import { PDFDocument, PDFName } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { type PageTree, walkPageTree } from './page-tree.ts'
import { handWritten } from './testing/samples.ts'

async function walk(objects: string[], limit = 10): Promise<PageTree> {
  const bytes = handWritten(['<</Type/Catalog/Pages 2 0 R>>', ...objects])
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  return walkPageTree(pdf.context, pdf.catalog.get(PDFName.of('Pages')), limit)
}

const leaf = (more = '') => `<</Type/Page/Parent 2 0 R${more}>>`

describe('walkPageTree', () => {
  it('counts the pages of nested trees in reading order and tells which are cropped', async () => {
    const tree = await walk([
      '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 3/MediaBox[0 0 595 842]>>',
      leaf('/CropBox[50 50 500 800]'),
      '<</Type/Pages/Parent 2 0 R/Kids[5 0 R 6 0 R]/Count 2/CropBox[0 0 595 420]>>',
      leaf(),
      leaf('/CropBox[-10 -10 700 900]'),
    ])
    expect(tree).toEqual({ kind: 'pages', cropped: [true, true, false] })
  })

  it('stops at the first page beyond the limit and says how many there are said to be', async () => {
    const kids = Array.from({ length: 11 }, (_, index) => `${index + 3} 0 R`).join(' ')
    const leaves = Array.from({ length: 11 }, () => leaf('/MediaBox[0 0 9 9]'))
    expect(await walk([`<</Type/Pages/Kids[${kids}]/Count 4000>>`, ...leaves])).toEqual({
      kind: 'too_many',
      pages: 4000,
    })
    expect(await walk([`<</Type/Pages/Kids[${kids}]/Count 1>>`, ...leaves])).toEqual({ kind: 'too_many', pages: 11 })
    expect(await walk([`<</Type/Pages/Kids[${kids}]/Count 11>>`, ...leaves], 11)).toMatchObject({ kind: 'pages' })
  })

  it('does not follow one page that is listed a million times over', async () => {
    const many = (next: number) => `<</Type/Pages/Parent 2 0 R/Kids[${`${next} 0 R `.repeat(10)}]/Count 1>>`
    expect(await walk([many(3), many(4), many(5), many(6), many(7), many(8), leaf()])).toMatchObject({
      kind: 'too_many',
    })
  })

  it('does not follow a million branches that lead to no page', async () => {
    const twice = (next: number) => `<</Type/Pages/Parent 2 0 R/Kids[${next} 0 R ${next} 0 R]/Count 1>>`
    const levels = Array.from({ length: 60 }, (_, index) => twice(index + 3))
    expect(await walk([...levels, '<</Type/Pages/Kids[]/Count 0>>'])).toEqual({ kind: 'broken' })
  })

  it('calls a tree broken that loops, is empty, or has something else in it', async () => {
    expect(await walk(['<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Pages/Kids[2 0 R]/Count 1>>'])).toEqual({
      kind: 'broken',
    })
    expect(await walk(['<</Type/Pages/Kids[]/Count 0>>'])).toEqual({ kind: 'broken' })
    expect(await walk(['<</Type/Pages/Kids[7 0 R]/Count 1>>'])).toEqual({ kind: 'broken' })
    expect(await walk(['<</Type/Pages/Kids[(page)]/Count 1>>'])).toEqual({ kind: 'broken' })
  })
})
