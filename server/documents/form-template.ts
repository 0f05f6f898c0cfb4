// Own templates as PDF forms: which fields they have, and the filled and flattened document. Runs in the child only.
import { createHash } from 'node:crypto'
import {
  PDFButton,
  PDFCheckBox,
  PDFDict,
  PDFDocument,
  PDFDropdown,
  type PDFField,
  type PDFForm,
  PDFName,
  PDFOptionList,
  PDFRadioGroup,
  PDFRef,
  PDFSignature,
  PDFTextField,
} from '@cantoo/pdf-lib'
import { err, ok, type Result } from '../../shared/result.ts'
import type {
  DocumentProblem,
  FilledTemplate,
  FillValues,
  InspectedDocument,
  TemplateContent,
  TemplateTag,
} from '../domain/documents.ts'
import { harmless, squeezed } from './fill-text.ts'
import { fitText } from './form-fit.ts'
import { openDocument } from './inspect.ts'
import { limits } from './limits.ts'
import { withReader } from './reader.ts'
import { embedTypeface, type Typeface } from './typeface.ts'

/** The fields of a form; a PDF without fields has none and is no problem here. */
export async function readFormTemplate(bytes: Uint8Array): Promise<Result<TemplateContent, DocumentProblem>> {
  const opened = await openDocument(bytes)
  if (!opened.ok) return opened
  const fields = sound(() => readableFields(opened.value.pdf))
  if (!fields.ok) return fields
  return ok({ format: 'pdf', tags: fields.value.map(tagOf), anchors: placesIn(opened.value.inspected) })
}

/**
 * The form with its values as text of the page, in an embedded font; no field is left. What the font cannot show, what
 * does not fit and what is not offered is told. Afterwards every text is found again and the places to sign are the same.
 */
export async function fillFormTemplate(
  bytes: Uint8Array,
  values: FillValues,
): Promise<Result<FilledTemplate, DocumentProblem>> {
  const opened = await openDocument(bytes)
  if (!opened.ok) return opened
  // Not the one that was opened for adding to it: there, the library looks through all objects at every stroke.
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false, parseSpeed: Infinity })
  const face = await embedTypeface(pdf, 'sans', 'FILLED')
  const filled = sound(() => fillFields(pdf, face, values))
  if (!filled.ok) return filled
  if (!filled.value.ok) return filled.value
  const result = await pdf.save({ addDefaultPage: false, updateFieldAppearances: false })
  if (result.length > limits.bytes) return err({ kind: 'too_large', bytes: result.length, limit: limits.bytes })
  const again = await openDocument(result)
  if (!again.ok) return again
  const lost = await firstLost(result, filled.value.value)
  if (lost !== null) return err({ kind: 'unprintable', text: lost })
  const [before, after] = [opened.value.inspected, again.value.inspected]
  const changed = after.anchors.find((anchor, index) => anchor.text !== before.anchors[index]?.text)
  if (changed !== undefined || before.anchors.length !== after.anchors.length) {
    return err({ kind: 'template', what: 'anchors', text: changed?.text ?? '' })
  }
  const sha256 = createHash('sha256').update(result).digest('hex')
  return ok({ format: 'pdf', bytes: result, sha256, anchors: placesIn(after) })
}

type Fillable = PDFTextField | PDFCheckBox | PDFRadioGroup | PDFDropdown | PDFOptionList

/** The library throws at forms that are put together wrongly. */
function sound<T>(work: () => T): Result<T, DocumentProblem> {
  try {
    return ok(work())
  } catch {
    return err({ kind: 'damaged' })
  }
}

function placesIn({ anchors }: InspectedDocument): FilledTemplate['anchors'] {
  return anchors.map(({ signer, text }) => ({ signer, text }))
}

function readableFields(pdf: PDFDocument): Fillable[] {
  const fields = pdf.getForm().getFields().filter(isFillable)
  for (const field of fields) if (field.acroField.getWidgets().length === 0) throw new Error('a field without a place')
  return fields
}

function isFillable(field: PDFField): field is Fillable {
  return [PDFTextField, PDFCheckBox, PDFRadioGroup, PDFDropdown, PDFOptionList].some((type) => field instanceof type)
}

function tagOf(field: Fillable): TemplateTag {
  const isChoice = !(field instanceof PDFTextField) && !(field instanceof PDFCheckBox)
  const kind = field instanceof PDFTextField ? 'value' : isChoice ? 'choice' : 'check'
  return { text: field.getName(), kind, within: [], options: isChoice ? field.getOptions() : [] }
}

/** The texts that must be found again, or what is wrong with the first field that cannot be filled. */
function fillFields(pdf: PDFDocument, face: Typeface, values: FillValues): Result<string[], DocumentProblem> {
  const form = pdf.getForm()
  const written: string[] = []
  for (const field of readableFields(pdf)) {
    if (isHidden(field)) return err({ kind: 'template', what: 'out_of_reach', text: field.getName() })
    const given = Object.hasOwn(values, field.getName()) ? values[field.getName()] : undefined
    const value = typeof given === 'string' ? harmless(given) : given
    if (value === '' || typeof value !== (field instanceof PDFCheckBox ? 'boolean' : 'string')) {
      return err({ kind: 'template', what: 'no_value', text: field.getName() })
    }
    if (typeof value === 'string' && !face.shows(value.replaceAll('\n', ''))) {
      return err({ kind: 'unprintable', text: value })
    }
    const shown = fillField(field, String(value), face)
    if (shown === null) return err({ kind: 'does_not_fit', text: String(value) })
    // Boxes and buttons show a sign that is no text.
    if (!(field instanceof PDFCheckBox) && !(field instanceof PDFRadioGroup)) written.push(shown)
  }
  form.updateFieldAppearances(face.font)
  flatten(pdf, form)
  return ok(written)
}

/** What the field shows; null when the value has no room or is not offered. An option may differ by its capitals. */
function fillField(field: Fillable, value: string, face: Typeface): string | null {
  if (field instanceof PDFTextField) return fitText(field, value, face)
  if (field instanceof PDFCheckBox) {
    if (value === 'true') field.check()
    else field.uncheck()
    return value
  }
  const option = field.getOptions().find((each) => each.trim().toLowerCase() === value.trim().toLowerCase())
  if (option !== undefined) field.select(option)
  return option ?? null
}

/** A field that nobody sees would be seen once it is part of the page. */
function isHidden(field: Fillable): boolean {
  return field.acroField.getWidgets().some((widget) => (widget.getFlags() & (flags.hidden | flags.noView)) !== 0)
}

const flags = { hidden: 1 << 1, noView: 1 << 5 }

/** Throws when a field could not become part of its page: the library itself would leave it out without a word. */
function flatten(pdf: PDFDocument, form: PDFForm): void {
  for (const field of form.getFields()) {
    if (field instanceof PDFButton || field instanceof PDFSignature) form.removeField(field)
    else if (!isFillable(field) || !canFlatten(pdf, field)) throw new Error('a field that cannot be flattened')
  }
  form.flatten({ updateFieldAppearances: false })
  pdf.catalog.delete(PDFName.of('AcroForm'))
}

function canFlatten(pdf: PDFDocument, field: Fillable): boolean {
  const state = field instanceof PDFCheckBox || field instanceof PDFRadioGroup ? field.acroField.getValue() : null
  const widgets = field.acroField.getWidgets()
  const isOnPage = widgets.every((widget) => {
    const ref = pdf.context.getObjectRef(widget.dict)
    return ref !== undefined && pdf.findPageForAnnotationRef(ref) !== undefined
  })
  if (!isOnPage) return false
  if (state === null) return widgets.every((widget) => widget.getNormalAppearance() instanceof PDFRef)
  const isDrawn = (widget: (typeof widgets)[number]) => {
    const normal = widget.getAppearances()?.normal
    return normal instanceof PDFDict && normal.get(state) instanceof PDFRef
  }
  return state === PDFName.of('Off') || widgets.some(isDrawn)
}

/** The first text that the pages of the finished file do not say; null when all are there. */
function firstLost(bytes: Uint8Array, texts: readonly string[]): Promise<string | null> {
  return withReader(bytes, async (reader) => {
    let said = ''
    for (let page = 1; page <= reader.pages; page += 1) {
      for (const { str } of await reader.text(page)) said += squeezed(str)
    }
    return texts.find((text) => !said.includes(squeezed(text))) ?? null
  })
}
