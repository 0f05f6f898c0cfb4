import { createHash } from 'node:crypto'
import { degrees, PDFArray, PDFName, PDFNumber } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import type { SignaturePageOrder } from '../domain/documents.ts'
import { findAnchors } from './anchors.ts'
import { openDocument } from './inspect.ts'
import { withReader } from './reader.ts'
import { appendSignaturePage } from './signature-page.ts'
import { onePage, textDocument, textPdf } from './testing/samples.ts'

type Signer = SignaturePageOrder['signers'][number]

const own = (name: string): Signer => ({ name, capacity: null })

async function append(original: Uint8Array, signers: Signer[], order: Partial<SignaturePageOrder> = {}) {
  const opened = await openDocument(original)
  if (!opened.ok) throw new Error(opened.failure.kind)
  const asked: SignaturePageOrder = { documentName: 'Mandat', language: 'fr', signers, ...order }
  const appended = await appendSignaturePage(opened.value, original, asked)
  if (!appended.ok) return appended.failure
  const { kept, tail, ...rest } = appended.value
  return { ...rest, kept, bytes: Uint8Array.from(Buffer.concat([original.subarray(0, kept), tail])) }
}

async function done(...args: Parameters<typeof append>) {
  const result = await append(...args)
  if ('kind' in result) throw new Error(JSON.stringify(result))
  return result
}

const textOf = (bytes: Uint8Array, page: number) =>
  withReader(bytes, async (reader) => (await reader.text(page)).map(({ str }) => str).join('\n'))

describe('appendSignaturePage', { timeout: 30_000 }, () => {
  it.each([true, false])(
    'leaves the original as the beginning of the file (cross-reference stream: %s)',
    async (stream) => {
      const original = await textDocument(['Contract', 'Annex'], { useObjectStreams: stream })
      const result = await done(original, [own('Anna Berg')])
      expect(result.kept).toBe(original.length)
      expect(Buffer.from(result.bytes.subarray(0, original.length)).equals(original)).toBe(true)
      expect(result.sha256).toBe(createHash('sha256').update(result.bytes).digest('hex'))
      expect(result.pages).toBe(3)
      expect(await textOf(result.bytes, 1)).toBe('Contract')
      expect(await textOf(result.bytes, 2)).toBe('Annex')
      expect(Buffer.from(result.bytes.subarray(original.length)).includes('/Type /XRef')).toBe(stream)
    },
  )

  it('writes Latin, Greek and Cyrillic names as they are, capacities too', async () => {
    const names = ['Łukasz Wiśniewski', 'Ștefan Țuțea', 'Őz Árpád', 'Ελένη Παπαδοπούλου', 'Иван Петров', 'Effi Fließ']
    const signers = names.map((name) => ({ name, capacity: `für Łódź Öffnungs-GmbH, Geschäftsführer` }))
    const result = await done(await textDocument(['x']), signers, { language: 'de', documentName: 'Übergabe № 5' })
    const text = await textOf(result.bytes, 2)
    for (const name of names) expect(text).toContain(name)
    expect(text.match(/für Łódź Öffnungs-GmbH, Geschäftsführer/g)).toHaveLength(6)
    expect(text).toContain('Unterschriften')
    expect(text).toContain('Dokument: Übergabe № 5')
  })

  it.each([
    ['en', 'Signatures', 'Signature'],
    ['fr', 'Signatures', 'Signature'],
    ['es', 'Firmas', 'Firma'],
    ['pt', 'Assinaturas', 'Assinatura'],
    ['de', 'Unterschriften', 'Unterschrift'],
    ['it', 'Firme', 'Firma'],
    ['nl', 'Handtekeningen', 'Handtekening'],
    ['pl', 'Podpisy', 'Podpis'],
  ] as const)('speaks the language of the document (%s)', async (language, title, label) => {
    const { bytes } = await done(await textDocument(['x']), [own('A B')], { language })
    const lines = (await textOf(bytes, 2)).split('\n')
    expect(lines).toContain(title)
    expect(lines).toContain(label)
  })

  it('gives every one of twenty signers a box of their own that Yousign takes', async () => {
    const signers = Array.from({ length: 20 }, (_, index) => own(`Signer ${index + 1}`))
    const { bytes, boxes, pages } = await done(await textDocument(['one', 'two']), signers)
    expect(boxes).toHaveLength(20)
    expect(new Set(boxes.map((box) => JSON.stringify(box))).size).toBe(20)
    expect(boxes.every((box) => Object.values(box).every(Number.isInteger))).toBe(true)
    for (const { page, x, y, width, height } of boxes) {
      expect(page).toBeGreaterThan(2)
      expect(page).toBeLessThanOrEqual(pages)
      expect(width).toBeGreaterThanOrEqual(85)
      expect(height).toBeGreaterThanOrEqual(37)
      expect(x + width).toBeLessThan(595)
      expect(y + height).toBeLessThan(842)
    }
    expect(boxes.at(-1)?.page).toBe(pages)
    for (const [index, box] of boxes.entries()) {
      expect((await textOf(bytes, box.page)).split('\n')).toContain(`Signer ${index + 1}`)
    }
  })

  it('puts the boxes where they are drawn, below the name they belong to', async () => {
    const { bytes, boxes } = await done(await textDocument(['x']), [own('Left Person'), own('Right Person')])
    const pieces = await withReader(bytes, (reader) => reader.text(2))
    for (const [index, name] of ['Left Person', 'Right Person'].entries()) {
      const [, , , , x = 0, y = 0] = pieces.find(({ str }) => str === name)?.transform ?? []
      expect(x).toBeCloseTo(boxes[index]?.x ?? 0)
      const fromTop = 841.89 - y
      expect((boxes[index]?.y ?? 0) - fromTop).toBeGreaterThan(10)
      expect((boxes[index]?.y ?? 0) - fromTop).toBeLessThan(60)
    }
  })

  it('breaks long names and capacities into lines and still finds them', async () => {
    const name = 'Maria Anna Sophie von und zu Hohenzollern-Sigmaringen-Habsburg Lothringen de la Rochefoucauld'
    const capacity = `for ${'Grundstuecksverwaltungsgesellschaft'.repeat(4)}, managing director by resolution of 3 March`
    const { boxes } = await done(await textDocument(['x']), [{ name, capacity }, own('B'), own('C')])
    const [first, second, third] = boxes
    expect(second?.y).toBe(first?.y)
    expect(third?.y).toBeGreaterThan((first?.y ?? 0) + (first?.height ?? 0))
  })

  it('names the text that no font of ours can show, and never prints a substitute', async () => {
    const original = await textDocument(['x'])
    expect(await append(original, [own('A'), own('山田太郎')])).toEqual({ kind: 'unprintable', text: '山田太郎' })
    const signer = { name: 'A', capacity: 'for 株式会社' }
    expect(await append(original, [signer])).toEqual({ kind: 'unprintable', text: 'for 株式会社' })
    expect(await append(original, [own(' ')])).toEqual({ kind: 'unprintable', text: '' })
    expect(await append(original, [own('a'.repeat(4000))])).toMatchObject({ kind: 'unprintable' })
  })

  it('leaves out of the document name what is only decoration', async () => {
    const { bytes } = await done(await textDocument(['x']), [own('A')], { documentName: '📄 Mandat\n n°\u200b 7' })
    expect(await textOf(bytes, 2)).toContain('Document : Mandat n° 7')
  })

  it('never prints what Yousign would read as an anchor', async () => {
    const sly = { name: 'A {{s1|signature|85|37}}', capacity: '{{{{s2|signature|85|37}}}}' }
    const { bytes } = await done(await textDocument(['x']), [sly], { documentName: '{{s3|signature|85|37}}' })
    expect(findAnchors(await withReader(bytes, (reader) => reader.text(2)))).toEqual([])
  })

  it('is upright and whole even where the pages before are turned and cropped from above', async () => {
    const pdf = await textPdf(['x'])
    const root = pdf.catalog.Pages()
    root.set(PDFName.of('Rotate'), PDFNumber.of(90))
    const crop = PDFArray.withContext(pdf.context)
    for (const each of [100, 100, 300, 300]) crop.push(PDFNumber.of(each))
    root.set(PDFName.of('CropBox'), crop)
    const { bytes } = await done(await pdf.save(), [own('A')])
    const [before, after] = await withReader(bytes, async (reader) => [await reader.size(1), await reader.size(2)])
    expect(before).toEqual({ width: 200, height: 200, rotated: true })
    expect(after).toEqual({ width: 595.28, height: 841.89, rotated: false })
  })

  it('counts pages from the top of nested trees, whatever their turn', async () => {
    const pdf = await textPdf(['a', 'b', 'c'])
    pdf.getPage(2).setRotation(degrees(270))
    const { boxes, pages } = await done(await pdf.save(), [own('A')])
    expect([boxes[0]?.page, pages]).toEqual([4, 4])
  })

  it('writes a file anew whose offsets it cannot continue', async () => {
    const shifted = Buffer.concat([Buffer.from('mail header\r\n'), onePage()])
    const result = await done(shifted, [own('A')])
    expect(result.kept).toBe(0)
    expect(await textOf(result.bytes, 2)).toContain('A')
  })

  it('gives the same bytes for the same order', async () => {
    const original = await textDocument(['x'])
    const [one, other] = [await done(original, [own('A')]), await done(original, [own('A')])]
    expect(one.sha256).toBe(other.sha256)
  })
})
