// What holds for every document: the firm's name, language, undo time, what notes may say, where copies go, who may
// lower a level, and what templates say of the firm.
import type { FirmChoices } from '../../shared/settings.ts'
import { Field, Note, Select } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import { withFirm } from './drafts.ts'
import { FirmDetails } from './FirmDetails.tsx'
import { Check, toggled, Whole } from './inputs.tsx'
import { Section } from './Section.tsx'

export function Firm({ words, page, kept, keep, failures }: SettingsDeps) {
  const choices = { ...page.choices, ...kept.firm }
  const change = (part: Partial<FirmChoices>) => keep((before) => withFirm(before, part, page.choices))
  const staff = page.users.filter(
    ({ userId, isActive, isAdmin }) => (isActive && !isAdmin) || choices.mayLowerLevel.includes(userId),
  )
  const failure = failures['firm']
  return (
    <Section id="firm" title={words.say('nav.firm')} text={words.say('firm.text')}>
      <div class="ysg-sec__body ysg-stack">
        {failure !== undefined && <Note tone="bad" alert text={failure} />}
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
            hint={words.say('firm.undo_hint')}
            value={choices.undoSeconds}
            change={(undoSeconds) => change({ undoSeconds })}
          />
        </div>
        <div>
          <Check
            text={words.say('firm.reason')}
            on={choices.declineReasonInNotes}
            change={(declineReasonInNotes) => change({ declineReasonInNotes })}
          />
          <p class="ysg-soft ysg-under">{words.say('firm.reason_hint')}</p>
        </div>
        <div>
          <Check
            text={words.say('firm.copy')}
            on={choices.copyToKommo}
            change={(copyToKommo) => change({ copyToKommo })}
          />
          <p class="ysg-soft ysg-under">{words.say('firm.copy_hint')}</p>
        </div>
        <fieldset class="ysg-stack">
          <legend class="ysg-field__label">{words.say('firm.lower')}</legend>
          {staff.map(({ userId, name, isActive }) => (
            <Check
              key={userId}
              text={isActive ? name : words.say('who.left', { name })}
              on={choices.mayLowerLevel.includes(userId)}
              change={(on) => change({ mayLowerLevel: toggled(choices.mayLowerLevel, userId, on) })}
            />
          ))}
          <p class="ysg-soft">{words.say('firm.lower_hint')}</p>
        </fieldset>
        <FirmDetails words={words} page={page} choices={choices} change={change} />
      </div>
    </Section>
  )
}
