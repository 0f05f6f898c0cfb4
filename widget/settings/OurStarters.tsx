// Drafts of ours: downloaded to be adapted, or taken in as they are.
import { useState } from 'preact/hooks'
import { type StarterKey, starterKeys, starterNames } from '../../shared/starters.ts'
import { Button, Note } from '../actions/parts.tsx'
import { showFile } from '../actions/show-file.ts'
import type { TakeProps } from './AddTemplate.tsx'
import { LanguageChoice } from './languages.tsx'
import { endingOf } from './template-api.ts'
import { useWork } from './work.ts'

export function OurStarters({ words, api, page, take }: TakeProps) {
  const [language, setLanguage] = useState(page.firm.language)
  const work = useWork(words)
  const download = (key: StarterKey, name: string) =>
    work.run(
      () => api.templates.starter(key, language),
      (file) => showFile(file, `${name}.${endingOf(file)}`, 'save'),
    )
  return (
    <div class="ysg-sec__part ysg-stack">
      <h3 class="ysg-part__title">{words.say('ours.title')}</h3>
      <p class="ysg-soft">{words.say('ours.text')}</p>
      <div class="ysg-cols">
        <LanguageChoice label={words.say('ours.language')} value={language} change={setLanguage} />
      </div>
      <ul class="ysg-list">
        {starterKeys.map((key) => {
          const name = starterNames[key][language]
          // The draft's name stands in the list, and in each button for whoever does not see the list.
          const hidden = <span class="ysg-vh"> {name}</span>
          return (
            <li key={key}>
              <span lang={language}>{name}</span>
              <Button small off={work.busy} press={() => download(key, name)}>
                {words.say('own.download')}
                {hidden}
              </Button>
              <Button small off={work.busy} press={() => work.run(() => api.templates.take(key, language), take)}>
                {words.say('ours.take')}
                {hidden}
              </Button>
            </li>
          )
        })}
      </ul>
      {work.failure !== '' && <Note tone="bad" alert text={work.failure} />}
    </div>
  )
}
