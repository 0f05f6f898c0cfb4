// What a signer is asked to tick or to copy before signing.

/** A box to tick before signing. */
export interface ConsentRecord {
  id: string
  type: 'checkbox' | 'text_to_copy'
  text: string
  optional: boolean
  signer_ids: string[]
  document_id: string | null
  /** Signers who have ticked it. */
  given: string[]
}
