// The walls around a document (protocols.md P9). Where the document itself is over one, the person is told which.

export const limits = {
  /** One uploaded document (contracts/yousign.md 1.7); decimal, so that no reading of "50 MB" is exceeded. */
  bytes: 50_000_000,
  /** All streams of a document together, every stage of a filter chain counted. */
  inflated: 100_000_000,
  /** Files in one Word file. */
  entries: 2_000,
  pages: 1_000,
  /** Beyond it Yousign silently ignores anchors (contracts/yousign.md 1.7), so we do not look for any either. */
  pagesWithAnchors: 150,
  /** Wall clock of one document in the child, milliseconds. */
  time: 20_000,
  /** Resident memory of the child, bytes. */
  memory: 512 * 1024 * 1024,
} as const
