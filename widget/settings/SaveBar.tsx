// Says that something is not saved yet, and offers both ways out. Ctrl+S saves.
import { useEffect } from 'preact/hooks'
import { Button } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'

interface SaveBarProps {
  words: SettingsDeps['words']
  count: number
  busy: boolean
  save: () => void
  discard: () => void
}

export function SaveBar({ words, count, busy, save, discard }: SaveBarProps) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      save()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
  return (
    <section class="ysg-save" aria-label={words.say('save')}>
      <div>
        <p>{words.say('unsaved', { n: count })}</p>
        <Button look="quiet" off={busy} press={discard}>
          {words.say('discard')}
        </Button>
        <Button look="primary" off={busy} press={save}>
          {words.say(busy ? 'saving' : 'save')}
        </Button>
      </div>
    </section>
  )
}
