// What holds for every document: the firm's name, language, undo time, what notes may say, who may lower a level.
import { useState } from 'preact/hooks'
import type { FirmChoices } from '../../shared/settings.ts'
import { Field, Note, Select } from '../actions/parts.tsx'
import { failureText, type SettingsDeps } from './deps.ts'
import { useDrafts } from './drafts.ts'
import { Check, toggled, Whole } from './inputs.tsx'
import { Head } from './Page.tsx'
import { SaveBar } from './SaveBar.tsx'

export function Firm({ words, api, page, put }: SettingsDeps) {
  const drafts = useDrafts()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const choices = drafts.get<FirmChoices>('firm', page.choices)
  const change = (part: Partial<FirmChoices>) => drafts.put('firm', page.choices, { ...choices, ...part })
  const save = () => {
    setBusy(true)
    void api.saveChoices(choices).then((answer) => {
      setBusy(false)
      setFailure(answer.ok ? '' : failureText(words, answer.failure))
      if (!answer.ok) return
      drafts.drop('firm')
      put(answer.value)
    })
  }
  const staff = page.users.filter((user) => user.isActive && !user.isAdmin)
  return (
    <section class="ysg-sec">
      <Head id="firm" title={words.say('nav.firm')} text={words.say('firm.text')} />
      <div class="ysg-sec__body ysg-stack">
        <Field
          label={words.say('firm.name')}
          hint={words.say('firm.name_hint')}
          value={choices.firmName ?? ''}
          change={(text) => change({ firmName: text === '' ? null : text })}
        />
        <div class="ysg-cols">
          <Select
            label={words.say('firm.language')}
            value={choices.language ?? ''}
            options={[
              { value: '', text: words.say('firm.language_account') },
              { value: 'fr', text: 'Français' },
              { value: 'en', text: 'English' },
            ]}
            change={(value) => change({ language: value === '' ? null : value === 'fr' ? 'fr' : 'en' })}
          />
          <Whole
            label={words.say('firm.undo')}
            value={choices.undoSeconds}
            change={(undoSeconds) => change({ undoSeconds })}
          />
        </div>
        <Check
          text={words.say('firm.reason')}
          on={choices.declineReasonInNotes}
          change={(declineReasonInNotes) => change({ declineReasonInNotes })}
        />
        <p class="ysg-soft">{words.say('firm.reason_hint')}</p>
        <fieldset class="ysg-stack">
          <legend class="ysg-field__label">{words.say('firm.lower')}</legend>
          {staff.map(({ userId, name }) => (
            <Check
              key={userId}
              text={name}
              on={choices.mayLowerLevel.includes(userId)}
              change={(on) => change({ mayLowerLevel: toggled(choices.mayLowerLevel, userId, on) })}
            />
          ))}
          <p class="ysg-soft">{words.say('firm.lower_hint')}</p>
        </fieldset>
        {failure !== '' && <Note tone="bad" alert text={failure} />}
      </div>
      {drafts.has('firm') && (
        <SaveBar words={words} count={1} busy={busy} save={save} discard={() => drafts.drop('firm')} />
      )}
    </section>
  )
}
