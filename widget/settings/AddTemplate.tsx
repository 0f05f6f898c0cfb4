// A template of the firm, from this computer: its language first, for a file says nothing of how to write a date.
import { useRef, useState } from 'preact/hooks'
import type { SettingsPage } from '../../shared/settings.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, Note } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import { LanguageChoice } from './languages.tsx'
import { useWork } from './work.ts'

export interface TakeProps extends Pick<SettingsDeps, 'words' | 'api' | 'page'> {
  /** With the page that has the new one. */
  take: (page: SettingsPage) => void
}

export function AddTemplate({ words, api, page, take }: TakeProps) {
  const [language, setLanguage] = useState(page.firm.language)
  const work = useWork(words)
  const input = useRef<HTMLInputElement>(null)
  return (
    <div class="ysg-sec__part ysg-stack">
      <h3 class="ysg-part__title">{words.say('add.title')}</h3>
      <div class="ysg-tpl__add">
        <LanguageChoice label={words.say('add.language')} value={language} change={setLanguage} />
        <input
          ref={input}
          type="file"
          accept=".docx,.pdf"
          hidden
          aria-label={words.say('add.choose')}
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0]
            currentTarget.value = ''
            if (file !== undefined) work.run(() => api.templates.add(file, language), take)
          }}
        />
        <div class="ysg-btns">
          <Button icon={moreIcons.upload} off={work.busy} press={() => input.current?.click()}>
            {words.say(work.busy ? 'add.reading' : 'add.choose')}
          </Button>
        </div>
      </div>
      {work.failure !== '' && <Note tone="bad" alert text={work.failure} />}
    </div>
  )
}
