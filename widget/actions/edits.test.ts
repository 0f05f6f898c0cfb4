import { expect, test } from 'vitest'
import { watchEdits } from './edits.ts'

/** The part of the host's model that matters: `set` fires unless it is silent. */
function model(attributes: Record<string, unknown>) {
  const handlers = new Map<string, Set<() => void>>()
  return {
    attributes: { ...attributes },
    on: (event: string, handler: () => void) => handlers.set(event, (handlers.get(event) ?? new Set()).add(handler)),
    off: (event: string, handler: () => void) => handlers.get(event)?.delete(handler),
    set(change: Record<string, unknown>, silent = false) {
      Object.assign(this.attributes, change)
      if (!silent) for (const handler of handlers.get('change') ?? []) handler()
    },
    fire: (event: string) => {
      for (const handler of handlers.get(event) ?? []) handler()
    },
    count: () => [...handlers.values()].reduce((sum, set) => sum + set.size, 0),
  }
}

test('an edit is unsaved until it is taken back, saved, or called saved', () => {
  const lead = model({ 'lead[NAME]': 'A', 'CFV[1]': '' })
  const edits = watchEdits(lead)
  expect(edits.isUnsaved()).toBe(false)
  lead.set({ 'CFV[1]': 'x' })
  expect(edits.isUnsaved()).toBe(true)
  lead.set({ 'CFV[1]': '' })
  expect(edits.isUnsaved()).toBe(false)
  lead.set({ 'lead[NAME]': 'B' })
  edits.settle()
  expect(edits.isUnsaved()).toBe(false)
  lead.set({ 'lead[NAME]': 'C' })
  lead.fire('sync')
  expect(edits.isUnsaved()).toBe(false)
})

test('what the host writes by itself is no edit', () => {
  const lead = model({ id: 1, 'lead[STATUS]': 1, 'lead[PRICE]': 5 })
  const edits = watchEdits(lead)
  lead.set({ 'lead[PRICE]': 6 }, true)
  expect(edits.isUnsaved()).toBe(false)
  edits.settle()
  lead.set({ 'lead[STATUS]': 2 })
  expect(edits.isUnsaved()).toBe(false)
})

test('stopped, it no longer listens', () => {
  const lead = model({})
  watchEdits(lead).stop()
  expect(lead.count()).toBe(0)
})

test('without a model nothing is unsaved', () => {
  expect(watchEdits(null).isUnsaved()).toBe(false)
})
