// Starter documents of a profession, with the confirmation that the firm has looked at the levels (product.md 4).
import { useState } from 'preact/hooks'
import { type Profession, professions, starterCount } from '../../shared/settings.ts'
import { Button, Note, Segments } from '../actions/parts.tsx'
import { failureText, type SettingsDeps } from './deps.ts'
import { Check } from './inputs.tsx'
import { Head } from './Page.tsx'

export function Starters({ words, api, page, put }: SettingsDeps) {
  const [profession, setProfession] = useState<Profession>('law')
  const [language, setLanguage] = useState<'en' | 'fr'>(page.firm.language)
  const [confirmed, setConfirmed] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const add = () => {
    setBusy(true)
    void api.addPack({ profession, language, confirmed: true }).then((answer) => {
      setBusy(false)
      setConfirmed(false)
      setFailure(answer.ok ? '' : failureText(words, answer.failure))
      if (answer.ok) put(answer.value)
    })
  }
  return (
    <section class="ysg-sec">
      <Head id="start" title={words.say('nav.start')} text={words.say('start.text')} />
      <div class="ysg-sec__body ysg-stack">
        <Segments
          label={words.say('nav.start')}
          value={profession}
          options={professions.map((value) => ({ value, text: words.say(`start.${value}`) }))}
          change={setProfession}
        />
        <Segments
          label={words.say('start.language')}
          value={language}
          options={[
            { value: 'fr', text: 'Français' },
            { value: 'en', text: 'English' },
          ]}
          change={setLanguage}
        />
        <p class="ysg-soft">{words.say('start.note')}</p>
        <Check text={words.say('start.confirm')} on={confirmed} change={setConfirmed} />
        <div class="ysg-btns">
          <Button off={!confirmed || busy} press={add}>
            {words.say('start.add', { n: starterCount[profession] })}
          </Button>
        </div>
        {failure !== '' && <Note tone="bad" alert text={failure} />}
      </div>
    </section>
  )
}
