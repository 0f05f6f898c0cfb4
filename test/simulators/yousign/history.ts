import type { Clock } from '../clock.ts'
import type { RequestRecord } from './model.ts'

/** What reads see: the present, or with a lag set what was true a while ago, as from a replica. */
export interface History {
  /** To be called after every change of a request. */
  changed(request: RequestRecord): void
  /** Permanently deleted. */
  removed(id: string): void
  setLag(ms: number, options?: { hideNew?: boolean }): void
  one(id: string): RequestRecord | undefined
  all(): RequestRecord[]
}

interface Version {
  at: number
  /** Undefined once it was deleted for good. */
  record: RequestRecord | undefined
}

/** Keeps older versions only while a lag is set, and no older ones than a read can ask for. */
export function createHistory(clock: Clock, live: Map<string, RequestRecord>): History {
  const versions = new Map<string, Version[]>()
  let lag = 0
  let hideNew = false

  function keep(id: string, record: RequestRecord | undefined): void {
    if (lag === 0) return
    const kept = versions.get(id) ?? []
    kept.push({ at: clock.now(), record: record === undefined ? undefined : structuredClone(record) })
    const reach = clock.now() - lag
    while (kept.length > 1 && (kept[1]?.at ?? Number.POSITIVE_INFINITY) <= reach) kept.shift()
    versions.set(id, kept)
  }

  function seen(kept: Version[]): Version | undefined {
    const reach = clock.now() - lag
    return kept.findLast((version) => version.at <= reach)
  }

  return {
    changed: (request) => keep(request.id, request),
    removed: (id) => keep(id, undefined),
    setLag(ms, options) {
      lag = ms
      hideNew = options?.hideNew ?? false
      versions.clear()
      if (ms === 0) return
      for (const [id, request] of live) versions.set(id, [{ at: 0, record: structuredClone(request) }])
    },
    one(id) {
      if (lag === 0) return live.get(id)
      const kept = versions.get(id)
      if (kept === undefined) return undefined
      const old = seen(kept)
      if (old !== undefined) return old.record
      return hideNew ? undefined : kept[0]?.record
    },
    all() {
      if (lag === 0) return [...live.values()]
      return [...versions.values()].flatMap((kept) => seen(kept)?.record ?? [])
    },
  }
}
