// Correcting a signer who has not signed: one person is touched, and the form says who gets a new message.
import { useState } from 'preact/hooks'
import type { CardSigner } from '../../shared/card.ts'
import { isEmail, sameName, tidyName } from '../../shared/names.ts'
import { Button, Field, Note, Sub } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import type { RequestProps } from '../card/deps.ts'
import { fullName, lineOf } from '../card/reading.ts'

export function Correct({ deps, request, signer }: RequestProps & { signer: CardSigner }) {
  const { words, tools } = deps
  const press = usePress(deps)
  const { email, phone, firstName, lastName } = signer
  const [values, setValues] = useState({ firstName, lastName, email, phone: phone ?? '' })
  const [same, setSame] = useState(false)
  const put = (key: keyof typeof values) => (value: string) => setValues({ ...values, [key]: value })
  const back = () => tools.view({ kind: 'card' })
  // Neither name is the old one: a correction never replaces a person, so it is asked (product.md 3.4).
  const stranger = !sameName(values.firstName, firstName) && !sameName(values.lastName, lastName)
  const unblock = signer.actions.includes('unblock') && lineOf(signer) === 'identification_blocked'
  const valid = isEmail(values.email.trim()) && values.firstName.trim() !== '' && values.lastName.trim() !== ''
  const was = (key: keyof typeof values, old: string) =>
    values[key] === old || old === '' ? undefined : words.say('person.was', { value: old })
  const correct = () =>
    press.run(
      () =>
        tools.api.correct(request.id, signer.id, {
          firstName: tidyName(values.firstName),
          lastName: tidyName(values.lastName),
          email: values.email.trim(),
          phone: values.phone.trim() || null,
          unblock,
        }),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        back()
        return null
      },
    )
  return (
    <Sub deps={deps} title={words.say(unblock ? 'do.unblock' : 'do.correct')} back={back}>
      <form
        class="ysg-pad ysg-form ysg-view"
        onSubmit={(event) => {
          event.preventDefault()
          if (valid && (!stranger || same)) correct()
        }}
      >
        <p class="ysg-soft">{words.say('correct.text', { name: fullName(signer) })}</p>
        <div class="ysg-pair">
          <Field
            label={words.say('person.first')}
            value={values.firstName}
            change={put('firstName')}
            hint={was('firstName', firstName)}
          />
          <Field
            label={words.say('person.last')}
            value={values.lastName}
            change={put('lastName')}
            hint={was('lastName', lastName)}
          />
        </div>
        <Field
          type="email"
          label={words.say('person.email')}
          value={values.email}
          change={put('email')}
          invalid={values.email !== '' && !isEmail(values.email.trim())}
          hint={was('email', email)}
        />
        <Field
          type="tel"
          label={words.say('person.phone')}
          value={values.phone}
          change={put('phone')}
          hint={was('phone', phone ?? '')}
        />
        {stranger && (
          <Note tone="warn" text={words.say('correct.same')}>
            <div class="ysg-btns">
              <Button small off={same} press={() => setSame(true)}>
                {words.say('correct.mistake')}
              </Button>
              <Button small press={() => tools.view({ kind: 'cancel', request: request.id })}>
                {words.say('correct.somebody')}
              </Button>
            </div>
            <p class="ysg-soft">{words.say('correct.somebody.text')}</p>
          </Note>
        )}
        <p class="ysg-soft">{words.say('correct.effect', { name: fullName(signer) })}</p>
        <button
          type="submit"
          class="ysg-btn ysg-btn--primary ysg-btn--block"
          aria-disabled={!valid || (stranger && !same) || press.busy}
        >
          {words.say(unblock ? 'do.unblock' : 'correct.send')}
        </button>
        <Said deps={deps} press={press} />
      </form>
    </Sub>
  )
}
