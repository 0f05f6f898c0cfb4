// Port: drafts at Yousign that were made so that somebody could look at a Word file as pages before sending it.

/**
 * Belongs to one review; known only once every document is in the draft and every answer was seen. The request that Send
 * makes of it takes id and draft over. One that was not finished is nobody's: the sweep of drafts removes it.
 */
export interface Conversion {
  reviewId: string
  /** Id that the request will have: the draft bears it in its external id. */
  requestId: string
  yousignId: string
  /** Yousign's ids of the documents, in our order. */
  documents: string[]
  expiresAt: number | null
  connection: string | null
  createdAt: number
}

export interface Conversions {
  conversion(reviewId: string): Conversion | null
  /** In place of an earlier one of the review, which is then nobody's: the sweep of drafts removes it. */
  saveConversion(conversion: Conversion): void
}
