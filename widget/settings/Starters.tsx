// Starter documents of a profession, with the confirmation that the firm has looked at the levels (product.md 4).
import { useState } from 'preact/hooks'
import { type Profession, professions } from '../../shared/settings.ts'
import { Button, Note, Segments } from '../actions/parts.tsx'
import { failureText, type SettingsDeps } from './deps.ts'
import { Check } from './inputs.tsx'
import { Section } from './Section.tsx'

export function Starters({ words, api, page, put }: SettingsDeps) {
  const [profession, setProfession] = useState<Profession>('law')
  const [language, setLanguage] = useState<'en' | 'fr'>(page.firm.language)
  const [confirmed, setConfirmed] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const entries = page.packs[profession][language]
  const missing = entries.filter(({ isThere }) => !isThere).length
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
    <Section id="start" title={words.say('nav.start')} text={words.say('start.text')}>
      <div class="ysg-sec__body ysg-stack">
        <div class="ysg-cols">
          <Segments
            label={words.say('start.profession')}
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
        </div>
        <ul class="ysg-list">
          {entries.map(({ name, level, minimum, isThere }) => (
            <li key={name}>
              <span>{name}</span>
              <span class="ysg-soft">
                {isThere && words.say('start.there')}
                {!isThere && minimum !== 'electronic_signature' && words.say('start.least')}
              </span>
              <span class="ysg-tag">{words.say(`level.${level}`)}</span>
            </li>
          ))}
        </ul>
        <p class="ysg-soft">{words.say('start.note')}</p>
        {missing === 0 ? (
          <p>{words.say('start.all_there')}</p>
        ) : (
          <>
            <Check text={words.say('start.confirm')} on={confirmed} change={setConfirmed} />
            <div class="ysg-btns">
              <Button off={!confirmed || busy} press={add}>
                {words.say('start.add', { n: missing })}
              </Button>
            </div>
          </>
        )}
        {failure !== '' && <Note tone="bad" alert text={failure} />}
      </div>
    </Section>
  )
}
