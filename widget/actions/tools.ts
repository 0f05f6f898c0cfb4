// What the second bundle needs once a mount: the calls, the unsaved edits, the live region, views and their focus.
import type { Deps, FormParts, Tools } from '../card/deps.ts'
import { createApi } from './api.ts'
import { watchEdits } from './edits.ts'

/** One sentence at most in this time (ui.md 5, live region). */
const restAfterWords = 2000

/** `kit` is what the form is handed when it is loaded. */
export function createTools(deps: Deps, kit: object): Tools {
  const edits = watchEdits(deps.host.model())
  let opener: string | undefined
  let parts: FormParts | null = null
  let next: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const speak = () => {
    timer = undefined
    if (next === null) return
    deps.dispatch({ kind: 'say', text: next })
    next = null
    timer = setTimeout(speak, restAfterWords)
  }
  return {
    api: createApi(deps.call),
    edits,
    say: (text) => {
      next = text
      if (timer === undefined) speak()
    },
    view: (view) => {
      if (view.kind !== 'card') opener = focusedIn(deps.root)?.dataset['at'] ?? opener
      deps.dispatch({ kind: 'view', view })
      // The button is gone while the view is there; its successor carries the same name.
      if (view.kind === 'card') deps.root.querySelector<HTMLElement>(`[data-at="${opener}"]`)?.focus()
    },
    form: () => parts,
    loadForm: async () => {
      const open = (await deps.host.load('send.js')) as (given: object) => FormParts
      if (parts !== null) return parts
      parts = open(kit)
      deps.style(parts.css)
      // The words of this mount look into the same object, so the form's are found from now on.
      if (deps.full !== null) Object.assign(deps.full.more.texts, parts.texts)
      return parts
    },
    stop: () => {
      clearTimeout(timer)
      edits.stop()
    },
  }
}

function focusedIn(root: HTMLElement): HTMLElement | null {
  const { activeElement } = root.getRootNode() as ShadowRoot | Document
  return activeElement instanceof HTMLElement ? activeElement : null
}
