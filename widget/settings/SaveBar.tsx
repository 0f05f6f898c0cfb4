// Says what is not saved yet, and offers both ways out. Ctrl+S saves.
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'

interface SaveBarProps {
  words: SettingsDeps['words']
  /** Names of what was changed; empty hides the bar. */
  changed: string[]
  busy: boolean
  /** The last press saved everything. */
  isSaved: boolean
  save: () => void
  discard: () => void
}

export function SaveBar({ words, changed, busy, isSaved, save, discard }: SaveBarProps) {
  const bar = useRef<HTMLDivElement>(null)
  const isOn = changed.length > 0
  useEffect(() => {
    const press = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (isOn && !busy) save()
    }
    // Keys pressed inside never leave the shadow root (host/border.ts), the others never come in.
    const places = [bar.current?.getRootNode(), document]
    for (const place of places) place?.addEventListener('keydown', press)
    return () => {
      for (const place of places) place?.removeEventListener('keydown', press)
    }
  })
  return (
    <div ref={bar} class="ysg-dock">
      <p class="ysg-vh" role="status">
        {isSaved && !isOn && words.say('saved')}
      </p>
      {isOn && (
        <section class="ysg-save" aria-label={words.say('save')}>
          <div>
            <p>{words.rich('unsaved', { n: changed.length, where: words.list(changed) })}</p>
            <Button off={busy} press={discard}>
              {words.say('discard')}
            </Button>
            <Button look="primary" off={busy} press={save}>
              {words.say(busy ? 'saving' : 'save')}
            </Button>
          </div>
        </section>
      )}
    </div>
  )
}
