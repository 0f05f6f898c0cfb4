// pdf.js as the second pair of eyes: it follows the cross-reference table as readers do, where pdf-lib reads the file
// from top to bottom, and it knows what a page says and how it is turned.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { PageSize } from '../domain/documents.ts'
import type { TextPiece } from './anchors.ts'

export interface Reader {
  pages: number
  hasScripts(): Promise<boolean>
  hasAttachments(): Promise<boolean>
  /** `page` counts from 1. Rejects when there is no such page or it cannot be read. */
  size(page: number): Promise<Omit<PageSize, 'cropped'>>
  /** The text of a page in the order in which it is drawn. */
  text(page: number): Promise<TextPiece[]>
}

/**
 * Opens `bytes` for the time of `work`. Rejects with pdf.js' own errors when the file cannot be opened;
 * `isPasswordError` tells the one that is no damage.
 */
export async function withReader<T>(bytes: Uint8Array, work: (reader: Reader) => Promise<T>): Promise<T> {
  const { getDocument, VerbosityLevel } = await pdfjs()
  const task = getDocument({
    // pdf.js takes the buffer away from its owner.
    data: Uint8Array.from(bytes),
    verbosity: VerbosityLevel.ERRORS,
    cMapUrl: `${join(packageRoot, 'cmaps')}/`,
    standardFontDataUrl: `${join(packageRoot, 'standard_fonts')}/`,
    useSystemFonts: false,
    useWasm: false,
    enableXfa: false,
  })
  try {
    return await work(readerOf(await task.promise))
  } finally {
    await task.destroy()
  }
}

export function isPasswordError(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException'
}

const packageRoot = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

/** Loaded once, after what it expects of a browser is in place: it builds a matrix while loading, and draws nothing here. */
async function pdfjs(): Promise<typeof import('pdfjs-dist/legacy/build/pdf.mjs')> {
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) {
    if (!(name in globalThis)) Object.assign(globalThis, { [name]: class {} })
  }
  // Found under this name, the worker's code runs in this thread and is not looked for on disk.
  Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs') })
  return import('pdfjs-dist/legacy/build/pdf.mjs')
}

function readerOf(document: PDFDocumentProxy): Reader {
  return {
    pages: document.numPages,
    hasScripts: () => document.hasJSActions(),
    hasAttachments: async () => Object.keys((await document.getAttachments()) ?? {}).length > 0,
    async size(number) {
      const page = await document.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      return { width, height, rotated: page.rotate !== 0 }
    },
    async text(number) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent({ disableNormalization: true })
      page.cleanup()
      return items.filter((item) => 'str' in item)
    },
  }
}
