// Every endpoint between card and server, once: method, path, what goes in and what comes back. No zod here: the card imports it.

import type { CancelReason, Card, CardRequest, SessionAnswer } from './card.ts'
import { cardEndpoints } from './card-endpoints.ts'
import type { Finding } from './findings.ts'
import type { FormDocument, SendForm } from './form.ts'
import type { NewVersion } from './new-version.ts'
import { settingsEndpoints } from './settings-endpoints.ts'

/** Paths; `:name` parts are filled and encoded by `pathOf`. */
export const endpoints = { ...cardEndpoints, ...settingsEndpoints }

export type EndpointName = keyof typeof endpoints

/** Fills the `:name` parts of a path, each encoded. */
export function pathOf(name: EndpointName, values: Record<string, string | number> = {}): string {
  return endpoints[name].path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(values[key] ?? '')))
}

/** Body of `session`; the one-time token travels in `X-Auth-Token`. */
export interface SessionBody {
  leadId: number
  /** The browser's languages, best first, and Kommo's own. */
  languages: string[]
  hostLanguage: string
  /** Version of the archive that asks; an old one is told to reload. */
  version: string
}
export type SessionReply = SessionAnswer

/** Body of `settingsSession`; as `SessionBody`, without a lead. */
export interface SettingsSessionBody {
  languages: string[]
  hostLanguage: string
}

export type CardReply = Card

/** Answer to `upload`: bytes in the body as application/pdf, the name percent-encoded in `X-File-Name`. */
export interface UploadReply {
  uploadId: string
  name: string
  bytes: number
  pages: number
}

export interface ReviewBody {
  form: SendForm
  /** "New version": the ended request that this one replaces; the server compares the two. */
  replaces: string | null
}

/** Documents frozen with their hashes; `reviewId` is the submission key. `findings` with a red one stop the send. */
export interface ReviewReply {
  reviewId: string
  form: SendForm
  findings: Finding[]
  /** Pages are not counted of a Word file: Yousign makes them. */
  documents: { name: string; bytes: number; pages: number | null; sha256: string; signaturePage: boolean }[]
  deadline: { at: number; timeZone: string }
  /** Stage the lead moves to once everybody has signed; null when none is set. */
  stageAfter: string | null
  undoSeconds: number
  /** Null unless it is a new version. */
  newVersion: NewVersion | null
}

export interface SendBody {
  reviewId: string
  intent: 'send' | 'prepare'
  /** "Send a second one": the live request that the sender saw and knowingly sends beside. */
  besides: string | null
  /** "New version": as it was reviewed. */
  replaces: string | null
}

export interface RequestReply {
  request: CardRequest
}

export interface PhoneBody {
  phone: string
}
export interface PhoneReply {
  e164: string | null
  shown: string
  type: 'mobile' | 'fixed' | 'unknown' | 'invalid'
  assumedCountry: string | null
}

export interface CancelBody {
  reason: CancelReason
  note: string | null
}

/** The document was signed on paper: the scan, and why, kept with the request. */
export interface PaperBody {
  scan: FormDocument
  why: string
}

/** Extends an expired request's deadline to so many days from now. */
export interface ExtendBody {
  days: number
}

export interface LinkReply {
  /** A page of ours (`/s/…`) that hands the signer on; expires with the signer's turn. */
  url: string
  /** Rows of dark modules, `#` dark and `.` light; drawn by the card without a library. */
  qr: string[]
  expiresAt: number
}

/** New values of one signer; only what differs is sent to Yousign. */
export interface CorrectBody {
  firstName: string
  lastName: string
  email: string
  phone: string | null
  /** After the name was corrected: lift the block on the identity check. */
  unblock: boolean
}

export interface TimelineReply {
  entries: CardRequest['timeline']
}

/** One event of the stream; `id:` of the frame is the cursor. */
export type StreamEvent = { kind: 'request'; request: CardRequest } | { kind: 'reload' }
