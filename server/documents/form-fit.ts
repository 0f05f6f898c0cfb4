// Makes a text fit its form field: the size that the form asks for if there is room, smaller if not, and never so small
// that nobody could read it or so large that it would be cut off. Runs in the child only.
import type { PDFTextField, PDFWidgetAnnotation } from '@cantoo/pdf-lib'
import { type Typeface, wrap } from './typeface.ts'

/** Sets text and size and answers what is shown; null when it is longer than the field takes or fits at no readable size. */
export function fitText(field: PDFTextField, value: string, face: Typeface): string | null {
  const longest = field.getMaxLength()
  const isMultiline = field.isMultiline()
  const text = isMultiline ? value : value.replace(/\s*\n\s*/g, ', ')
  if (longest !== undefined && text.length > longest) return null
  field.setText(text)
  for (const widget of field.acroField.getWidgets()) {
    const wanted = askedSize(field, widget)
    const size = sizesFrom(wanted).find((each) => fits({ text, isMultiline, widget, face, size: each }))
    if (size === undefined) return null
    // Where the form leaves the size open, the library makes it as large as the box.
    if (!field.isCombed()) setSize(field, widget, size)
  }
  return text
}

/** Points. Contracts are read on paper too. */
const smallest = 6
const usual = 10

function askedSize(field: PDFTextField, widget: PDFWidgetAnnotation): number {
  const appearance = widget.getDefaultAppearance() ?? field.acroField.getDefaultAppearance() ?? ''
  const asked = Number(sizeInAppearance.exec(appearance)?.[2] ?? 0)
  return asked > 0 ? asked : usual
}

const sizeInAppearance = /(\/\S+\s+)([\d.]+)(?=\s+Tf)/

function sizesFrom(wanted: number): number[] {
  const steps = Math.max(0, Math.ceil((wanted - smallest) * 2))
  return [...Array.from({ length: steps }, (_, index) => wanted - index / 2), Math.min(wanted, smallest)]
}

interface Trial {
  text: string
  isMultiline: boolean
  widget: PDFWidgetAnnotation
  face: Typeface
  size: number
}

/** Counts as the library does when it draws: a padding of one point, lines a fifth higher than the letters. */
function fits({ text, isMultiline, widget, face, size }: Trial): boolean {
  const { width, height } = boxOf(widget)
  const letters = face.font.heightAtSize(size)
  if (!isMultiline)
    return (
      face.font.widthOfTextAtSize(text, size) <= width && face.font.heightAtSize(size, { descender: false }) <= height
    )
  const lines = text.split('\n').flatMap((line) => (line === '' ? [''] : wrap(line, face, size, width * 0.98)))
  return lines.length * letters * 1.2 <= height
}

function boxOf(widget: PDFWidgetAnnotation): { width: number; height: number } {
  const { width, height } = widget.getRectangle()
  const inset = 2 * ((widget.getBorderStyle()?.getWidth() ?? 0) + 1)
  const isTurned = Math.abs((widget.getAppearanceCharacteristics()?.getRotation() ?? 0) % 180) === 90
  const [along, across] = isTurned ? [height, width] : [width, height]
  return { width: along - inset, height: across - inset }
}

function setSize(field: PDFTextField, widget: PDFWidgetAnnotation, size: number): void {
  const appearance = widget.getDefaultAppearance() ?? field.acroField.getDefaultAppearance() ?? '0 g /Helv 0 Tf'
  widget.setDefaultAppearance(appearance.replace(sizeInAppearance, (_, name: string) => `${name}${size}`))
}
