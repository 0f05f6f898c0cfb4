// What becomes of a value before it is written into a document: CRM data are other people's text, and must bring neither
// a tag nor a place to sign of their own.

/**
 * Composed, without invisible characters, without double braces and brackets, and without braces at its ends, which
 * could become double with what stands beside it. Line breaks and fixed blanks stay.
 */
export function harmless(value: string): string {
  let text = value
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\ue000-\ue002]/gu, '')
  // Taking one pair away can put another together.
  for (let before = ''; before !== text; ) {
    before = text
    text = text.replace(/\{\{|\}\}|\[\[|\]\]/g, '').replace(/^[\s{}]+|[\s{}]+$/g, '')
  }
  return text
}

/**
 * Signs from the private area of Unicode that stand for something inside this room; no value contains them afterwards.
 * The library would put what follows a line break behind the rest of the run, so it is given this instead.
 */
export const markers = { lineBreak: '\ue002', optionsStart: '\ue000', optionsEnd: '\ue001' }

/** Without blanks, for finding a value again where lines broke it. */
export function squeezed(text: string): string {
  return text.replace(/\s/g, '').normalize('NFC')
}
