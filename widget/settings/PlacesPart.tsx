// Where people sign: placed by hand on a sample, in a tab of its own, for a type that is saved as it stands here.
import { useEffect, useState } from 'preact/hooks'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { SettingsTextKey } from '../../shared/texts/en-settings.ts'
import { Button, Note } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import type { PartProps } from './Editor.tsx'
import { useWork } from './work.ts'

export function PlacesPart({ words, api, page, put, body, set, placeable }: PartProps) {
  const { places } = body
  const fixed = fixedIn(body, page)
  const [isOpened, setOpened] = useState(false)
  const [url, setUrl] = useState('')
  const work = useWork(words)
  useEffect(() => {
    if (!isOpened) return
    // Back from the other tab: what was placed there is saved already.
    const look = () => void api.page().then((answer) => answer.ok && put(answer.value))
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [isOpened])
  const open = (id: string) => {
    // At the press itself: a browser stops a tab that comes later.
    const tab = window.open('', '_blank')
    if (tab !== null) tab.opener = null
    const ask = async () => {
      const answer = await api.openPlaces(id)
      if (!answer.ok) tab?.close()
      return answer
    }
    work.run(ask, (reply) => {
      setOpened(true)
      if (tab === null) setUrl(reply.url)
      else tab.location.replace(reply.url)
    })
  }
  return (
    <>
      <p>
        {fixed !== null && words.say(fixed)}
        {fixed === null && places === null && words.say('places.none')}
        {fixed === null && places !== null && words.say('places.set', { n: places.boxes.length })}
        {fixed === null && places?.initials && ` ${words.say('places.initials')}`}
      </p>
      {fixed === null && placeable === null && <p class="ysg-soft">{words.say('places.save_first')}</p>}
      <div class="ysg-btns">
        {fixed === null && (
          <Button small off={placeable === null || work.busy} press={() => placeable !== null && open(placeable)}>
            {words.say('places.open')}
          </Button>
        )}
        {places !== null && (
          <Button small press={() => set({ places: null })}>
            {words.say('places.remove')}
          </Button>
        )}
      </div>
      {work.failure !== '' && <Note tone="bad" alert text={work.failure} />}
      {url !== '' && (
        <Note tone="warn" alert text={words.say('places.blocked')}>
          <a class="ysg-btn ysg-btn--s" href={url} target="_blank" rel="noopener noreferrer" onClick={() => setUrl('')}>
            {words.say('places.link')}
          </a>
        </Note>
      )}
    </>
  )
}

/** Why places are not ours to set: the template has them. */
function fixedIn({ source }: DocumentTypeBody, { ownTemplates }: SettingsDeps['page']): SettingsTextKey | null {
  if (source.kind === 'template') return 'places.template'
  if (source.kind === 'file') return null
  return ownTemplates.find(({ id }) => id === source.templateId)?.format === 'docx' ? 'places.word' : null
}
