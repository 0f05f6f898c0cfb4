// Each finding as a sentence with its fix beside it: the field itself, the choice, or the press that puts it right.
import { useState } from 'preact/hooks'
import type { Finding } from '../../shared/findings.ts'
import type { FormSigner } from '../../shared/form.ts'
import { Button, Field, Note } from '../actions/parts.tsx'
import type { Words } from '../words/words.tsx'

export interface FindingProps {
  words: Words
  finding: Finding
  /** The signer it is about, if there is one. */
  signer: FormSigner | undefined
  /** Changes that signer. */
  fix: (change: Partial<FormSigner>) => void
  /** Says why the level is lower. */
  reason: (text: string) => void
  /** The person has looked and says it is right. */
  accept: () => void
  /** Opens the place where it is put right. */
  open: (place: 'document' | 'level' | 'add' | 'signer') => void
}

export function FindingNote(props: FindingProps) {
  const { words, finding } = props
  const tone = finding.severity === 'red' ? 'bad' : finding.severity === 'amber' ? 'warn' : 'info'
  return (
    <Note tone={tone} text={findingText(words, finding)}>
      <Fix {...props} />
    </Note>
  )
}

/** The sentence of a finding, complete for every code. */
export function findingText(words: Words, finding: Finding): string {
  const { code, severity: _, signer, ...facts } = finding as Finding & Record<string, unknown>
  const names = 'names' in finding ? { a: finding.names[0], b: finding.names[1] } : {}
  const several = 'emails' in finding ? finding.emails : 'phones' in finding ? finding.phones : []
  const level = 'minimum' in finding ? { minimum: words.say(`level.${finding.minimum}`) } : {}
  const fixed = 'level' in finding ? { level: words.say(`level.${finding.level}`) } : {}
  const plain = Object.entries(facts).filter(([, fact]) => typeof fact === 'string' || typeof fact === 'number')
  return words.say(`find.${code}`, {
    ...(Object.fromEntries(plain) as Record<string, string>),
    ...names,
    ...level,
    ...fixed,
    n: several.length,
    i: (signer ?? 0) + 1,
  })
}

function Fix({ words, finding, fix, reason, accept, open }: FindingProps) {
  switch (finding.code) {
    case 'no_email':
    case 'bad_email':
      return <TypeIt words={words} label="person.email" type="email" put={(email) => fix({ email })} />
    case 'no_phone':
    case 'bad_phone':
    case 'chinese_phone':
      return <TypeIt words={words} label="person.phone" type="tel" put={(phone) => fix({ phone })} />
    case 'no_first_name':
      return <TypeIt words={words} label="person.first" type="text" put={(firstName) => fix({ firstName })} />
    case 'no_last_name':
      return <TypeIt words={words} label="person.last" type="text" put={(lastName) => fix({ lastName })} />
    case 'several_emails':
      return <Choose values={finding.emails} put={(email) => fix({ email })} />
    case 'several_phones':
      return <Choose values={finding.phones} put={(phone) => fix({ phone })} />
    case 'name_refused': {
      const { proposal, field } = finding
      if (proposal === null) return <Do text={words.say('fix.change')} press={() => open('signer')} />
      return <Do text={words.say('fix.use')} press={() => fix({ [field]: proposal })} />
    }
    case 'title_in_name':
      return <Do text={words.say('fix.use')} press={() => fix({ firstName: finding.proposal })} />
    case 'swapped_names':
      return <Do text={words.say('fix.swap')} press={() => fix(namesOf(finding))} />
    case 'split_name':
      return (
        <div class="ysg-btns">
          <Button small press={() => accept()}>
            {words.say('fix.right')}
          </Button>
          <Button small press={() => open('signer')}>
            {words.say('fix.change')}
          </Button>
        </div>
      )
    case 'company_as_name':
    case 'shared_email':
    case 'shared_phone':
    case 'shared_both':
    case 'no_label':
      return <Do text={words.say('fix.change')} press={() => open('signer')} />
    case 'no_document':
    case 'places_short':
    case 'places_outside':
    case 'places_overlap':
    case 'places_turned':
      return <Do text={words.say('fix.document')} press={() => open('document')} />
    case 'no_signer':
      return <Do text={words.say('fix.signer')} press={() => open('add')} />
    case 'reason_missing':
      return <TypeIt words={words} label="form.reason" type="text" put={reason} />
    case 'firm_signer_left':
      return <Do text={words.say('fix.signer')} press={() => open('add')} />
    case 'type_changed':
      return <Do text={words.say('fix.document')} press={() => open('document')} />
    case 'mode_not_allowed':
    case 'level_too_low':
    case 'level_fixed':
    case 'level_not_active':
    case 'places_twice':
      return <Do text={words.say('fix.level')} press={() => open('level')} />
    default:
      return null
  }
}

function namesOf({ firstName, lastName }: { firstName: string; lastName: string }) {
  return { firstName, lastName }
}

function Do({ text, press }: { text: string; press: () => void }) {
  return (
    <Button small press={press}>
      {text}
    </Button>
  )
}

function Choose({ values, put }: { values: string[]; put: (value: string) => void }) {
  return (
    <div class="ysg-btns ysg-btns--stack">
      {values.map((value) => (
        <Button small press={() => put(value)}>
          {value}
        </Button>
      ))}
    </div>
  )
}

interface TypeProps {
  words: Words
  label: 'person.email' | 'person.phone' | 'person.first' | 'person.last' | 'form.reason'
  type: 'email' | 'tel' | 'text'
  put: (value: string) => void
}

function TypeIt({ words, label, type, put }: TypeProps) {
  const [value, setValue] = useState('')
  const use = () => value.trim() !== '' && put(value.trim())
  return (
    <form
      class="ysg-form"
      onSubmit={(event) => {
        event.preventDefault()
        use()
      }}
    >
      <Field label={words.say(label)} type={type} value={value} change={setValue} />
      <Button small press={use}>
        {words.say('fix.use')}
      </Button>
    </form>
  )
}
