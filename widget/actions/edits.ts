// Does the lead's form hold edits that nobody has saved? The model is the draft, Kommo's API is the truth
// (contracts/kommo-widget.md 2.8), and no event tells of a save, so the person may say so.
import type { HostModel } from '../host/door.ts'

export interface Edits {
  isUnsaved(): boolean
  /** The lead was saved: what the form says now is what counts. */
  settle(): void
  stop(): void
}

/** Keys the host writes by itself and saves at once. */
const saved = /^(id|lead\[(STATUS|PIPELINE_ID)\])$/

export function watchEdits(model: HostModel | null): Edits {
  if (model === null) return { isUnsaved: () => false, settle: () => {}, stop: () => {} }
  let base = { ...model.attributes }
  let touched = false
  const touch = () => {
    touched = true
  }
  const settle = () => {
    base = { ...model.attributes }
    touched = false
  }
  // Silent changes are the host's own news of the lead; only edits fire.
  model.on('change', touch)
  model.on('sync', settle)
  return {
    isUnsaved: () =>
      touched &&
      Object.keys({ ...base, ...model.attributes }).some(
        (key) => !saved.test(key) && String(base[key] ?? '') !== String(model.attributes[key] ?? ''),
      ),
    settle,
    stop: () => {
      model.off('change', touch)
      model.off('sync', settle)
    },
  }
}
