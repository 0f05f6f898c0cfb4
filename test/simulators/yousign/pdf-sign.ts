import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } from '@cantoo/pdf-lib'
import { placeholderCms } from './cms.ts'

/** Hex digits kept for the signature. */
const room = 8192
/** Wide enough for any offset; replaced by the real one, padded with blanks. */
const slot = 9_999_999_999

/**
 * Adds one signature field with a `/ByteRange` over the whole file and a CMS whose digest is right for these bytes. It is a
 * structurally correct placeholder: there is no certificate and nobody vouches for it.
 */
export async function signPdf(document: PDFDocument, reason: string, at: number): Promise<Uint8Array> {
  const { context } = document
  const signature = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'adbe.pkcs7.detached',
      ByteRange: [0, slot, slot, slot],
      Contents: PDFHexString.of('0'.repeat(room)),
      Reason: PDFHexString.fromText(reason),
      Name: PDFString.of('Simulated Yousign, no certificate'),
      M: PDFString.fromDate(new Date(at)),
    }),
  )
  const page = document.getPage(0)
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      Rect: [0, 0, 0, 0],
      V: signature,
      T: PDFString.of(`Signature-${at}`),
      F: 132,
      P: page.ref,
    }),
  )
  const annotations = page.node.lookupMaybe(PDFName.of('Annots'), PDFArray)
  if (annotations === undefined) page.node.set(PDFName.of('Annots'), context.obj([widget]))
  else annotations.push(widget)
  const form = document.catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict) ?? context.obj({ Fields: [] })
  const fields = form.lookupMaybe(PDFName.of('Fields'), PDFArray)
  if (fields === undefined) form.set(PDFName.of('Fields'), context.obj([widget]))
  else fields.push(widget)
  form.set(PDFName.of('SigFlags'), PDFNumber.of(3))
  document.catalog.set(PDFName.of('AcroForm'), form)
  return fill(Buffer.from(await document.save({ useObjectStreams: false })), at)
}

function fill(pdf: Buffer, at: number): Uint8Array {
  const contents = pdf.indexOf(`<${'0'.repeat(room)}>`)
  const open = pdf.indexOf('[', pdf.lastIndexOf('/ByteRange', contents))
  const close = pdf.indexOf(']', open) + 1
  const after = contents + room + 2
  const written = `[0 ${contents} ${after} ${pdf.length - after}]`
  pdf.write(written.padEnd(close - open, ' '), open, 'latin1')
  const cms = placeholderCms([pdf.subarray(0, contents), pdf.subarray(after)], at).toString('hex')
  pdf.write(cms.padEnd(room, '0'), contents + 1, 'latin1')
  return pdf
}
