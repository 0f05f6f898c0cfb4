// The text of a Word file, paragraph by paragraph: Word breaks it over runs, and only together they say what stands there.
// Runs in the child only.

import type { TemplateAnchor } from '../domain/documents.ts'
import { anchorsIn } from './anchors.ts'
import { markers } from './fill-text.ts'
import { isTextPart, type WordFile } from './word-file.ts'
import { plainText, scanXml } from './xml.ts'

export interface Paragraph {
  text: string
  pieces: { raw: string; at: number }[]
  /** A second drawing of the same text for old readers. */
  isFallback: boolean
}

/** Paragraphs in the order in which they end; a text box inside one is a paragraph of its own. */
export function paragraphsOf(xml: string): Paragraph[] {
  const done: Paragraph[] = []
  const open: Paragraph[] = []
  let [fallbacks, isText] = [0, false]
  scanXml(xml, {
    open({ name }) {
      if (name === 'Fallback') fallbacks += 1
      if (name === 'p') open.push({ text: '', pieces: [], isFallback: fallbacks > 0 })
      isText = name === 't'
    },
    close(name) {
      if (name === 'Fallback') fallbacks -= 1
      if (name === 't') isText = false
      if (name !== 'p') return
      const paragraph = open.pop()
      if (paragraph !== undefined) done.push(paragraph)
    },
    text(raw, at) {
      const paragraph = open.at(-1)
      if (!isText || paragraph === undefined) return
      paragraph.text += plainText(raw)
      paragraph.pieces.push({ raw, at })
    },
  })
  return done
}

/** All paragraphs of the parts that hold text: body, headers, footers, notes, comments, charts. */
export function textOf({ xml }: WordFile): Paragraph[] {
  return [...xml].filter(([name]) => isTextPart(name)).flatMap(([, text]) => paragraphsOf(text))
}

/** Yousign's places to sign, in the order of the text. */
export function anchorsOf(word: WordFile): TemplateAnchor[] {
  return textOf(word)
    .filter(({ isFallback }) => !isFallback)
    .flatMap(({ text }) => anchorsIn(text))
    .filter(({ type }) => type === 'signature')
    .map(({ signer, text }) => ({ signer, text }))
}

/**
 * The XML with a blank behind an index that ends a tag, as in `[[lead["x"]]]`: the library would take the first of the
 * three brackets for the end.
 */
export function spaceBrackets(xml: string): string {
  const places = paragraphsOf(xml).flatMap(({ pieces }) => {
    const raw = pieces.map((piece) => piece.raw).join('')
    return [...raw.matchAll(indexAtEnd)].map((match) => placeOf(pieces, match.index + match[0].length - 1) + 1)
  })
  return places
    .toSorted((one, other) => other - one)
    .reduce((text, at) => `${text.slice(0, at)} ${text.slice(at)}`, xml)
}

/** The XML with Word's line break for every marker; a chart's text, which has none, gets a blank. */
export function breakLines(xml: string): string {
  return xml.replaceAll(markers.lineBreak, (_, at: number) => {
    const element = /^<(?:(\w+):)?t[\s>]/.exec(xml.slice(xml.lastIndexOf('<', at), at))
    if (element === null || element[1] === 'a') return ' '
    const prefix = element[1] === undefined ? '' : `${element[1]}:`
    return `</${prefix}t><${prefix}br/><${prefix}t xml:space="preserve">`
  })
}

const indexAtEnd = /\[\[(?:(?!\]\]).)*?\[[^[\]]*\](?=\]\])/gs

/** Where in the file the letter stands that is at `index` of the joined pieces. */
function placeOf(pieces: Paragraph['pieces'], index: number): number {
  let before = 0
  for (const { raw, at } of pieces) {
    if (index < before + raw.length) return at + index - before
    before += raw.length
  }
  throw new Error('a letter outside of its paragraph')
}
