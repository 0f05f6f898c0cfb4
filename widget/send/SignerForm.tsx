// One signer while composing: the values of the contact offered in place, typed ones checked as they are left.
import type { PhoneReply } from '../../shared/api.ts'
import type { Composer } from '../../shared/composer.ts'
import type { Capacity, FormSigner, SendForm } from '../../shared/form.ts'
import { signerLocales } from '../../shared/levels.ts'
import { isEmail } from '../../shared/names.ts'
import { Button, Field, Segments, Select, Sub } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'
import { contactOf, type Phones, readPhone } from './check.ts'
import { nameOf } from './SignersRow.tsx'

interface SignerFormProps {
  deps: FullDeps
  composer: Composer
  form: SendForm
  index: number
  signer: FormSigner
  phones: Phones
  change: (signer: FormSigner) => void
  learn: (phone: string, reply: PhoneReply) => void
  remove: () => void
  back: () => void
}

export function SignerForm(props: SignerFormProps) {
  const { deps, composer, form, index, signer, phones, change, learn, remove, back } = props
  const { words, tools } = deps
  const contact = contactOf(composer, signer)
  const put = (part: Partial<FormSigner>) => change({ ...signer, ...part })
  const readNumber = () => {
    const { phone } = signer
    if (phone === null || phone.trim() === '' || readPhone(phone, contact, phones) !== undefined) return
    void tools.api.phone(phone).then((answer) => answer.ok && learn(phone, answer.value))
  }
  return (
    <Sub deps={deps} title={nameOf(words, signer, index)} back={back}>
      <form
        class="ysg-pad ysg-form ysg-view"
        onSubmit={(event) => {
          event.preventDefault()
          back()
        }}
      >
        <div class="ysg-pair">
          <Field
            label={words.say('person.first')}
            value={signer.firstName}
            change={(firstName) => put({ firstName })}
          />
          <Field label={words.say('person.last')} value={signer.lastName} change={(lastName) => put({ lastName })} />
        </div>
        <Field
          type="email"
          label={words.say('person.email')}
          value={signer.email}
          change={(email) => put({ email: email.trim() })}
          invalid={signer.email !== '' && !isEmail(signer.email)}
        />
        <Values
          values={(contact?.emails ?? []).map(({ value }) => value)}
          now={signer.email}
          put={(email) => put({ email })}
        />
        <Field
          type="tel"
          label={words.say('person.phone')}
          value={signer.phone ?? ''}
          change={(phone) => put({ phone: phone === '' ? null : phone })}
          leave={readNumber}
          {...phoneHint(props)}
        />
        <Values
          values={(contact?.phones ?? []).map(({ shown }) => shown)}
          now={signer.phone ?? ''}
          put={(phone) => put({ phone })}
        />
        <Select
          label={words.say('person.locale')}
          value={signer.locale}
          options={signerLocales.map((locale) => ({ value: locale, text: words.say(`locale.${locale}`) }))}
          change={(locale) => put({ locale })}
        />
        <Segments
          label={words.say('person.side')}
          value={signer.side}
          options={(['client', 'firm'] as const).map((side) => ({ value: side, text: words.say(`person.${side}`) }))}
          change={(side) => put({ side })}
        />
        <CapacityFields words={words} capacity={signer.capacity} company={contact?.company ?? ''} put={put} />
        {form.source.kind === 'template' && <Label {...props} />}
        <div class="ysg-btns">
          <button type="submit" class="ysg-btn ysg-btn--primary">
            {words.say('person.keep')}
          </button>
          <Button press={remove}>{words.say('form.remove')}</Button>
        </div>
      </form>
    </Sub>
  )
}

function phoneHint({ deps: { words }, composer, signer, phones }: SignerFormProps) {
  const read = signer.phone === null ? undefined : readPhone(signer.phone, contactOf(composer, signer), phones)
  if (read === undefined || signer.phone === null) return {}
  if (read.type === 'fixed' || read.type === 'invalid') {
    return { invalid: true, tone: 'bad' as const, hint: words.say('find.bad_phone', { phone: signer.phone }) }
  }
  const assumed = read.assumedCountry && words.say('person.assumed', { country: read.assumedCountry })
  return { tone: 'ok' as const, hint: [words.say('person.mobile'), assumed].filter(Boolean).join('. ') }
}

/** The other values of the contact, to be chosen in place. */
function Values({ values, now, put }: { values: string[]; now: string; put: (value: string) => void }) {
  if (values.length < 2) return null
  return (
    <div class="ysg-btns ysg-btns--stack">
      {values
        .filter((value) => value !== now)
        .map((value) => (
          <Button small press={() => put(value)}>
            {value}
          </Button>
        ))}
    </div>
  )
}

interface CapacityProps {
  words: FullDeps['words']
  capacity: Capacity
  /** The lead's company, filled in first. */
  company: string
  put: (part: { capacity: Capacity }) => void
}

function CapacityFields({ words, capacity, company, put }: CapacityProps) {
  return (
    <>
      <Segments
        label={words.say('person.capacity')}
        value={capacity.kind}
        options={(['own', 'company'] as const).map((kind) => ({ value: kind, text: words.say(`person.${kind}`) }))}
        change={(kind) => put({ capacity: kind === 'own' ? { kind } : { kind, company, role: '' } })}
      />
      {capacity.kind === 'company' && (
        <div class="ysg-pair">
          <Field
            label={words.say('person.company_name')}
            value={capacity.company}
            change={(name) => put({ capacity: { ...capacity, company: name } })}
          />
          <Field
            label={words.say('person.role')}
            value={capacity.role}
            change={(role) => put({ capacity: { ...capacity, role } })}
          />
        </div>
      )}
    </>
  )
}

function Label({ deps: { words }, composer, form, signer, change }: SignerFormProps) {
  const { source } = form
  const template = composer.templates.find(
    ({ templateId }) => source.kind === 'template' && source.templateId === templateId,
  )
  const put = (label: string) => change({ ...signer, label: label || null })
  return (
    <>
      <Field label={words.say('person.label')} value={signer.label ?? ''} change={put} />
      <Values values={template?.signerLabels ?? []} now={signer.label ?? ''} put={put} />
    </>
  )
}
