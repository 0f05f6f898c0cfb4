// Choosing the sample: a file of this computer, by the button or dropped anywhere on the page.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { EditorWords } from './words.ts'

interface Props {
  words: EditorWords
  /** Name of the sample that is shown. */
  chosen: string | null
  open: (file: File) => void
}

export function Choose({ words, chosen, open }: Props) {
  const [over, setOver] = useState(false)
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault()
      setOver(event.type === 'dragover')
      const file = event.type === 'drop' ? event.dataTransfer?.files[0] : undefined
      if (file !== undefined) latest.current(file)
    }
    const kinds = ['dragover', 'dragleave', 'drop'] as const
    for (const kind of kinds) addEventListener(kind, drag)
    return () => {
      for (const kind of kinds) removeEventListener(kind, drag)
    }
  }, [])

  return (
    <div class={`choose${chosen === null ? ' large' : ''}${over ? ' over' : ''}`}>
      {chosen === null && <p>{words.intro}</p>}
      <label class={`button${chosen === null ? ' primary' : ''}`}>
        {chosen === null ? words.choose : words.other}
        <input
          type="file"
          accept="application/pdf,.pdf"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0]
            currentTarget.value = ''
            if (file !== undefined) open(file)
          }}
        />
      </label>
      {chosen === null ? (
        <p class="soft">
          {words.drop}. {words.local}
        </p>
      ) : (
        <span class="soft">{chosen}</span>
      )}
    </div>
  )
}
