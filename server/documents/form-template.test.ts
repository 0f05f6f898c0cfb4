import { PDFDocument, PDFName } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import type { FillValues } from '../domain/documents.ts'
import { withReader } from './reader.ts'
import { fillTemplate, readTemplate } from './template.ts'
import { everyKind, pdfForm } from './testing/form-samples.ts'
import { onePage, textPdf } from './testing/samples.ts'

const values: FillValues = {
  'signer.last_name': 'Łukasiewicz-Ødegård',
  'signer.address': '8 rue Mercière\n69002 Lyon',
  'company.name': true,
  'firm.name': false,
  'signer.civility': 'M.',
  'signer.country': 'polska',
}

async function filledForm(form: Uint8Array, given = values) {
  const filled = await fillTemplate(form, given)
  if (!filled.ok) throw new Error(JSON.stringify(filled.failure))
  return filled.value
}

function textOf(bytes: Uint8Array): Promise<string> {
  return withReader(bytes, async (reader) => (await reader.text(1)).map(({ str }) => str).join(' '))
}

/** A form with one text field, and the value for it. */
function oneField(width: number, more: (field: ReturnType<typeof create>) => void = () => undefined) {
  return pdfForm((form, page) => {
    const field = create(form)
    field.addToPage(page, { x: 60, y: 600, width, height: 20 })
    more(field)
  })
}

function create(form: ReturnType<PDFDocument['getForm']>) {
  return form.createTextField('a')
}

describe('a PDF form', () => {
  it('lists its fields with their kinds and options, without buttons', async () => {
    expect(await readTemplate(await everyKind())).toMatchObject({
      ok: true,
      value: {
        format: 'pdf',
        tags: [
          { text: 'signer.last_name', kind: 'value' },
          { text: 'signer.address', kind: 'value' },
          { text: 'signer.civility', kind: 'choice', options: ['Mme', 'M.'] },
          { text: 'signer.country', kind: 'choice', options: ['France', 'Polska'] },
          { text: 'company.name', kind: 'check' },
          { text: 'firm.name', kind: 'check' },
        ],
        anchors: [{ signer: 1, text: '{{s1|signature|180|60}}' }],
      },
    })
  })

  it('is filled with letters of all Europe and leaves no field', async () => {
    const { bytes, anchors } = await filledForm(await everyKind())
    const text = await textOf(bytes)
    for (const each of ['Łukasiewicz-Ødegård', '8 rue Mercière', '69002 Lyon', 'Polska']) expect(text).toContain(each)
    expect(text).not.toContain('Print')
    expect(anchors).toEqual([{ signer: 1, text: '{{s1|signature|180|60}}' }])
    const pdf = await PDFDocument.load(bytes)
    expect(pdf.catalog.has(PDFName.of('AcroForm'))).toBe(false)
    expect(pdf.getPage(0).node.Annots()?.size() ?? 0).toBe(0)
  })

  it('is the same bytes for the same values, and others where a box is ticked', async () => {
    const form = await everyKind()
    const [first, second] = [await filledForm(form), await filledForm(form)]
    expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(true)
    const { sha256 } = await filledForm(form, { ...values, 'firm.name': true })
    expect(sha256).not.toBe(first.sha256)
  })

  it.each([
    ['letters without a shape', { ...values, 'signer.last_name': '王' }, { kind: 'unprintable', text: '王' }],
    [
      'an option that is not offered',
      { ...values, 'signer.country': 'Utopia' },
      { kind: 'does_not_fit', text: 'Utopia' },
    ],
    ['no value', { ...values, 'signer.address': '' }, { kind: 'template', what: 'no_value', text: 'signer.address' }],
    ['a text for a box', { ...values, 'firm.name': 'x' }, { kind: 'template', what: 'no_value', text: 'firm.name' }],
  ])('says which field has %s', async (_, given, failure) => {
    expect(await fillTemplate(await everyKind(), given)).toEqual({ ok: false, failure })
  })

  it('makes a text smaller until it fits, and says when it would be too small to read', async () => {
    const text = await textOf((await filledForm(await oneField(150), { a: 'Anne-Sophie de La\nRochefoucauld' })).bytes)
    expect(text).toContain('Anne-Sophie de La, Rochefoucauld')
    const long = 'A long text '.repeat(10).trim()
    const failure = { kind: 'does_not_fit', text: long }
    expect(await fillTemplate(await oneField(150), { a: long })).toEqual({ ok: false, failure })
    const short = await oneField(150, (field) => field.setMaxLength(3))
    expect(await fillTemplate(short, { a: 'four' })).toMatchObject({ failure: { kind: 'does_not_fit' } })
  })

  it('takes from a value what would be a place to sign', async () => {
    const { bytes, anchors } = await filledForm(await oneField(300), { a: '{{s2|signature|180|60}}' })
    expect(await textOf(bytes)).toContain('s2|signature|180|60')
    expect(anchors).toHaveLength(1)
  })

  it('is refused when an anchor came into being beside the text of the page', async () => {
    const form = await pdfForm((fields, page) => {
      fields.createTextField('a').addToPage(page, { x: 60, y: 600, width: 300, height: 20 })
    }, '')
    const pdf = await PDFDocument.load(form)
    pdf.getPage(0).drawText('{{', { x: 54, y: 605, size: 10 })
    pdf.getPage(0).drawText('}}', { x: 171, y: 605, size: 10 })
    const filled = await fillTemplate(await pdf.save(), { a: 's2|signature|180|60' })
    expect(filled).toMatchObject({ ok: false, failure: { kind: 'template', what: 'anchors' } })
  })

  it('is refused with a field that nobody sees, or that is on no page', async () => {
    const hidden = await oneField(150, (field) => field.acroField.getWidgets()[0]?.setFlags(2))
    const failure = { kind: 'template', what: 'out_of_reach', text: 'a' }
    expect(await fillTemplate(hidden, { a: 'x' })).toEqual({ ok: false, failure })
    const lost = await PDFDocument.load(await oneField(150))
    lost.getPage(0).node.delete(PDFName.of('Annots'))
    expect(await fillTemplate(await lost.save(), { a: 'x' })).toEqual({ ok: false, failure: { kind: 'damaged' } })
  })

  it.each([
    ['XFA', onePage({ catalog: '/AcroForm<</XFA 4 0 R/Fields[]>>', more: ['[(a)(b)]'] }), 'active_content'],
    ['scripts', onePage({ catalog: '/OpenAction<</S/JavaScript/JS(x)>>' }), 'active_content'],
    ['a signature', onePage({ more: ['<</Type/Sig/ByteRange[0 1 2 3]>>'] }), 'already_signed'],
    ['its end cut off', onePage().subarray(0, 200), 'damaged'],
  ])('with %s is refused, to be read as to be filled', async (_, bytes, kind) => {
    expect(await readTemplate(bytes)).toMatchObject({ ok: false, failure: { kind } })
    expect(await fillTemplate(bytes, {})).toMatchObject({ ok: false, failure: { kind } })
  })

  it('with a password is refused', async () => {
    const locked = await textPdf(['secret'])
    locked.encrypt({ userPassword: 'a', ownerPassword: 'b' })
    expect(await readTemplate(await locked.save())).toEqual({ ok: false, failure: { kind: 'encrypted' } })
  })
})
