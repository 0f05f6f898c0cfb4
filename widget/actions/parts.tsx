// Small parts that the views share.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Deps } from '../card/deps.ts'
import type { Tone } from '../card/reading.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { moreIcons } from './more-icons.ts'

export interface ButtonProps {
  press: () => void
  look?: 'primary' | 'danger' | 'quiet'
  icon?: string
  /** Full width. */
  block?: boolean
  small?: boolean
  /** Keeps its place and takes no press. */
  off?: boolean
  /** Names the button for focus that comes back to it. */
  at?: string
  children: ComponentChildren
}

export function Button({ press, look, icon, block, small, off, at, children }: ButtonProps) {
  const names = ['ysg-btn', look && `ysg-btn--${look}`, block && 'ysg-btn--block', small && 'ysg-btn--s']
  return (
    <button
      type="button"
      class={names.filter(Boolean).join(' ')}
      aria-disabled={off ? 'true' : undefined}
      data-at={at}
      onClick={() => off || press()}
    >
      {icon !== undefined && <Icon d={icon} />}
      {children}
    </button>
  )
}

interface IconButtonProps {
  d: string
  text: string
  press: () => void
  at?: string
  /** Bordered, with its word from 300 px. */
  edge?: boolean
}

export function IconButton({ d, text, press, at, edge }: IconButtonProps) {
  return (
    <button
      type="button"
      class={edge ? 'ysg-ib ysg-ib--edge' : 'ysg-ib'}
      aria-label={text}
      title={text}
      data-at={at}
      onClick={press}
    >
      <Icon d={d} />
      {edge && <span class="ysg-wide">{text}</span>}
    </button>
  )
}

/** An address that breaks after its @, if it must. */
export function Mail({ address }: { address: string }) {
  const [name, ...domain] = address.split('@')
  return (
    <>
      {name}
      {domain.length > 0 && '@'}
      <wbr />
      {domain.join('@')}
    </>
  )
}

interface NoteProps {
  tone: Tone
  text: ComponentChildren
  children?: ComponentChildren
  alert?: boolean
}

/** A cause with its way out: icon, sentence, and what stands under it. */
export function Note({ tone, text, children, alert }: NoteProps) {
  return (
    <div class="ysg-note" data-tone={tone} role={alert ? 'alert' : undefined}>
      <Icon d={noteIcons[tone] ?? icons.warn} />
      <p class="ysg-note__text">{text}</p>
      {children}
    </div>
  )
}

const noteIcons: Partial<Record<Tone, string>> = { info: icons.ongoing, ok: icons.done }

interface SubProps {
  deps: Deps
  title: string
  back: () => void
  children: ComponentChildren
}

/** A view in place of the card: focus goes to its title, Escape and the arrow go back. */
export function Sub({ deps, title, back, children }: SubProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is an addition to the button that does the same
    <div onKeyDown={({ key }) => key === 'Escape' && back()}>
      <div class="ysg-sub">
        <IconButton d={moreIcons.left} text={deps.words.say('back')} press={back} />
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
      </div>
      {children}
    </div>
  )
}

interface FieldProps {
  label: string
  value: string
  change: (value: string) => void
  type?: 'text' | 'email' | 'tel' | 'date'
  hint?: ComponentChildren
  tone?: Tone
  invalid?: boolean
  /** When the field is left. */
  leave?: () => void
  min?: string
  max?: string
  long?: boolean
}

export function Field({ label, value, change, type = 'text', hint, tone, invalid, leave, min, max, long }: FieldProps) {
  const same = {
    class: 'ysg-input',
    value,
    'aria-invalid': invalid ? ('true' as const) : undefined,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => change(currentTarget.value),
    onBlur: leave,
  }
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: one of two controls is always inside
    <label class="ysg-field">
      <span class="ysg-field__label">{label}</span>
      {long && <textarea rows={2} {...same} />}
      {!long && <input type={type} min={min} max={max} autocomplete="off" {...same} />}
      {hint && (
        <span class="ysg-field__hint" data-tone={tone}>
          <span>{hint}</span>
        </span>
      )}
    </label>
  )
}

interface SelectProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; text: string }[]
  change: (value: T) => void
}

export function Select<T extends string>({ label, value, options, change }: SelectProps<T>) {
  return (
    <label class="ysg-field">
      <span class="ysg-field__label">{label}</span>
      <span class="ysg-select">
        <select class="ysg-input" value={value} onChange={({ currentTarget }) => change(currentTarget.value as T)}>
          {options.map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.text}
            </option>
          ))}
        </select>
        <Icon d={moreIcons.down} />
      </span>
    </label>
  )
}

interface SegmentsProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; text: string }[]
  change: (value: T) => void
}

/** Two or three choices side by side. */
export function Segments<T extends string>({ label, value, options, change }: SegmentsProps<T>) {
  return (
    <fieldset class="ysg-field">
      <legend class="ysg-field__label">{label}</legend>
      <div class="ysg-seg">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={label} checked={option.value === value} onChange={() => change(option.value)} />
            {option.text}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
