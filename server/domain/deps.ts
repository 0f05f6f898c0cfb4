// What the domain is given by the wiring: every port, once.
import type { Boot } from './boot.ts'
import type { Clock } from './clock.ts'
import type { Crm } from './crm.ts'
import type { Directory } from './directory.ts'
import type { Documents, Templates } from './documents.ts'
import type { ESignature } from './esignature.ts'
import type { Archive } from './evidence/archive.ts'
import type { SharedFiles } from './files.ts'
import type { ErasureJournal } from './keeping/tables.ts'
import type { Lane, LaneName } from './lane.ts'
import type { Phones } from './phones.ts'
import type { Settled } from './settled.ts'
import type { Store } from './store.ts'
import type { Starters } from './templates/starters.ts'

export interface Log {
  info(facts: Record<string, unknown>, message: string): void
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

export interface Deps {
  store: Store
  esign: ESignature
  crm: Crm
  files: SharedFiles
  documents: Documents & Templates
  archive: Archive
  starters: Starters
  journal: ErasureJournal
  phones: Phones
  lanes: Record<LaneName, Lane>
  clock: Clock
  log: Log
  /** What must be known before anything is sent (P6). */
  boot: Boot
  /** What changes rarely in Kommo and Yousign. */
  directory: Directory
  /** Tells those who wait that an action is settled. */
  settled: Settled
  /** Sixteen lower-case letters and digits, unguessable. */
  newId(): string
  /** A bearer token for a link, and the hash under which it is kept. */
  newToken(): { token: string; hash: string }
  hashToken(token: string): string
  /** Under a key of the deployment, so that nobody else can try addresses against it. */
  markPerson(value: string): string
  /** Rows of a QR code: `#` dark, `.` light. */
  qr(text: string): string[]
  sha256(bytes: Uint8Array): string
  /** Values that must not be readable in the database; bound to where they stand. */
  settings: {
    publicUrl: string
    provider: string
    environment: 'sandbox' | 'production'
    /** False until somebody entered a Yousign key. */
    connected(): boolean
    /** Changes with the Yousign key and says nothing about it; null without one. */
    keyMark(): string | null
    /** How long a call to Yousign may take at most, milliseconds. */
    callTimeout: number
  }
}
