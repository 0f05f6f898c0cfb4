// What somebody has changed in the form of a lead: kept while the page lives, so that leaving the card loses nothing.
import { useState } from 'preact/hooks'
import type { PhoneReply, UploadReply } from '../../shared/api.ts'
import type { Finding } from '../../shared/findings.ts'
import type { SendForm } from '../../shared/form.ts'

export interface Draft {
  /** Null while nobody has changed anything: then the form follows what the server offers. */
  form: SendForm | null
  uploads: UploadReply[]
  phones: ReadonlyMap<string, PhoneReply>
  /** What the server found in `form`, until it is changed again. */
  found: Finding[] | null
  /** Findings that somebody has looked at and called right, by `acceptKey`. */
  accepted: readonly string[]
}

const kept = new Map<string, Draft>()
const empty: Draft = { form: null, uploads: [], phones: new Map(), found: null, accepted: [] }

/** The draft under `key`, a way to change it, and a way to forget it once it is sent or given up. */
export function useDraft(key: string): [Draft, (change: Partial<Draft>) => void, () => void] {
  const [, redraw] = useState(0)
  const draft = kept.get(key) ?? empty
  const put = (change: Partial<Draft>) => {
    kept.set(key, { ...(kept.get(key) ?? empty), ...change })
    redraw((count) => count + 1)
  }
  const forget = () => {
    kept.delete(key)
    redraw((count) => count + 1)
  }
  return [draft, put, forget]
}

/** Names a finding for "I have looked at it". */
export function acceptKey(finding: Finding): string {
  return JSON.stringify(finding)
}
