// Wakes the open cards of a lead after something of it changed. In memory only: a card that missed a call asks again
// with its cursor, so nothing is lost when the process ends.
import type { Hub } from '../domain/use-cases.ts'

/**
 * `publish` any number of times in one turn of the event loop calls each listener of the lead once, after that turn:
 * a transaction that touches five rows pushes one update. Listeners are told nothing but that something changed, and
 * must not throw. `listeners` counts all that are subscribed.
 */
export function createHub(): Hub & { readonly listeners: number } {
  const byLead = new Map<number, Set<() => void>>()
  const changed = new Set<number>()

  function tell(): void {
    const leads = [...changed]
    changed.clear()
    // A copy: a listener may take itself or others off the list.
    for (const lead of leads) for (const listener of [...(byLead.get(lead) ?? [])]) listener()
  }

  return {
    publish(leadId) {
      if (!byLead.has(leadId)) return
      if (changed.size === 0) setImmediate(tell)
      changed.add(leadId)
    },
    subscribe(leadId, listener) {
      const listeners = byLead.get(leadId) ?? new Set()
      byLead.set(leadId, listeners)
      // Each subscription is its own, also of one function twice.
      const own = () => listener()
      listeners.add(own)
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && byLead.get(leadId) === listeners) byLead.delete(leadId)
      }
    },
    get listeners() {
      let count = 0
      for (const listeners of byLead.values()) count += listeners.size
      return count
    },
  }
}
