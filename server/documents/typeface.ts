// The embedded fonts of a signature page and how text becomes lines in them. Latin, Greek and Cyrillic are in DejaVu;
// what it cannot show is told, never replaced by a question mark.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib'
import fontkit from '@pdf-lib/fontkit'

export interface Typeface {
  font: PDFFont
  /** True when the font has a shape for every letter of the text. */
  shows(text: string): boolean
}

/** Embeds the letters that will be used of one of the two fonts. */
export async function embedTypeface(
  pdf: PDFDocument,
  name: keyof typeof files,
  /** Six capitals: two sets of letters in one file must differ by it. */
  subset = 'SIGNED',
): Promise<Typeface> {
  pdf.registerFontkit({ create: openFont })
  // A ligature would be one glyph for two letters, and come out of the finished file as one strange letter.
  const features = { liga: false, clig: false, dlig: false }
  // A name of our own: the library would draw one by lot, and the same order should give the same bytes.
  const customName = `${subset}+${files[name].name}`
  const font = await pdf.embedFont(await readFile(files[name].path), { subset: true, features, customName })
  const known = new Set(font.getCharacterSet())
  return { font, shows: (text) => [...text].every((letter) => known.has(letter.codePointAt(0) ?? 0)) }
}

/** Composed, on one line, without invisible characters, and without what Yousign would read as an anchor. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/\p{C}/gu, '')
    .replaceAll('{{', '')
    .replaceAll('}}', '')
    .trim()
}

/** Breaks at blanks, inside a word only when it alone is wider than the line. */
export function wrap(text: string, { font }: Typeface, size: number, width: number): string[] {
  const fits = (line: string) => font.widthOfTextAtSize(line, size) <= width
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').filter((each) => each !== '')) {
    if (fits(line === '' ? word : `${line} ${word}`)) {
      line = line === '' ? word : `${line} ${word}`
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const letter of word) {
      if (!fits(line + letter)) {
        lines.push(line)
        line = ''
      }
      line += letter
    }
  }
  return line === '' ? lines : [...lines, line]
}

/**
 * pdf-lib takes any `encode` on a subset for one that returns the font; fontkit has one that wants a stream. Only
 * `encodeStream` means the same to both.
 */
function openFont(bytes: Uint8Array): fontkit.Font {
  const font = fontkit.create(bytes)
  const createSubset = font.createSubset.bind(font)
  font.createSubset = () => {
    const subset = createSubset()
    return { includeGlyph: (glyph) => subset.includeGlyph(glyph), encodeStream: () => subset.encodeStream() }
  }
  return font
}

const fontFile = (name: string) => ({
  name,
  path: createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
})

const files = { serif: fontFile('DejaVuSerifCondensed'), sans: fontFile('DejaVuSansCondensed') }
