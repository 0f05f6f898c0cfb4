// What own templates say of the firm and of its people: kept with the firm's choices, saved by the page's one bar.
import { catalogueField } from '../../shared/fields.ts'
import { type FirmChoices, type FirmPerson, firmDetails } from '../../shared/settings.ts'
import { Field } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import { Fold } from './Fold.tsx'
import { withDetail, withPerson } from './firm-facts.ts'
import { readerLanguage } from './languages.tsx'

interface FirmDetailsProps extends Pick<SettingsDeps, 'words' | 'page'> {
  choices: FirmChoices
  change: (part: Partial<FirmChoices>) => void
}

export function FirmDetails({ words, page, choices, change }: FirmDetailsProps) {
  const language = readerLanguage(words)
  const staff = page.users.filter(({ isActive }) => isActive)
  return (
    <>
      <fieldset class="ysg-stack">
        <legend class="ysg-field__label">{words.say('firm.details')}</legend>
        <div class="ysg-cols">
          {firmDetails.map((key) => (
            <Field
              key={key}
              label={catalogueField(`firm.${key}`)?.[language] ?? key}
              value={choices.details[key] ?? ''}
              change={(text) => change({ details: withDetail(choices.details, key, text) })}
            />
          ))}
        </div>
      </fieldset>
      <Fold title={words.say('firm.people')}>
        {staff.map(({ userId, name }) => (
          <Person
            key={userId}
            words={words}
            name={name}
            person={choices.people.find((one) => one.userId === userId) ?? { userId, function: '', phone: '' }}
            change={(person) => change({ people: withPerson(choices.people, person) })}
          />
        ))}
      </Fold>
    </>
  )
}

interface PersonProps extends Pick<SettingsDeps, 'words'> {
  name: string
  person: FirmPerson
  change: (person: FirmPerson) => void
}

function Person({ words, name, person, change }: PersonProps) {
  return (
    <fieldset>
      <legend>
        <b>{name}</b>
      </legend>
      <div class="ysg-cols">
        <Field
          label={words.say('firm.function')}
          value={person.function}
          change={(text) => change({ ...person, function: text.slice(0, 100) })}
        />
        <Field
          label={words.say('firm.phone')}
          type="tel"
          value={person.phone}
          change={(text) => change({ ...person, phone: text.slice(0, 64) })}
        />
      </div>
    </fieldset>
  )
}
