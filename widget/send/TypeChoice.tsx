// What is sent: one of the firm's document types, or anything else.
import type { Composer } from '../../shared/composer.ts'
import type { SendForm } from '../../shared/form.ts'
import type { FullDeps } from '../card/deps.ts'

interface TypeChoiceProps {
  deps: FullDeps
  composer: Composer
  form: SendForm
  change: (form: SendForm) => void
}

/** Choosing a type fills the whole form in anew: signers, level and deadline are the type's. */
export function TypeChoice({ deps, composer, form, change }: TypeChoiceProps) {
  const { words } = deps
  if (composer.types.length === 0) return null
  const choices = [
    ...composer.types.map(({ id, name, form: filled }) => ({ id, name, filled })),
    { id: '', name: words.say('form.another'), filled: { ...form, type: null, reason: null } },
  ]
  return (
    <fieldset class="ysg-stack">
      <legend class="ysg-field__label">{words.say('form.what')}</legend>
      {choices.map(({ id, name, filled }) => (
        <label class="ysg-tick" key={id}>
          <input
            class="ysg-radio"
            type="radio"
            name="type"
            checked={(form.type?.id ?? '') === id}
            onChange={() => change(filled)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  )
}
