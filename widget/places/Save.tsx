// What stands against saving, and the way to the server and back in words.
import type { EditorWords } from './words.ts'

export type Saving =
  | { kind: 'not_yet' }
  | { kind: 'running' }
  | { kind: 'done'; version: number }
  | { kind: 'failed'; why: string }

export function Problems({ words, problems }: { words: EditorWords; problems: readonly string[] }) {
  if (problems.length === 0) return null
  return (
    <section class="note warn" aria-label={words.problems} aria-live="polite">
      <h2>{words.problems}</h2>
      <ul>
        {problems.map((problem) => (
          <li>{problem}</li>
        ))}
      </ul>
    </section>
  )
}

interface Props {
  words: EditorWords
  saving: Saving
  /** Nothing stands against it. */
  ready: boolean
  save: () => void
}

export function Save({ words, saving, ready, save }: Props) {
  const busy = saving.kind === 'running'
  return (
    <>
      <button type="button" class="primary" aria-disabled={!ready || busy} onClick={save}>
        {busy ? words.saving : words.save}
      </button>
      {saving.kind === 'done' && (
        <p class="note ok" role="status">
          {words.saved(saving.version)}
        </p>
      )}
      {saving.kind === 'failed' && (
        <p class="note bad" role="alert">
          {saving.why}
        </p>
      )}
    </>
  )
}
