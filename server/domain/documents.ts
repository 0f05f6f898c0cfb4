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
  | { kind: 'bomb'; what: 'time' | 'memory' | 'inflated' | 'entries' }
  /** The signature page could not show this name with any font we have. */
  | { kind: 'unprintable'; text: string }
  /** Neither a Word file (.docx) nor a PDF. */
  | { kind: 'not_template' }
  /** A Word file that carries or fetches more than text and pictures. */
  | { kind: 'word_content'; what: WordContent }
  /** A tag that nobody can fill; `text` is the tag or what stands around it. */
  | { kind: 'template'; what: 'syntax' | 'out_of_reach' | 'no_value' | 'anchors'; text: string }
  /** A form field that is too small for the value, or does not offer it. */
  | { kind: 'does_not_fit'; text: string }

export type WordContent =
  | 'macros'
  /** OLE objects, controls, files inside the file. */
  | 'embedded'
  /** A template, picture or text that is fetched from elsewhere. */
  | 'outside'
  /** Another document's content in a foreign format (altChunk). */
  | 'foreign'
  /** A DTD, entities, or an encoding that hides them. */
  | 'dtd'

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

/** A tag as it stands in a template, once for every set of blocks around it. */
export interface TemplateTag {
  /** Without brackets, a block without its `#`; the full name of a form field. */
  text: string
  kind: 'value' | 'block' | 'picture' | 'check' | 'choice'
  /** The blocks around it, outermost first. */
  within: string[]
  /** What a choice offers; empty otherwise. */
  options: string[]
}

/** An anchor of a Word file stands on no page yet. */
export type TemplateAnchor = Pick<Anchor, 'signer' | 'text'>

export interface TemplateContent {
  format: 'docx' | 'pdf'
  /** In the order of the text; of a form, as the file keeps them. */
  tags: TemplateTag[]
  anchors: TemplateAnchor[]
}

/**
 * By the text of a tag; a block by its text with `#`. A list repeats the block once an item, whose values come before the
 * outer ones; true keeps it, false takes it away. A form field: text, the chosen option, or whether it is ticked.
 */
export interface FillValues {
  [tag: string]: string | boolean | FillValues[]
}

export interface FilledTemplate {
  format: 'docx' | 'pdf'
  bytes: Uint8Array
  /** Lower-case hex. */
  sha256: string
  anchors: TemplateAnchor[]
}

export interface Templates {
  /** What an own template asks for. Tags are read and not judged: which ones are known is not the document's business. */
  readTemplate(bytes: Uint8Array): Promise<Result<TemplateContent, DocumentProblem>>
  /**
   * The same bytes for the same template and values. Every tag needs a value; values lose what would be a tag or an
   * anchor, and are found again in the result, or the answer is a problem.
   */
  fillTemplate(bytes: Uint8Array, values: FillValues): Promise<Result<FilledTemplate, DocumentProblem>>
}
