// One own template: its line, and below it its tags with what is wrong with them, the file itself, and a try on a lead.
import { useEffect, useRef } from 'preact/hooks'
import type { TemplateTagView, TemplateView } from '../../shared/settings.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, Note } from '../actions/parts.tsx'
import { showFile } from '../actions/show-file.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { dayOf, type SettingsDeps } from './deps.ts'
import { languageNames } from './languages.tsx'
import { TryOn } from './TryOn.tsx'
import { useWork } from './work.ts'

interface TemplateProps extends SettingsDeps {
  template: TemplateView
  isOpen: boolean
  /** Taken in just now: focus goes to it, and with it the eye. */
  isNew: boolean
  toggle: () => void
}

export function Template({ template, isOpen, isNew, toggle, ...deps }: TemplateProps) {
  const { words, api } = deps
  const { id, name, format, language, addedAt, addedBy, tags, places } = template
  const line = useRef<HTMLButtonElement>(null)
  const download = useWork(words)
  useEffect(() => {
    if (isNew) line.current?.focus()
  }, [isNew])
  const wrong = tags.filter(({ problem }) => problem !== null).length
  const facts = [
    words.say('own.line', { language: languageNames[language], date: dayOf(words, addedAt), by: addedBy }),
    words.say(places === 0 ? 'own.no_places' : 'own.places', { n: places }),
  ]
  const save = () =>
    download.run(
      () => api.templates.file(id),
      (file) => showFile(file, `${name}.${format}`, 'save'),
    )
  return (
    <div class="ysg-type">
      <button ref={line} type="button" class="ysg-type__open" aria-expanded={isOpen} onClick={toggle}>
        <Icon d={moreIcons.file} />
        <span>
          <span class="ysg-type__name">
            {name}.{format}
          </span>
          <span class="ysg-soft">{facts.join(' · ')}</span>
        </span>
        <span>
          {wrong > 0 && (
            <span class="ysg-tag ysg-tag--tone" data-tone="bad">
              {words.say('own.wrong', { n: wrong })}
            </span>
          )}
        </span>
        <Icon d={moreIcons.down} />
      </button>
      {isOpen && (
        <div class="ysg-tpl ysg-stack">
          <div class="ysg-btns">
            <Button small icon={moreIcons.download} off={download.busy} press={save}>
              {words.say('own.download')}
            </Button>
          </div>
          {download.failure !== '' && <Note tone="bad" alert text={download.failure} />}
          {wrong > 0 && <Note tone="bad" text={words.say('own.correct')} />}
          {wrong > 0 && <Tags words={words} format={format} tags={tags} />}
          <TryOn {...deps} template={template} />
          {wrong === 0 && <Tags words={words} format={format} tags={tags} />}
        </div>
      )}
    </div>
  )
}

function Tags({ words, format, tags }: Pick<TemplateView, 'format' | 'tags'> & Pick<SettingsDeps, 'words'>) {
  if (tags.length === 0) return <p class="ysg-soft">{words.say('own.no_tags')}</p>
  return (
    <table class="ysg-tab">
      <thead>
        <tr>
          <th scope="col">{words.say('own.tag')}</th>
          <th scope="col">{words.say('own.means')}</th>
        </tr>
      </thead>
      <tbody>
        {wrongFirst(tags).map(({ tag, name, problem }) => (
          <tr key={tag} data-tone={problem === null ? undefined : 'bad'}>
            <td>
              <code>{format === 'docx' ? `[[${tag}]]` : tag}</code>
            </td>
            <td>{problem === null ? name : <Wrong problem={problem} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function wrongFirst(tags: readonly TemplateTagView[]): TemplateTagView[] {
  return [...tags].sort((one, other) => Number(other.problem !== null) - Number(one.problem !== null))
}

function Wrong({ problem }: { problem: NonNullable<TemplateTagView['problem']> }) {
  return (
    <span class="ysg-tab__bad">
      <Icon d={icons.warn} />
      <span>{problem}</span>
    </span>
  )
}
