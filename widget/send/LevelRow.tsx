// The level in one breath each, with the code to sign where there is a choice, and why a level cannot be chosen.
import type { Composer, ComposerLevel, ComposerType } from '../../shared/composer.ts'
import type { SendForm } from '../../shared/form.ts'
import type { Level } from '../../shared/levels.ts'
import { Segments } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { offeredModes, typeOf, withLevel } from './form.ts'
import { Row } from './Row.tsx'

interface LevelRowProps {
  deps: FullDeps
  composer: Composer
  form: SendForm
  change: (form: SendForm) => void
  open: boolean
  toggle: () => void
}

export function LevelRow({ deps, composer, form, change, open, toggle }: LevelRowProps) {
  const { words } = deps
  const modes = offeredModes(form.level, composer, form)
  const type = typeOf(form, composer)
  return (
    <Row
      label={words.say('form.level')}
      value={words.say(`level.${form.level}`)}
      hint={form.mode === null || form.level !== 'electronic_signature' ? undefined : words.say(`mode.${form.mode}`)}
      open={open}
      toggle={toggle}
    >
      <fieldset>
        <legend class="ysg-vh">{words.say('form.level')}</legend>
        {offeredLevels(composer, type).map(({ level, unavailable }) => (
          <div class="ysg-choice" key={level}>
            <label class="ysg-choice__hit">
              <input
                class="ysg-radio"
                type="radio"
                name="level"
                checked={form.level === level}
                disabled={unavailable !== null}
                aria-describedby={`why-${level}`}
                onChange={() => change(withLevel(form, level, composer))}
              />
              <span class="ysg-choice__name">
                {words.say(`level.${level}`)} <span class="ysg-tag">{letters[level]}</span>
              </span>
            </label>
            <span class="ysg-choice__text" id={`why-${level}`}>
              {words.say(`level.text.${level}`)}
              {unavailable !== null && (
                <span class="ysg-choice__why">
                  <Icon d={icons.lock} />
                  <span>{words.say(`level.${unavailable}`)}</span>
                </span>
              )}
            </span>
            {form.level === level && modes.length > 1 && (
              <div class="ysg-choice__more">
                <Segments
                  label={words.say('form.mode')}
                  value={form.mode ?? ''}
                  options={modes.map((mode) => ({ value: mode, text: words.say(`mode.short.${mode}`) }))}
                  change={(mode) => change({ ...form, mode: modes.find((each) => each === mode) ?? form.mode })}
                />
              </div>
            )}
            {form.level === level && form.mode === 'otp_sms' && level === 'electronic_signature' && (
              <p class="ysg-soft">{words.say('level.note')}</p>
            )}
          </div>
        ))}
      </fieldset>
    </Row>
  )
}

/** What the account has, and of that what the document type leaves to this person. */
function offeredLevels({ levels }: Composer, type: ComposerType | undefined): ComposerLevel[] {
  return levels.map(({ level, unavailable }) => {
    const open = type === undefined || type.levels.includes(level)
    return { level, unavailable: unavailable ?? (open ? null : 'below_minimum') }
  })
}

/** The letters that lawyers know, small beside the word. */
const letters = {
  electronic_signature: 'SES',
  advanced_electronic_signature: 'AES',
  qualified_electronic_signature: 'QES',
} as const satisfies Record<Level, string>
