// A template tried on a real lead before anybody sends it: every field with its text, or what is in the way.
import { useState } from 'preact/hooks'
import type { TemplatePreview, TemplateView } from '../../shared/settings.ts'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, Field, Note } from '../actions/parts.tsx'
import { showFile } from '../actions/show-file.ts'
import type { SettingsDeps } from './deps.ts'
import { leadNumber } from './lead-number.ts'
import { endingOf } from './template-api.ts'
import { useWork } from './work.ts'

/** What was read, and of which lead, whatever is typed since. */
type Shown = { lead: string; preview: TemplatePreview }

export function TryOn({ words, api, template }: Pick<SettingsDeps, 'words' | 'api'> & { template: TemplateView }) {
  const [typed, setTyped] = useState('')
  const [isUnread, setUnread] = useState(false)
  const [shown, setShown] = useState<Shown | null>(null)
  const reading = useWork(words)
  const opening = useWork(words)
  const read = () => {
    const lead = leadNumber(typed)
    setShown(null)
    setUnread(lead === null)
    if (lead !== null)
      reading.run(
        () => api.templates.preview(template.id, lead),
        (preview) => setShown({ lead, preview }),
      )
  }
  const open = (lead: string) =>
    opening.run(
      () => api.templates.filled(template.id, lead),
      (file) => {
        const ending = endingOf(file)
        // A browser shows a PDF and has no place for a Word file.
        showFile(file, `${template.name}.${ending}`, ending === 'pdf' ? 'open' : 'save')
      },
    )
  return (
    <div class="ysg-stack ysg-tpl__try">
      <h3 class="ysg-part__title">{words.say('try.title')}</h3>
      <form
        class="ysg-entry ysg-entry--try"
        onSubmit={(event) => {
          event.preventDefault()
          read()
        }}
      >
        <Field label={words.say('try.lead')} value={typed} change={setTyped} invalid={isUnread} />
        <Button off={reading.busy} press={read}>
          {words.say(reading.busy ? 'try.running' : 'try.run')}
        </Button>
      </form>
      {isUnread && <Note tone="bad" alert text={words.say('try.no_number')} />}
      {reading.failure !== '' && <Note tone="bad" alert text={reading.failure} />}
      <div role="status" class="ysg-stack">
        {shown !== null && <Result words={words} preview={shown.preview} />}
      </div>
      {shown !== null && shown.preview.problems.length === 0 && (
        <div class="ysg-btns">
          <Button small icon={moreIcons.eye} off={opening.busy} press={() => open(shown.lead)}>
            {words.say('try.open')}
          </Button>
        </div>
      )}
      {opening.failure !== '' && <Note tone="bad" alert text={opening.failure} />}
    </div>
  )
}

function Result({ words, preview }: Pick<SettingsDeps, 'words'> & { preview: TemplatePreview }) {
  const { leadName: lead, values, problems } = preview
  if (problems.length > 0) {
    return (
      <Note tone="bad" text={words.rich('try.lacks', { lead })}>
        <ul class="ysg-tpl__lacks">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Note>
    )
  }
  if (values.length === 0) return <p>{words.rich('try.empty', { lead })}</p>
  return (
    <>
      <p>{words.rich('try.says', { lead })}</p>
      <table class="ysg-tab">
        <thead>
          <tr>
            <th scope="col">{words.say('try.name')}</th>
            <th scope="col">{words.say('try.value')}</th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ name, text }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
