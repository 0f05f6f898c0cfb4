// What the firm has decided, and what was found out about its accounts: one row a value.
import type { Language } from '../../shared/card.ts'
import type { FirmDetails, FirmPerson } from '../../shared/settings.ts'

/** What the firm decided; every value has a default. */
export interface FirmSettings {
  firmName: string | null
  /** Of notes, tasks and the card; null: the Kommo account's. */
  language: Language | null
  timeZone: string | null
  country: string | null
  undoSeconds: number
  emailCodeAllowed: boolean
  noCodeAllowed: boolean
  stageAfterDone: { pipelineId: number; statusId: number } | null
  fallbackUserId: number | null
  declineReasonInNotes: boolean
  /** Of the Kommo account, learnt from Kommo at the first contact; its tokens and hooks must name it. */
  accountId: number | null
  /** Found out from Yousign's refusals, so that a send is not refused twice for the same reason. */
  declineRefused: boolean
  levelsOff: string[]
  /** Users who may lower a level to a type's minimum, beside administrators. */
  mayLowerLevel: number[]
  /** Of the firm, for templates. */
  details: FirmDetails
  /** What templates say of the firm's people beside what Kommo knows. */
  people: FirmPerson[]
  /** A copy of every signed document goes among the lead's files in Kommo. */
  copyToKommo: boolean
  /** Years after the last signature until an administrator is asked what becomes of a signed record. */
  reviewYears: number
}
