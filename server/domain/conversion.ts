// Port: drafts at Yousign that were made so that somebody could look at a Word file as pages before sending it.

/** Belongs to one review. The request that Send makes of it takes id and draft over. */
export interface Conversion {
  reviewId: string
  /** Id that the request will have: the draft bears it in its external id. */
  requestId: string
  externalId: string
  /** Null until the create was answered. */
  yousignId: string | null
  /** Yousign's ids of the documents, in our order; as many as were added. */
  documents: string[]
  /** `ready` once every document is in it and every answer was seen; only then may Send take it. */
  state: 'open' | 'ready'
  expiresAt: number | null
  connection: string | null
  createdAt: number
}

export interface Conversions {
  conversion(reviewId: string): Conversion | null
  /** In place of an earlier one of the review, which is then nobody's: the sweep of drafts removes it. */
  saveConversion(conversion: Conversion): void
}
