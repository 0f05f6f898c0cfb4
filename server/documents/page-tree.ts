// The tree of pages, walked with bounds: a tree may share nodes, loop, or claim any /Count.
import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFObject, PDFRef } from '@cantoo/pdf-lib'

export type PageTree =
  /** One entry a page, in reading order: does its crop box hide a part of the page? */
  | { kind: 'pages'; cropped: boolean[] }
  | { kind: 'too_many'; pages: number }
  /** No pages, a loop, or something in the tree that is no page. */
  | { kind: 'broken' }

/** Walks the tree below `root` and stops at the first page beyond `limit`. */
export function walkPageTree(context: PDFContext, root: PDFObject | undefined, limit: number): PageTree {
  const top = dictAt(context, root)
  if (top === null) return { kind: 'broken' }
  const cropped: boolean[] = []
  let branches = 0
  // Depth first with a stack of our own; children go on it backwards so that pages come off in reading order.
  const pending: Step[] = [{ node: top, above: null, media: null, crop: null }]
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { node } = step
    const here = { ...step, media: boxOf(node, 'MediaBox') ?? step.media, crop: boxOf(node, 'CropBox') ?? step.crop }
    const kids = context.lookup(node.get(PDFName.of('Kids')))
    if (!(kids instanceof PDFArray)) {
      cropped.push(hides(here.media, here.crop))
      if (cropped.length > limit) return { kind: 'too_many', pages: Math.max(claimed(context, top), limit + 1) }
      continue
    }
    // Nodes that lead to no page are endless when they share their children.
    branches += 1
    if (branches > mostBranches || isLoop(step)) return { kind: 'broken' }
    for (const kid of kids.asArray().toReversed()) {
      const child = kid instanceof PDFRef ? dictAt(context, kid) : null
      if (child === null) return { kind: 'broken' }
      pending.push({ node: child, above: step, media: here.media, crop: here.crop })
    }
  }
  return cropped.length === 0 ? { kind: 'broken' } : { kind: 'pages', cropped }
}

const mostBranches = 10_000

type Box = [number, number, number, number]

interface Step {
  node: PDFDict
  above: Step | null
  /** Boxes are inherited from above. */
  media: Box | null
  crop: Box | null
}

function dictAt(context: PDFContext, object: PDFObject | undefined): PDFDict | null {
  const found = context.lookup(object)
  return found instanceof PDFDict ? found : null
}

function isLoop(step: Step): boolean {
  for (let above = step.above; above !== null; above = above.above) if (above.node === step.node) return true
  return false
}

function claimed(context: PDFContext, root: PDFDict): number {
  const count = context.lookup(root.get(PDFName.of('Count')))
  return count instanceof PDFNumber ? Math.trunc(count.asNumber()) : 0
}

function boxOf(node: PDFDict, name: 'MediaBox' | 'CropBox'): Box | null {
  const found = node.context.lookup(node.get(PDFName.of(name)))
  if (!(found instanceof PDFArray) || found.size() !== 4) return null
  const numbers = found.asArray().map((each) => {
    const number = node.context.lookup(each)
    return number instanceof PDFNumber ? number.asNumber() : Number.NaN
  })
  const [a, b, c, d] = numbers as Box
  if (numbers.some(Number.isNaN)) return null
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]
}

/** A crop box larger than the page hides nothing; half a point is rounding. */
function hides(media: Box | null, crop: Box | null): boolean {
  if (media === null || crop === null) return false
  return crop[0] - media[0] > 0.5 || crop[1] - media[1] > 0.5 || media[2] - crop[2] > 0.5 || media[3] - crop[3] > 0.5
}
