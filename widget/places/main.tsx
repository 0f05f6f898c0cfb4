// Entry of the place editor's page: the code in the address becomes a session, then the editor, or the sentence why not.
import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { EditorSession } from '../../shared/place-editor.ts'
import { enter, type Failure, takeCode } from './api.ts'
import { Editor } from './Editor.tsx'
import { editorWords } from './words.ts'

type Stage = { kind: 'opening' } | { kind: 'open'; session: EditorSession } | { kind: 'closed'; failure: Failure }

function Page({ type, code }: { type: string; code: string }) {
  const [stage, setStage] = useState<Stage>({ kind: 'opening' })
  useEffect(() => {
    if (code === '') return setStage({ kind: 'closed', failure: { code: 'unauthenticated' } })
    void enter(type, code).then((entered) =>
      setStage(entered.ok ? { kind: 'open', session: entered.value } : { kind: 'closed', failure: entered.failure }),
    )
  }, [type, code])
  // Before the session says otherwise, the language in which the server sent the page.
  const words = editorWords[document.documentElement.lang === 'fr' ? 'fr' : 'en']
  if (stage.kind === 'open') return <Editor session={stage.session} />
  return (
    <main class="message">
      <h1>{words.title}</h1>
      {stage.kind === 'opening' ? (
        <p role="status">{words.opening}</p>
      ) : (
        <p role="alert">{words.failure(stage.failure)}</p>
      )}
    </main>
  )
}

const root = document.getElementById('editor')
if (root !== null) {
  root.replaceChildren()
  render(<Page {...takeCode()} />, root)
}
