// A PDF from the manager's computer: one button, which says what it does, and beside it what came of it.
import { useRef } from 'preact/hooks'
import type { UploadReply } from '../../shared/api.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import type { FullDeps } from '../card/deps.ts'

/** `added` is called once the server has opened and stored it. */
export function Upload({ deps, added }: { deps: FullDeps; added: (upload: UploadReply) => void }) {
  const { words, tools } = deps
  const press = usePress(deps)
  const input = useRef<HTMLInputElement>(null)
  const upload = (file: File) =>
    press.run(
      () => tools.api.upload(file),
      (reply) => {
        added(reply)
        return null
      },
    )
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="application/pdf,.pdf"
        hidden
        aria-label={words.say('form.upload')}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          currentTarget.value = ''
          if (file !== undefined) upload(file)
        }}
      />
      <Button small block icon={moreIcons.upload} off={press.busy} press={() => input.current?.click()}>
        {words.say(press.busy ? 'form.uploading' : 'form.upload')}
      </Button>
      <Said deps={deps} press={press} />
    </>
  )
}
