import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { AnchorRecord } from './model.ts'

export type ReadPdf =
  | { kind: 'read'; pages: { width: number; height: number }[]; anchors: AnchorRecord[]; isProtected: boolean }
  | { kind: 'locked' }
  | { kind: 'broken' }

/** A run of text where a reader sees it: points from the top left corner, `y` is the baseline. */
export interface TextRun {
  text: string
  x: number
  y: number
  width: number
  size: number
}

export interface PageTexts {
  width: number
  height: number
  runs: TextRun[]
}

/** Anchors are looked for up to this many pages; beyond, none is found and nobody is told (contracts/yousign.md 1.7). */
const anchorPages = 150
const anchorText = /\{\{s(\d+)\|signature\|(\d+)\|(\d+)(?:\|[^{}]*)?\}\}/g

/** Page sizes, and signature anchors if asked for. `locked` wants a password that was not given or is wrong. */
export async function readPdf(bytes: Uint8Array, options: { anchors: boolean; password?: string }): Promise<ReadPdf> {
  const opened = await open(bytes, options.password)
  if (typeof opened === 'string') return { kind: opened }
  try {
    const pages: { width: number; height: number }[] = []
    const anchors: AnchorRecord[] = []
    for (let number = 1; number <= opened.numPages; number += 1) {
      const page = await opened.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      pages.push({ width, height })
      if (options.anchors && opened.numPages <= anchorPages)
        anchors.push(...anchorsOf(await texts(opened, number), number))
    }
    return { kind: 'read', pages, anchors, isProtected: (await opened.getPermissions()) !== null }
  } catch {
    return { kind: 'broken' }
  } finally {
    await opened.loadingTask.destroy()
  }
}

/** The texts of the first pages, for drawing a sheet; nothing when it cannot be read. */
export async function readTexts(bytes: Uint8Array, most: number): Promise<PageTexts[]> {
  const opened = await open(bytes, undefined)
  if (typeof opened === 'string') return []
  const pages: PageTexts[] = []
  for (let number = 1; number <= Math.min(most, opened.numPages); number += 1) pages.push(await texts(opened, number))
  await opened.loadingTask.destroy()
  return pages
}

async function open(bytes: Uint8Array, password: string | undefined): Promise<PDFDocumentProxy | 'locked' | 'broken'> {
  const task = getDocument({
    // The library takes the buffer over, so it gets a copy.
    data: new Uint8Array(bytes),
    verbosity: 0,
    isEvalSupported: false,
    disableFontFace: true,
    ...(password === undefined ? {} : { password }),
  })
  try {
    return await task.promise
  } catch (error) {
    return error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'broken'
  }
}

async function texts(document: PDFDocumentProxy, number: number): Promise<PageTexts> {
  const page = await document.getPage(number)
  const viewport = page.getViewport({ scale: 1 })
  const content = await page.getTextContent()
  const runs = content.items.flatMap((item): TextRun[] => {
    if (!('str' in item) || item.str === '') return []
    const [a = 1, b = 0, , , left = 0, bottom = 0] = item.transform as number[]
    const [x = 0, y = 0] = viewport.convertToViewportPoint(left, bottom) as number[]
    return [{ text: item.str, x, y, width: item.width, size: Math.hypot(a, b) }]
  })
  return { width: viewport.width, height: viewport.height, runs }
}

/** An anchor stands on one line but may be cut into several runs. */
function anchorsOf(page: PageTexts, number: number): AnchorRecord[] {
  return lines(page.runs).flatMap((line) => {
    const text = line.map((run) => run.text).join('')
    return [...text.matchAll(anchorText)].flatMap((match): AnchorRecord[] => {
      const [, signer = '0', width = '0', height = '0'] = match
      const size = { width: Number(width), height: Number(height) }
      if (size.width < 85 || size.width > 2000 || size.height < 37 || size.height > 1000) return []
      const at = positionOf(line, match.index)
      return [{ signer: Number(signer), page: number, x: Math.round(at.x), y: Math.round(at.y), ...size }]
    })
  })
}

function lines(runs: TextRun[]): TextRun[][] {
  const found: TextRun[][] = []
  for (const run of runs) {
    const last = found.at(-1)
    if (last !== undefined && Math.abs((last[0]?.y ?? 0) - run.y) < 2) last.push(run)
    else found.push([run])
  }
  return found
}

/** Top left corner of the character at `index` of a line. */
function positionOf(line: TextRun[], index: number): { x: number; y: number } {
  let before = 0
  for (const run of line) {
    if (index < before + run.text.length) {
      const x = run.x + (run.width * (index - before)) / run.text.length
      return { x: Math.max(0, x), y: Math.max(0, run.y - run.size) }
    }
    before += run.text.length
  }
  return { x: 0, y: 0 }
}
