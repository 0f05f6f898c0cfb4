// How a firm writes its tags: one example of each kind, and every field of the catalogue to find and to copy.
import { useState } from 'preact/hooks'
import type { SettingsTextKey } from '../../shared/texts/en-settings.ts'
import { copied } from '../actions/PersonActions.tsx'
import { Button, Field } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import { Fold } from './Fold.tsx'
import { findFields, tagFor } from './find-fields.ts'
import { readerLanguage } from './languages.tsx'

export function TagHelp({ words }: Pick<SettingsDeps, 'words'>) {
  return (
    <div class="ysg-sec__part">
      <Fold title={words.say('tags.title')}>
        <dl class="ysg-kv ysg-kv--tags">
          {examples.map(([tag, text]) => (
            <>
              <dt key={tag}>
                <code>{tag}</code>
              </dt>
              <dd>{words.say(text)}</dd>
            </>
          ))}
        </dl>
        <Catalogue words={words} />
      </Fold>
    </div>
  )
}

const examples: readonly [tag: string, text: SettingsTextKey][] = [
  ['[[lead.price]]', 'tags.field'],
  ['[[lead.price|words]]', 'tags.format'],
  ['[[signer[1].last_name]]', 'tags.signer'],
  ['[[lead["Case number"]]]', 'tags.custom'],
  ['[[#company.name]] … [[/]]', 'tags.if'],
  ['[[#!company.name]] … [[/]]', 'tags.unless'],
  ['[[#signers]] [[signer.last_name]] [[/]]', 'tags.loop'],
  ['{{s1|signature|140|60}}', 'tags.place'],
]

function Catalogue({ words }: Pick<SettingsDeps, 'words'>) {
  const [search, setSearch] = useState('')
  const [told, setTold] = useState('')
  const language = readerLanguage(words)
  const fields = findFields(search, language)
  const copy = async (tag: string) => {
    const { text } = await copied(tag, words.say('tags.copied', { tag }), words.say('tags.by_hand', { tag }))
    setTold(text)
  }
  return (
    <>
      <Field label={words.say('tags.search')} value={search} change={setSearch} />
      <p role="status">{fields.length === 0 ? words.say('tags.none') : told}</p>
      <ul class="ysg-list ysg-tpl__fields">
        {fields.map((field) => (
          <li key={field.path}>
            <span>{field[language]}</span>
            <code>{tagFor(field)}</code>
            <Button small press={() => void copy(tagFor(field))}>
              {words.say('tags.copy')}
              <span class="ysg-vh"> {field[language]}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
