// What a new version changes against the request that it replaces, and whose signatures have to be given again.

export interface NewVersion {
  /** The request that is replaced, and its readable number. */
  requestId: string
  reference: string
  /** By their bytes; unknown where we never had the old ones. */
  document: 'same' | 'other' | 'unknown'
  /** Empty when nothing else differs. */
  differences: VersionDifference[]
  /** Who had signed the old one; without `signsAgain` that signature is not asked for any more. */
  signed: { name: string; signsAgain: boolean }[]
}

export interface VersionDifference {
  what:
    | 'document'
    | 'name'
    | 'level'
    | 'mode'
    | 'order'
    | 'sequence'
    | 'deadline'
    | 'message'
    | 'text'
    | 'signer_added'
    | 'signer_removed'
    | 'signer_name'
    | 'signer_email'
    | 'signer_phone'
    | 'signer_capacity'
  /** Of whom or of what; empty for the request itself. */
  of: string
  /** As people read it, except: level, mode and order are their words of shared/levels.ts, a deadline is yyyy-mm-dd. */
  before: string
  after: string
}
