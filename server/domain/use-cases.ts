// What people and remotes may ask of the server, one function each. The border (http/) parses, calls one of these, replies.
import type {
  CancelBody,
  CorrectBody,
  ExtendBody,
  LinkReply,
  PaperBody,
  PhoneReply,
  RequestReply,
  ReviewBody,
  ReviewReply,
  SendBody,
  TimelineReply,
  UploadReply,
} from '../../shared/api.ts'
import type { Card, CardRequest, Language } from '../../shared/card.ts'
import type {
  ErasePersonBody,
  KeepingChoices,
  KeepingPage,
  PersonBody,
  PersonReply,
  RenewBody,
} from '../../shared/keeping.ts'
import type { SignerLocale } from '../../shared/levels.ts'
import type { EditorSession, OpenPlacesReply, SavedPlaces, SavePlacesBody } from '../../shared/place-editor.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import type {
  AddPackBody,
  FirmChoices,
  SaveTypeBody,
  SettingsPage,
  StorageTest,
  TemplatePreview,
} from '../../shared/settings.ts'
import type { StarterKey } from '../../shared/starters.ts'
import type { NamedFile } from './settings/templates.ts'

/** Somebody of the firm, as Kommo's one-time token and our session say; rights are asked of Kommo. */
export interface Viewer {
  userId: number
  language: Language
}

export interface SessionStart {
  userId: number
  leadId: number
  /** Best first: own choice is not here; browser's, then Kommo's. */
  languages: string[]
  hostLanguage: string
}

export interface OpenedSession {
  viewer: Viewer
  user: { id: number; name: string; isAdmin: boolean }
  dictionary: Record<string, string> | null
  card: Card
}

export type Asked<T> = Promise<Result<T, Problem>>

export interface UseCases {
  openSession(start: SessionStart): Asked<OpenedSession>
  card(viewer: Viewer, leadId: number): Asked<Card>
  /** Requests of the lead that changed after `cursor`, as this viewer sees them, and the new cursor. */
  changedSince(viewer: Viewer, leadId: number, cursor: number): Asked<{ cursor: number; requests: CardRequest[] }>
  upload(viewer: Viewer, leadId: number, name: string, bytes: Uint8Array): Asked<UploadReply>
  review(viewer: Viewer, leadId: number, body: ReviewBody): Asked<ReviewReply>
  reviewDocument(
    viewer: Viewer,
    leadId: number,
    reviewId: string,
    index: number,
  ): Asked<{ name: string; bytes: Uint8Array }>
  send(viewer: Viewer, leadId: number, body: SendBody): Asked<RequestReply>
  readPhone(viewer: Viewer, leadId: number, phone: string): Asked<PhoneReply>
  undo(viewer: Viewer, leadId: number, requestId: string): Asked<RequestReply>
  sendPrepared(viewer: Viewer, leadId: number, requestId: string): Asked<RequestReply>
  retry(viewer: Viewer, leadId: number, requestId: string): Asked<RequestReply>
  retryEffects(viewer: Viewer, leadId: number, requestId: string): Asked<RequestReply>
  cancel(viewer: Viewer, leadId: number, requestId: string, body: CancelBody): Asked<RequestReply>
  paper(viewer: Viewer, leadId: number, requestId: string, body: PaperBody): Asked<RequestReply>
  extend(viewer: Viewer, leadId: number, requestId: string, body: ExtendBody): Asked<RequestReply>
  refresh(viewer: Viewer, leadId: number, requestId: string): Asked<RequestReply>
  timeline(viewer: Viewer, leadId: number, requestId: string): Asked<TimelineReply>
  remind(viewer: Viewer, leadId: number, requestId: string, signerId: string): Asked<RequestReply>
  signerLink(viewer: Viewer, leadId: number, requestId: string, signerId: string): Asked<LinkReply>
  correct(viewer: Viewer, leadId: number, requestId: string, signerId: string, body: CorrectBody): Asked<RequestReply>
  file(
    viewer: Viewer,
    leadId: number,
    requestId: string,
    fileId: string,
  ): Asked<{ name: string; bytes: Uint8Array; type: string }>
  openSettings(start: Omit<SessionStart, 'leadId'>): Asked<{
    viewer: Viewer
    user: { id: number; name: string }
    dictionary: Record<string, string> | null
    page: SettingsPage
  }>
  /** Each of these is for administrators, and answers the page as it is afterwards. */
  settings(viewer: Viewer): Asked<SettingsPage>
  saveChoices(viewer: Viewer, choices: FirmChoices): Asked<SettingsPage>
  saveType(viewer: Viewer, body: SaveTypeBody): Asked<SettingsPage>
  retireType(viewer: Viewer, id: string): Asked<SettingsPage>
  addPack(viewer: Viewer, body: AddPackBody): Asked<SettingsPage>
  /** For administrators; tries the place where documents are kept with an object of its own. */
  testStorage(viewer: Viewer): Asked<StorageTest>
  /** An own template, in which language its dates and amounts are written. */
  addTemplate(viewer: Viewer, file: { name: string; bytes: Uint8Array; language: 'en' | 'fr' }): Asked<SettingsPage>
  takeStarter(viewer: Viewer, which: { starter: StarterKey; language: 'en' | 'fr' }): Asked<SettingsPage>
  starterFile(viewer: Viewer, which: { starter: StarterKey; language: 'en' | 'fr' }): Asked<NamedFile>
  templateFile(viewer: Viewer, templateId: string): Asked<NamedFile>
  previewTemplate(viewer: Viewer, templateId: string, leadId: number): Asked<TemplatePreview>
  filledTemplate(viewer: Viewer, templateId: string, leadId: number): Asked<NamedFile>
  /** The address of the place editor for that type, good once. */
  openPlaces(viewer: Viewer, typeId: string): Asked<OpenPlacesReply>
  /** What the one-time code opens; `unauthenticated` when it was used, is too old or is none. */
  enterPlaces(typeId: string, code: string): Asked<{ viewer: Viewer; page: Omit<EditorSession, 'token' | 'expiresAt'> }>
  savePlaces(viewer: Viewer, typeId: string, body: SavePlacesBody): Asked<SavedPlaces>
  /** For administrators, as are the four after it. */
  keeping(viewer: Viewer): Asked<KeepingPage>
  saveKeeping(viewer: Viewer, choices: KeepingChoices): Asked<KeepingPage>
  renewKeeping(viewer: Viewer, body: RenewBody): Asked<KeepingPage>
  findPerson(viewer: Viewer, person: PersonBody): Asked<PersonReply>
  /** Erases what no period covers and restricts the rest; `record_running` and nothing done while one can still be signed. */
  erasePerson(viewer: Viewer, body: ErasePersonBody): Asked<PersonReply>
  /** The complete file: `not_filed` while something is still to come. */
  evidence(viewer: Viewer, leadId: number, requestId: string): Asked<{ name: string; bytes: Uint8Array; type: string }>
  /** `/files/:token`, no session: the token is the right. */
  openFile(
    token: string,
  ): Promise<Result<{ name: string; bytes: Uint8Array; type: string }, 'unknown' | 'expired' | 'unavailable'>>
  /** `/s/:token`: what the landing page says; asks no remote. */
  signerPage(token: string): SignerPage
  /** The press on its button: a fresh signing link, handed on and forgotten. */
  signerTurn(token: string): Promise<Result<{ url: string }, SignerPage | 'unavailable'>>
}

export type SignerPage =
  | { kind: 'unknown' }
  | {
      kind: 'turn' | 'later' | 'signed' | 'ended'
      firm: string
      document: string
      name: string
      locale: SignerLocale
      provider: string
    }

/** A webhook call that the border has checked and hands over; `accept` answers after the commit. */
export interface IncomingDelivery {
  source: 'yousign' | 'kommo'
  /** Unique for ever within the source. */
  key: string
  event: string
  eventAt: number | null
  body: Uint8Array
  /** Signed or secretly addressed, but not readable: kept for a person, acted on by nobody. */
  quarantined: boolean
  /** Leads and contacts a Kommo hook says have changed. */
  changes: { entity: 'lead' | 'contact'; id: number }[]
}

export interface Inbox {
  /** Resolves once the delivery and its job are durable; rejects when they could not be stored. */
  accept(delivery: IncomingDelivery): Promise<void>
}

/** Tells open cards that something of a lead changed; listeners ask for the rest themselves. */
export interface Hub {
  publish(leadId: number): void
  subscribe(leadId: number, listener: () => void): () => void
}
