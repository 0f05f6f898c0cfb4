import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { degrees } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { openDocument } from './inspect.ts'
import { handWritten, onePage, streamObject, textDocument, textPdf } from './testing/samples.ts'

async function inspect(bytes: Uint8Array) {
  const opened = await openDocument(bytes)
  return opened.ok ? opened.value.inspected : opened.failure
}

describe('openDocument', { timeout: 30_000 }, () => {
  it('tells size, digest, pages and the anchors of two signers', async () => {
    const bytes = await textDocument([
      'Client {{s1|signature|85|37}} agency {{s2|signature|85|37}} {{s1|mention|Lu}}',
      'No place to sign here',
      'Initials {{s1|signature|85|37}}',
    ])
    expect(await inspect(bytes)).toEqual({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      pages: Array(3).fill({ width: 595, height: 842, rotated: false, cropped: false }),
      anchors: [
        { signer: 1, page: 1, text: '{{s1|signature|85|37}}' },
        { signer: 2, page: 1, text: '{{s2|signature|85|37}}' },
        { signer: 1, page: 3, text: '{{s1|signature|85|37}}' },
      ],
    })
  })

  it('shows a page as a reader does, turned and cropped', async () => {
    const pdf = await textPdf(['turned', 'cropped'])
    pdf.getPage(0).setRotation(degrees(90))
    pdf.getPage(1).setCropBox(100, 100, 300, 400)
    expect(await inspect(await pdf.save())).toMatchObject({
      pages: [
        { width: 842, height: 595, rotated: true, cropped: false },
        { width: 300, height: 400, rotated: false, cropped: true },
      ],
    })
  })

  it('looks for no anchors where Yousign would ignore them', async () => {
    const text = streamObject('', Buffer.from('BT /F 11 Tf 60 700 Td ({{s1|signature|85|37}}) Tj ET'))
    const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
    const bytes = (count: number) => pages(count, '/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>', [text, font])
    expect(await inspect(bytes(150))).toMatchObject({ pages: { length: 150 }, anchors: { length: 150 } })
    expect(await inspect(bytes(151))).toMatchObject({ pages: { length: 151 }, anchors: { length: 0 } })
  })

  it('names what is no PDF', async () => {
    expect(await inspect(new Uint8Array())).toEqual({ kind: 'not_pdf' })
    expect(await inspect(Buffer.from('PK\x03\x04 a Word document'))).toEqual({ kind: 'not_pdf' })
  })

  it('names a password, also one that only restricts', async () => {
    const locked = await textPdf(['secret'])
    locked.encrypt({ userPassword: 'open', ownerPassword: 'own' })
    expect(await inspect(await locked.save())).toEqual({ kind: 'encrypted' })
    const restricted = await textPdf(['secret'])
    restricted.encrypt({ ownerPassword: 'own', permissions: { modifying: false } })
    expect(await inspect(await restricted.save())).toEqual({ kind: 'encrypted' })
  })

  it('calls a file damaged that was cut off, or is one only by its first bytes', async () => {
    const bytes = await textDocument(['one', 'two'])
    expect(await inspect(bytes.subarray(0, bytes.length - 200))).toEqual({ kind: 'damaged' })
    expect(await inspect(Buffer.from('%PDF-1.7\nnothing of the kind\n%%EOF'))).toEqual({ kind: 'damaged' })
    expect(await inspect(handWritten(['<</Type/Catalog>>']))).toEqual({ kind: 'damaged' })
    expect(await inspect(onePage({ more: ['<</A'] }).fill(0x20, 9, 120))).toEqual({ kind: 'damaged' })
  })

  it('forgives blanks and zeros after the end', async () => {
    const padded = Buffer.concat([await textDocument(['one']), Buffer.alloc(5000), Buffer.from('\r\n')])
    expect(await inspect(padded)).toMatchObject({ pages: { length: 1 } })
  })

  it('calls a file damaged that shows different pages to different readers', async () => {
    // Read from top to bottom, the second object 2 counts; by the table, the first.
    const bytes = Buffer.from(onePage())
    const second = Buffer.from('2 0 obj\n<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>\nendobj\n')
    const table = bytes.indexOf('xref\n')
    const text = Buffer.concat([bytes.subarray(0, table), second, bytes.subarray(table)]).toString('latin1')
    const moved = text.replace(/startxref\n\d+/, `startxref\n${table + second.length}`)
    expect(await inspect(Buffer.from(moved, 'latin1'))).toEqual({ kind: 'damaged' })
  })

  it('names JavaScript that only the table leads to', async () => {
    // A whole object hides in the data of a stream; the table points into it.
    const hidden = '1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>\nendobj\n'
    const bytes = onePage({ more: [streamObject('', Buffer.from(hidden))] })
    const text = Buffer.from(bytes).toString('latin1')
    const at = String(text.lastIndexOf('1 0 obj')).padStart(10, '0')
    const pointed = text.replace(/(f \n)\d{10}/, `$1${at}`)
    expect(await inspect(Buffer.from(pointed, 'latin1'))).toEqual({ kind: 'active_content', what: 'javascript' })
  })

  it('names active content and signatures', async () => {
    expect(await inspect(onePage({ catalog: '/OpenAction<</S/Launch/F(x)>>' }))).toMatchObject({ what: 'launch' })
    const value = '/V<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>'
    const signed = onePage({ catalog: `/AcroForm<</Fields[<</FT/Sig/T(s)${value}>>]>>` })
    expect(await inspect(signed)).toEqual({ kind: 'already_signed' })
  })

  it('names a bomb before a parser inflates it', async () => {
    const bomb = deflateSync(Buffer.alloc(101_000_000), { level: 1 })
    const dictionary = '/Type/ObjStm/N 1/First 5/Filter/FlateDecode'
    const bytes = onePage({ more: [streamObject(dictionary, bomb)] })
    expect(bytes.length).toBeLessThan(1_000_000)
    expect(await inspect(bytes)).toEqual({ kind: 'bomb', what: 'inflated' })
  })

  it('takes a thousand pages and not one more', async () => {
    expect(await inspect(pages(1000))).toMatchObject({ pages: { length: 1000 } })
    expect(await inspect(pages(1001))).toEqual({ kind: 'too_many_pages', pages: 1001, limit: 1000 })
  })
})

/** `count` equal pages; `shared` are the objects 3, 4, ... that they may refer to. */
function pages(count: number, page = '', shared: (string | Uint8Array)[] = []): Uint8Array {
  const first = 3 + shared.length
  const kids = Array.from({ length: count }, (_, index) => `${index + first} 0 R`).join(' ')
  const root = `<</Type/Pages/Kids[${kids}]/Count ${count}/MediaBox[0 0 595 842]>>`
  return handWritten([
    '<</Type/Catalog/Pages 2 0 R>>',
    root,
    ...shared,
    ...Array(count).fill(`<</Type/Page/Parent 2 0 R${page}>>`),
  ])
}
