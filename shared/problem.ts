// What the server may answer when it will not or cannot: a code with facts. The card chooses the words.

import type { StandingReason } from './card.ts'
import type { TypeProblem } from './document-type-problems.ts'
import type { Finding } from './findings.ts'

/** Why a document cannot be sent; the same kinds as the server's port for documents. */
export const documentProblemKinds = [
  'not_pdf',
  'encrypted',
  'damaged',
  'too_large',
  'too_many_pages',
  'active_content',
  'already_signed',
  'bomb',
  'unprintable',
  'not_template',
  'word_content',
  'template',
  'does_not_fit',
] as const
export type DocumentProblemKind = (typeof documentProblemKinds)[number]

export type Problem =
  /** No or an old session: the card asks Kommo for a new one-time token. */
  | { code: 'unauthenticated' }
  /** Says nothing more on purpose. */
  | { code: 'forbidden' }
  | { code: 'not_found' }
  | { code: 'bad_request'; detail: string }
  | { code: 'lead_gone' }
  | { code: 'not_connected' }
  | {
      code: 'document'
      kind: DocumentProblemKind
      name: string
      pages?: number
      limit?: number
      bytes?: number
      /** The tag or value that it is about. */
      text?: string
    }
  | { code: 'findings'; findings: Finding[] }
  /** The document is already under way; `requestId` is the one that counts. */
  | { code: 'already_under_way'; requestId: string; since: number }
  /** A new version may not be sent because of that request: the old one, or another new version of it. */
  | { code: 'not_replaceable'; requestId: string; reference: string; why: StandingReason }
  /** Lead or contacts differ from what was reviewed; nothing was sent. */
  | { code: 'changed'; differences: Difference[] }
  | { code: 'review_expired' }
  /** The request is in a state that does not allow the action (somebody was faster). */
  | { code: 'too_late'; state: string }
  /** The last change of the same kind is still on its way to Yousign. */
  | { code: 'busy' }
  /** Asked too soon: a reminder once a day. */
  | { code: 'too_soon'; until: number }
  | { code: 'refused_by_yousign'; detail: string }
  | { code: 'key_refused' }
  | { code: 'yousign_unavailable' }
  | { code: 'kommo_unavailable' }
  | { code: 'kommo_grant' }
  /** A document type that cannot be saved like this. */
  | { code: 'document_type'; problems: TypeProblem[] }
  /** Somebody else has saved it meanwhile. */
  | { code: 'moved_on'; savedBy: string; savedAt: number }
  /** Only administrators of the account may do this. */
  | { code: 'not_administrator' }
  | { code: 'throttled'; until: number }
  | { code: 'too_large'; limit: number }
  /** The complete file waits for something that is still to come. */
  | { code: 'not_filed' }
  /** What we stored is not there any more, or not what it was. */
  | { code: 'file_lost' }
  | { code: 'unavailable' }
  /** The record is kept, and opened by administrators only. */
  | { code: 'restricted' }
  /** The record's content was removed. */
  | { code: 'erased' }
  /** Can still be signed, so nothing of it may be erased. */
  | { code: 'record_running'; reference: string }

export type ProblemCode = Problem['code']

/** One thing that is not as it was when somebody looked. */
export interface Difference {
  what:
    | 'lead_stage'
    | 'lead_price'
    | 'lead_name'
    | 'signer_name'
    | 'signer_email'
    | 'signer_phone'
    | 'document'
    /** What a template was filled with. */
    | 'document_field'
    | 'contact_gone'
  /** Of whom or of what; empty for the lead itself. */
  of: string
  before: string
  after: string
}
