// A signature request as the server knows it: what was decided when somebody pressed Send, and where it stands.
import type { CancelReason, Ending, PaperOutcome, Progress, Trouble } from '../../shared/card.ts'
import type { Capacity, SendForm, Side, SignerOrigin } from '../../shared/form.ts'
import type { Level, SignerLocale } from '../../shared/levels.ts'
import type { PlaceKind } from '../../shared/places.ts'
import type { RequestState, SignerMark, SignerStatus } from '../../shared/states.ts'
import type { Terms } from './document-types/terms.ts'
import type { FillValues, SignatureBox, TemplateTag } from './documents.ts'

/** Frozen at the review and kept for ever: what was sent, on what facts, by whom. */
export interface Snapshot {
  form: SendForm
  /** Name of the request at Yousign: a safe string without the matter. */
  remoteName: string
  by: { userId: number; name: string }
  takenAt: number
  lead: { name: string; pipelineId: number; statusId: number; responsibleUserId: number }
  firm: { name: string; language: 'en' | 'fr'; timeZone: string }
  /** yyyy-mm-dd in the firm's time zone. */
  expirationDate: string
  /** Where the lead goes once everybody has signed, and from where only. */
  stageAfter: StageMove | null
  /** Organisation of the Yousign connection it was sent with (P6). */
  environment: 'sandbox' | 'production'
  /** "Level suggested by the firm's settings on <date>, chosen by <user>" (product.md 3.1). */
  levelSuggested: { level: Level; at: number }
  /** What the document type decides beside the form. */
  terms: Terms
  /** What a template was filled with; null: there was nothing to fill in. */
  filled: Filled | null
}

/** Kept to see later whether the lead would still fill it the same. */
export interface Filled {
  language: 'en' | 'fr'
  tags: TemplateTag[]
  values: FillValues
}

export interface StageMove {
  pipelineId: number
  statusId: number
  name: string
  fromStatusIds: number[]
}

export interface SignatureRequest {
  id: string
  leadId: number
  documentKey: string
  submissionKey: string
  /** `YS-7F3A`. */
  reference: string
  externalId: string
  state: RequestState
  snapshot: Snapshot
  yousignId: string | null
  createdAt: number
  /** End of the undo time: nothing is created at Yousign before. */
  notBefore: number
  sentAt: number | null
  endedAt: number | null
  changedAt: number
  checkedAt: number | null
  expiresAt: number | null
  cancelAsked: CancelAsked | null
  paper: Paper | null
  deletedAt: number | null
  trouble: Trouble | null
  waiting: Progress['waiting']
  ending: Ending | null
  replaces: string | null
  /** Id of the Yousign account in which it was created; null before that. */
  connection: string | null
  revision: number
  signers: Signer[]
  documents: RequestDocument[]
}

export interface CancelAsked {
  /** When Yousign was last asked for it without a definite refusal; null: not yet. */
  calledAt: number | null
  by: string
  at: number
  reason: CancelReason
  note: string | null
}

/** Somebody says that the document was signed on paper, and has given the scan. */
export interface Paper {
  by: string
  at: number
  /** In that person's words. */
  why: string
  /** Stored already; a file of the request only once it counts. */
  scan: { name: string; storageKey: string; sha256: string; bytes: number }
  /** asked: what is open at Yousign is stopped first. overtaken: everybody had signed there before that. */
  outcome: PaperOutcome
}

export interface SentValues {
  firstName: string
  lastName: string
  email: string
  /** E.164. */
  phone: string | null
}

export interface Signer {
  id: string
  position: number
  yousignId: string | null
  sent: SentValues & {
    origin: SignerOrigin
    side: Side
    locale: SignerLocale
    capacity: Capacity
    label: string | null
    stage: number
  }
  /** What Kommo's contact said when it was read; null for a person typed in or a user of the firm. */
  base: (SentValues & { contactId: number }) | null
  status: SignerStatus
  marks: Partial<Record<SignerMark, number>>
  notifiedAt: number | null
  signedAt: number | null
  remindedAt: number | null
  words: string | null
}

/** A box on a document: who fills it, by position, and with what. */
export interface SignerBox extends SignatureBox {
  signer: number
  kind: PlaceKind
}

export interface RequestDocument {
  position: number
  name: string
  storageKey: string
  sha256: string
  bytes: number
  /** Null of a Word file, until Yousign has made pages of it. */
  pages: number | null
  parseAnchors: boolean
  /** Anchors that we found; Yousign must find as many. */
  anchors: number
  /** At least one signature a signer; empty where anchors give the places. */
  boxes: SignerBox[]
  /** Everybody's initials at the foot of every page. */
  initials: boolean
  yousignId: string | null
}

/** What is in the draft already: Yousign's ids, in our order. */
export interface Furnished {
  documents: string[]
  signers: string[]
  consents: string[]
  followers: boolean
}

export const unfurnished: Furnished = { documents: [], signers: [], consents: [], followers: false }

export type DraftState = 'open' | 'abandoned' | 'gone' | 'activating' | 'active'

/** One try at Yousign; only one of a request can ever be activated (P1). */
export interface Draft {
  requestId: string
  attempt: number
  yousignId: string | null
  state: DraftState
  inFlight: 'create' | 'document' | 'signer' | 'signers' | 'consent' | 'followers' | 'activate' | 'remove' | null
  furnished: Furnished
  searches: number
  activations: number
  firstActivationAt: number | null
  lastActivationAt: number | null
  createdAt: number
}

export function fullName(person: { firstName: string; lastName: string }): string {
  return `${person.firstName} ${person.lastName}`.trim()
}
