// A further signer: another contact of the lead, somebody of the firm, or somebody typed in.
import { useState } from 'preact/hooks'
import type { Composer } from '../../shared/composer.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, Field, Sub } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'
import { Icon } from '../ui/icons.tsx'
import { signerOfContact, signerOfUser, typedSigner } from './form.ts'

interface AddSignerProps {
  deps: FullDeps
  composer: Composer
  form: SendForm
  /** `edit`: somebody typed in has to be filled in at once. */
  add: (signer: FormSigner, edit: boolean) => void
  back: () => void
}

export function AddSigner({ deps, composer, form, add, back }: AddSignerProps) {
  const { words } = deps
  const [search, setSearch] = useState('')
  const matches = (...texts: string[]) => texts.join(' ').toLowerCase().includes(search.trim().toLowerCase())
  const contacts = composer.contacts.filter(
    ({ contactId, name, emails }) =>
      !form.signers.some(({ origin }) => origin.kind === 'contact' && origin.contactId === contactId) &&
      matches(name, ...emails.map(({ value }) => value)),
  )
  const firm = composer.firm.filter(
    ({ userId, name, email }) =>
      !form.signers.some(({ origin }) => origin.kind === 'user' && origin.userId === userId) && matches(name, email),
  )
  const many = composer.contacts.length + composer.firm.length > 6
  return (
    <Sub deps={deps} title={words.say('form.add')} back={back}>
      {many && (
        <div class="ysg-pad ysg-view">
          <Field label={words.say('form.search')} value={search} change={setSearch} />
        </div>
      )}
      <Picks
        title={words.say('form.on_lead')}
        icon={moreIcons.user}
        people={contacts.map((contact) => ({
          name: contact.name,
          hint: contact.emails[0]?.value ?? '',
          press: () => add(signerOfContact(contact), false),
        }))}
      />
      <Picks
        title={words.say('form.our_firm')}
        icon={moreIcons.building}
        people={firm.map((user) => ({
          name: user.name,
          hint: user.email,
          press: () => add(signerOfUser(user, composer), false),
        }))}
      />
      <div class="ysg-end">
        <Button block icon={moreIcons.pencil} press={() => add(typedSigner(composer), true)}>
          {words.say('form.type')}
        </Button>
      </div>
    </Sub>
  )
}

interface PicksProps {
  title: string
  icon: string
  people: { name: string; hint: string; press: () => void }[]
}

function Picks({ title, icon, people }: PicksProps) {
  if (people.length === 0) return null
  return (
    <div class="ysg-picks">
      <p class="ysg-list__title">{title}</p>
      <ul>
        {people.map(({ name, hint, press }) => (
          <li>
            <button type="button" class="ysg-menu__item ysg-pick" onClick={press}>
              <Icon d={icon} />
              <span>{name}</span>
              <small>{hint}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
