// Level, code to sign, and how far a manager may move from it.
import { compareLevels } from '../../shared/document-type.ts'
import { authenticationModes, type Level as LevelName, levelRules, levels, ordersOf } from '../../shared/levels.ts'
import { Segments, Select } from '../actions/parts.tsx'
import type { PartProps } from './Editor.tsx'
import { Check, toggled } from './inputs.tsx'

export function Level({ words, body, set }: PartProps) {
  const choose = (level: LevelName) => {
    const rule = levelRules[level]
    const before = levelRules[body.level]
    set({
      level,
      mode: rule.defaultMode,
      order: ordersOf(level).includes(body.order) ? body.order : (ordersOf(level)[0] ?? body.order),
      minimum: compareLevels(level, body.minimum) < 0 ? level : body.minimum,
      // What was the old level's default becomes the new one's; what somebody chose stays.
      expiryDays: body.expiryDays === before.expiryDays ? rule.expiryDays : body.expiryDays,
      reminders:
        body.reminders?.days === before.reminders.interval_in_days
          ? { days: rule.reminders.interval_in_days, most: rule.reminders.max_occurrences }
          : body.reminders,
    })
  }
  const simple = body.level === 'electronic_signature'
  return (
    <>
      <fieldset>
        <legend class="ysg-vh">{words.say('part.level')}</legend>
        <div class="ysg-cols ysg-cols--3">
          {levels.map((level) => (
            <label class="ysg-choice" key={level}>
              <input
                class="ysg-radio"
                type="radio"
                name="type-level"
                checked={body.level === level}
                onChange={() => choose(level)}
              />
              <span class="ysg-choice__name">{words.say(`level.${level}`)}</span>
              <span class="ysg-choice__text">{words.say(`level.text.${level}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {simple && (
        <>
          <Segments
            label={words.say('level.code')}
            value={body.mode ?? 'otp_sms'}
            options={authenticationModes.toReversed().map((mode) => ({ value: mode, text: words.say(`code.${mode}`) }))}
            change={(mode) => set({ mode, modes: toggled(body.modes, mode, true) })}
          />
          <fieldset class="ysg-stack">
            <legend class="ysg-field__label">{words.say('level.codes')}</legend>
            {authenticationModes.toReversed().map((mode) => (
              <Check
                key={mode}
                text={words.say(`code.${mode}`)}
                on={body.modes.includes(mode)}
                change={(on) => set({ modes: toggled(body.modes, mode, on || mode === body.mode) })}
              />
            ))}
          </fieldset>
        </>
      )}
      <Check text={words.say('level.raise')} on={body.mayRaise} change={(mayRaise) => set({ mayRaise })} />
      <Select
        label={words.say('level.minimum')}
        value={body.minimum}
        options={levels
          .filter((level) => compareLevels(level, body.level) <= 0)
          .map((level) => ({ value: level, text: words.say(`level.${level}`) }))}
        change={(minimum) => set({ minimum })}
      />
      <Check
        text={words.say('level.law')}
        on={body.floor === 'law'}
        change={(on) => set({ floor: on ? 'law' : 'firm' })}
      />
      <Check text={words.say('family')} on={body.familyLaw} change={(familyLaw) => set({ familyLaw })} />
    </>
  )
}
