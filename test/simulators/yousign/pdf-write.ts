import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { degrees, PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib'
import fontkit from '@pdf-lib/fontkit'

/** What is stamped on a page: a box in the API's coordinates (points from the top left corner as a reader sees the page). */
export interface Mark {
  page: number
  x: number
  y: number
  width: number
  height: number
  lines: string[]
}

const ink = rgb(0.11, 0.25, 0.56)
const grey = rgb(0.38, 0.36, 0.47)
let dejavu: Promise<Uint8Array> | undefined

/** Stamps marks on a copy of the document; `footer` stands small at the bottom of every page. */
export async function stampPdf(
  bytes: Uint8Array,
  marks: Mark[],
  footer: string | undefined,
  password: string | undefined,
): Promise<PDFDocument> {
  const document = await PDFDocument.load(bytes, {
    updateMetadata: false,
    ...(password === undefined ? {} : { password }),
  })
  const fonts = await fontsFor(document, [...marks.flatMap((mark) => mark.lines), footer ?? ''].join(''))
  const pages = document.getPages()
  for (const mark of marks) {
    const page = pages[mark.page - 1]
    if (page !== undefined) drawMark(page, mark, fonts.regular)
  }
  if (footer !== undefined) {
    for (const page of pages) {
      const { x, y } = place(page, 24, shownHeight(page) - 12)
      page.drawText(footer, { x, y, size: 7, font: fonts.regular, color: grey, rotate: degrees(angle(page)) })
    }
  }
  return document
}

/** A plain document: a title and lines of text, as many A4 pages as they need. `box` leaves room for marks at the end. */
export async function textPdf(
  title: string,
  lines: string[],
  boxes: { label: string }[] = [],
): Promise<{ bytes: Uint8Array; places: { page: number; x: number; y: number; width: number; height: number }[] }> {
  const document = await PDFDocument.create()
  const fonts = await fontsFor(document, [title, ...lines, ...boxes.map((box) => box.label)].join(''))
  const left = 62
  let page = document.addPage([596, 842])
  let y = 842 - 80
  const room = (height: number) => {
    if (y - height > 50) return
    page = document.addPage([596, 842])
    y = 842 - 60
  }
  for (const part of wrap(title, fonts.bold, 18, 470)) {
    page.drawText(part, { x: left, y, size: 18, font: fonts.bold })
    y -= 26
  }
  y -= 8
  for (const line of lines.flatMap((each) => wrap(each, fonts.regular, 11, 470))) {
    room(16)
    page.drawText(line, { x: left, y, size: 11, font: fonts.regular })
    y -= 16
  }
  const places = boxes.map((box) => {
    room(110)
    page.drawText(box.label, { x: left, y: y - 14, size: 10, font: fonts.bold, color: grey })
    const at = { page: document.getPageCount(), x: left, y: Math.round(842 - y + 22), width: 200, height: 64 }
    page.drawRectangle({
      x: at.x,
      y: 842 - at.y - at.height,
      width: 200,
      height: 64,
      borderColor: grey,
      borderWidth: 0.6,
    })
    y -= 104
    return at
  })
  return { bytes: await document.save(), places }
}

/** Several documents one after the other. */
export async function mergePdfs(parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = await PDFDocument.create()
  for (const part of parts) {
    const document = await PDFDocument.load(part)
    for (const page of await whole.copyPages(document, document.getPageIndices())) whole.addPage(page)
  }
  return whole.save()
}

/** A page with the picture on it. */
export async function imagePdf(bytes: Uint8Array, kind: 'jpeg' | 'png'): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const image = kind === 'jpeg' ? await document.embedJpg(bytes) : await document.embedPng(bytes)
  const { width, height } = image.scaleToFit(496, 742)
  document.addPage([596, 842]).drawImage(image, { x: 50, y: 792 - height, width, height })
  return document.save()
}

function drawMark(page: PDFPage, mark: Mark, font: PDFFont): void {
  const rotate = degrees(angle(page))
  const corner = place(page, mark.x, mark.y + mark.height)
  const { width, height } = mark
  page.drawRectangle({
    ...corner,
    width,
    height,
    rotate,
    borderColor: ink,
    borderWidth: 0.8,
    color: rgb(1, 1, 1),
    opacity: 0.75,
  })
  const inside = mark.width - 8
  const widest = Math.max(...mark.lines.map((line) => font.widthOfTextAtSize(line, 1)))
  const size = Math.max(3, Math.min(11, inside / widest, (mark.height - 6) / (mark.lines.length * 1.3)))
  for (const [index, line] of mark.lines.entries()) {
    const { x, y } = place(page, mark.x + 4, mark.y + 3 + size * (1.05 + 1.3 * index))
    page.drawText(line, { x, y, size, font, color: ink, rotate })
  }
}

function angle(page: PDFPage): number {
  return ((page.getRotation().angle % 360) + 360) % 360
}

function shownHeight(page: PDFPage): number {
  const { width, height } = page.getCropBox()
  return angle(page) % 180 === 0 ? height : width
}

/** From the reader's top left to the page's own axes, whatever its crop and rotation. */
function place(page: PDFPage, x: number, y: number): { x: number; y: number } {
  const box = page.getCropBox()
  switch (angle(page)) {
    case 90:
      return { x: box.x + y, y: box.y + x }
    case 180:
      return { x: box.x + box.width - x, y: box.y + y }
    case 270:
      return { x: box.x + box.width - y, y: box.y + box.height - x }
    default:
      return { x: box.x + x, y: box.y + box.height - y }
  }
}

/** Helvetica where its letters do; else an embedded font that has nearly all of them. */
async function fontsFor(document: PDFDocument, text: string): Promise<{ regular: PDFFont; bold: PDFFont }> {
  const regular = await document.embedFont(StandardFonts.Helvetica)
  // The library writes `?` for a letter that the font lacks, so its letters are asked for beforehand.
  const known = new Set(regular.getCharacterSet())
  if ([...text].every((letter) => known.has(letter.codePointAt(0) ?? 0))) {
    return { regular, bold: await document.embedFont(StandardFonts.HelveticaBold) }
  }
  dejavu ??= readFile(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  document.registerFontkit(fontkit)
  // Whole: this font library cannot write subsets for this PDF library.
  const font = await document.embedFont(await dejavu, { subset: false })
  return { regular: font, bold: font }
}

function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (font.widthOfTextAtSize(longer, size) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = word
  }
  return [...lines, line]
}
