// Changes that were not saved yet: kept in this browser tab until they are saved or discarded, also across a reload.
import { useEffect, useState } from 'preact/hooks'

const place = 'ysg-settings'

export interface Drafts {
  /** Number of things that were changed. */
  readonly count: number
  get<T>(key: string, saved: T): T
  /** The same as what is saved is no change. */
  put<T>(key: string, saved: T, next: T): void
  drop(key: string): void
  has(key: string): boolean
  keys(): string[]
}

export function useDrafts(): Drafts {
  const [kept, setKept] = useState<Record<string, unknown>>(read)
  useEffect(() => {
    try {
      sessionStorage.setItem(place, JSON.stringify(kept))
    } catch {
      // A browser that keeps nothing still has them until the page is left.
    }
  }, [kept])
  const drop = (key: string) => setKept(({ [key]: _, ...others }) => others)
  return {
    count: Object.keys(kept).length,
    get: <T>(key: string, saved: T) => (key in kept ? (kept[key] as T) : saved),
    put(key, saved, next) {
      if (JSON.stringify(next) === JSON.stringify(saved)) drop(key)
      else setKept((before) => ({ ...before, [key]: next }))
    },
    drop,
    has: (key) => key in kept,
    keys: () => Object.keys(kept),
  }
}

function read(): Record<string, unknown> {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? '{}') as Record<string, unknown>
  } catch {
    return {}
  }
}
