import { createHash } from 'node:crypto'
import { degrees, PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { placeholderCms } from './cms.ts'
import { toPdf } from './convert.ts'
import { readPdf, readTexts } from './pdf-read.ts'
import { signPdf } from './pdf-sign.ts'
import { stampPdf } from './pdf-write.ts'

async function sheet(rotation = 0, crop = 0): Promise<PDFDocument> {
  const document = await PDFDocument.create()
  const page = document.addPage([600, 800])
  page.setRotation(degrees(rotation))
  if (crop > 0) page.setCropBox(crop, crop, 600 - 2 * crop, 800 - 2 * crop)
  page.drawText('Contrat', { x: 300, y: 400, font: await document.embedFont(StandardFonts.Helvetica) })
  return document
}

describe('marks', () => {
  it.each([
    [0, 0],
    [90, 0],
    [180, 0],
    [270, 0],
    [0, 50],
    [90, 50],
  ])(
    'stand where the reader sees the box, on a page turned by %i degrees and cropped by %i points',
    async (turn, crop) => {
      const mark = { page: 1, x: 100, y: 150, width: 120, height: 50, lines: ['Signed by Ana Roy', 'on 2026-11-24'] }
      const stamped = await stampPdf(await (await sheet(turn, crop)).save(), [mark], undefined, undefined)
      const [page] = await readTexts(await stamped.save(), 1)
      const run = page?.runs.find((each) => each.text === 'Signed by Ana Roy')
      expect(run?.x).toBeCloseTo(104, 0)
      expect(run?.y).toBeGreaterThan(153)
      expect(run?.y).toBeLessThan(170)
    },
  )
})

describe('signatures', () => {
  it('hold the digest of the bytes they cover', async () => {
    const signed = await signPdf(await sheet(), 'Test', Date.UTC(2026, 10, 24))
    const text = Buffer.from(signed).toString('latin1')
    const [, first = 0, second = 0] = (/\/ByteRange\s*\[([\d ]+)\]/.exec(text)?.[1] ?? '').split(' ').map(Number)
    const covered = [signed.subarray(0, first), signed.subarray(second)]
    const digest = createHash('sha256').update(Buffer.concat(covered)).digest('hex')
    expect(text.slice(first, second)).toContain(digest)
    expect(placeholderCms(covered, 0).subarray(0, 2).toString('hex')).toBe('3082')
    expect((await readPdf(signed, { anchors: false })).kind).toBe('read')
  })
})

describe('uploads', () => {
  it('that want a password are locked until it is given', async () => {
    const document = await sheet()
    document.encrypt({ userPassword: 'secret', ownerPassword: 'owner' })
    const bytes = await document.save()
    expect((await readPdf(bytes, { anchors: false })).kind).toBe('locked')
    expect((await readPdf(bytes, { anchors: false, password: 'wrong' })).kind).toBe('locked')
    expect(await readPdf(bytes, { anchors: false, password: 'secret' })).toMatchObject({
      kind: 'read',
      isProtected: true,
    })
  })

  it('as DOCX keep their words and anchors and say that they were converted', async () => {
    const xml =
      '<w:p><w:r><w:t>Le client &amp; </w:t></w:r><w:r><w:t>{{s1|signature|</w:t><w:t>120|50}}</w:t></w:r></w:p>'
    const bytes = zipSync({ 'word/document.xml': strToU8(xml) })
    const converted = await toPdf({ filename: 'mandat.docx', bytes }, true)
    if (!converted.ok) throw new Error(converted.reason)
    const [page] = await readTexts(converted.bytes, 1)
    expect(page?.runs.map((run) => run.text)).toContain('Converted by the simulator: words only')
    expect(page?.runs.map((run) => run.text).join(' ')).toContain('Le client & {{s1')
    expect(await readPdf(converted.bytes, { anchors: true })).toMatchObject({
      anchors: [{ signer: 1, width: 120, height: 50 }],
    })
  })
})
