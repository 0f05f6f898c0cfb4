// What the server process and the child that opens documents say to each other. The bytes of a document go to the
// child's standard input; everything else is a message.

import type { Result } from '../../shared/result.ts'
import type {
  DocumentProblem,
  FilledTemplate,
  FillValues,
  InspectedDocument,
  SignaturePageOrder,
  TemplateContent,
  WithSignaturePage,
} from '../domain/documents.ts'

export type Question =
  | { kind: 'inspect'; length: number }
  | { kind: 'append'; length: number; order: SignaturePageOrder }
  | { kind: 'tags'; length: number }
  | { kind: 'fill'; length: number; values: FillValues }

/** A document with its signature page, without what the asker already has: its first `kept` bytes are the original's. */
export type Appended = Omit<WithSignaturePage, 'bytes'> & { kept: number; tail: Uint8Array }

export type Answer =
  | { kind: 'ready' }
  | { kind: 'inspected'; result: Result<InspectedDocument, DocumentProblem> }
  | { kind: 'appended'; result: Result<Appended, DocumentProblem> }
  | { kind: 'tags'; result: Result<TemplateContent, DocumentProblem> }
  | { kind: 'filled'; result: Result<FilledTemplate, DocumentProblem> }
