// Changes that were not saved yet: kept in this browser tab until they are saved or discarded, also across a reload.
import { useEffect, useState } from 'preact/hooks'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { FirmChoices } from '../../shared/settings.ts'

export interface TypeDraft {
  /** The version that was there when the change began; the server refuses it once there is a newer one. */
  base: number | null
  body: DocumentTypeBody
}

export interface Kept {
  types: Readonly<Record<string, TypeDraft>>
  /** Only what differs, so that saving it leaves alone what somebody else changed meanwhile. */
  firm: Partial<FirmChoices>
}

/** Key of the type that was never saved. */
export const fresh = 'new'

/** With the draft of that type; one that equals what is saved is no change. */
export function withType(kept: Kept, id: string, draft: TypeDraft, saved: DocumentTypeBody): Kept {
  return same(draft.body, saved) ? withoutType(kept, id) : { ...kept, types: { ...kept.types, [id]: draft } }
}

export function withoutType(kept: Kept, id: string): Kept {
  const { [id]: _, ...types } = kept.types
  return { ...kept, types }
}

/** With these choices; one that equals what is saved is no change. */
export function withFirm(kept: Kept, part: Partial<FirmChoices>, saved: FirmChoices): Kept {
  const changed = Object.entries({ ...kept.firm, ...part })
  const firm = Object.fromEntries(changed.filter(([key, value]) => !same(value, saved[key as keyof FirmChoices])))
  return { ...kept, firm }
}

/** Number of things that were changed: each document type, and the firm. */
export function countOf({ types, firm }: Kept): number {
  return Object.keys(types).length + (Object.keys(firm).length > 0 ? 1 : 0)
}

/** What is kept, and how it is replaced. */
export function useDrafts(): [Kept, (next: (before: Kept) => Kept) => void] {
  const [kept, setKept] = useState<Kept>(read)
  useEffect(() => {
    try {
      sessionStorage.setItem(place, JSON.stringify(kept))
    } catch {
      // A browser that keeps nothing still has them until the page is left.
    }
  }, [kept])
  return [kept, setKept]
}

const place = 'ysg-settings'
const nothing: Kept = { types: {}, firm: {} }

function read(): Kept {
  try {
    return { ...nothing, ...(JSON.parse(sessionStorage.getItem(place) ?? '{}') as Partial<Kept>) }
  } catch {
    return nothing
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
