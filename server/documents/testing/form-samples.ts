// PDF forms for the tests of this room.
import { PDFDocument, type PDFForm, type PDFPage, StandardFonts } from '@cantoo/pdf-lib'

/** One page with a line of text and what `draw` puts on it. */
export async function pdfForm(
  draw: (form: PDFForm, page: PDFPage) => void,
  line = 'Power of attorney {{s1|signature|180|60}}',
): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const page = pdf.addPage([595, 842])
  page.drawText(line, { x: 60, y: 780, size: 11, font: await pdf.embedFont(StandardFonts.Helvetica) })
  draw(pdf.getForm(), page)
  return pdf.save()
}

/** A field of every kind. */
export function everyKind(): Promise<Uint8Array> {
  return pdfForm((form, page) => {
    form.createTextField('signer.last_name').addToPage(page, { x: 60, y: 700, width: 200, height: 20 })
    const address = form.createTextField('signer.address')
    address.enableMultiline()
    address.addToPage(page, { x: 60, y: 600, width: 200, height: 60 })
    form.createCheckBox('company.name').addToPage(page, { x: 60, y: 560, width: 15, height: 15 })
    form.createCheckBox('firm.name').addToPage(page, { x: 90, y: 560, width: 15, height: 15 })
    const civility = form.createRadioGroup('signer.civility')
    civility.addOptionToPage('Mme', page, { x: 60, y: 520, width: 15, height: 15 })
    civility.addOptionToPage('M.', page, { x: 90, y: 520, width: 15, height: 15 })
    const country = form.createDropdown('signer.country')
    country.addOptions(['France', 'Polska'])
    country.addToPage(page, { x: 60, y: 480, width: 200, height: 20 })
    form.createButton('print').addToPage('Print', page, { x: 400, y: 480, width: 60, height: 20 })
  })
}
