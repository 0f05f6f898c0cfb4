// Port: what the domain asks about documents. They come from clients and are hostile (protocols.md P9): the one
// implementation opens them in a child process with limits.
import type { Result } from '../../shared/result.ts'

/** Why a document cannot be sent; each has a sentence of its own on the card. */
export type DocumentProblem =
  | { kind: 'not_pdf' }
  | { kind: 'encrypted' }
  | { kind: 'damaged' }
  | { kind: 'too_large'; bytes: number; limit: number }
  | { kind: 'too_many_pages'; pages: number; limit: number }
  | { kind: 'active_content'; what: 'javascript' | 'launch' | 'embedded_file' | 'xfa' }
  | { kind: 'already_signed' }
  | { kind: 'bomb'; what: 'time' | 'memory' | 'inflated' }
  /** The signature page could not show this name with any font we have. */
  | { kind: 'unprintable'; text: string }

export interface PageSize {
  /** PDF points, as a reader shows the page (crop and rotation applied). */
  width: number
  height: number
  rotated: boolean
  cropped: boolean
}

/** One `{{s<signer>|signature|…}}` in the text of a page. `signer` and `page` count from 1. */
export interface Anchor {
  signer: number
  page: number
  text: string
}

export interface InspectedDocument {
  bytes: number
  /** Lower-case hex. */
  sha256: string
  pages: PageSize[]
  anchors: Anchor[]
}

/** A place to sign in Yousign's coordinates: integer points from the top left corner, `page` counts from 1. */
export interface SignatureBox {
  page: number
  x: number
  y: number
  width: number
  height: number
}

export interface SignaturePageOrder {
  /** Name of the document, printed under the title. */
  documentName: string
  language: 'en' | 'fr' | 'es' | 'pt' | 'de' | 'it' | 'nl' | 'pl'
  signers: {
    name: string /** "for ACME, director", already in words; null when signing in one's own name. */
    capacity: string | null
  }[]
}

export interface WithSignaturePage {
  bytes: Uint8Array
  sha256: string
  pages: number
  /** One a signer, in the order asked. */
  boxes: SignatureBox[]
}

export interface Documents {
  /** Somebody may be about to choose a document: gets ready, so that the first one does not wait for a start. */
  warm(): void
  /** Opens the bytes and tells what is in them, or why they cannot be sent. */
  inspect(bytes: Uint8Array): Promise<Result<InspectedDocument, DocumentProblem>>
  /** Appends as many pages as the signers need, one box each; the pages before stay as they were. */
  appendSignaturePage(bytes: Uint8Array, order: SignaturePageOrder): Promise<Result<WithSignaturePage, DocumentProblem>>
  /** True when `bytes` is a PDF that differs from `original` and carries a signature (`/ByteRange`). Opens nothing. */
  looksSigned(bytes: Uint8Array, original: Uint8Array | null): boolean
}
