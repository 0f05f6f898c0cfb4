// Until the page is there: opening, or why it does not open.
import { useEffect, useState } from 'preact/hooks'
import type { SettingsSession } from '../../shared/settings.ts'
import type { PageTextKey } from '../../shared/texts/settings.ts'
import { Button, Note } from '../actions/parts.tsx'
import type { CardProblem } from '../card/problem.ts'
import { createWords } from '../words/words.tsx'
import type { SettingsApi } from './api.ts'
import { failureText } from './deps.ts'
import { Page } from './Page.tsx'

interface DoorProps {
  api: SettingsApi
  english: Record<PageTextKey, string>
}

export function Door({ api, english }: DoorProps) {
  const [session, setSession] = useState<SettingsSession | null>(null)
  const [problem, setProblem] = useState<CardProblem | null>(null)
  const open = () => {
    setProblem(null)
    void api.open().then((answer) => {
      if (answer.ok) setSession(answer.value)
      else setProblem(answer.failure)
    })
  }
  useEffect(open, [])
  const language = session?.language ?? (navigator.language.startsWith('fr') ? 'fr' : 'en')
  const words = createWords<PageTextKey>(
    session?.dictionary ? language : 'en',
    session?.dictionary ? [session.dictionary, english] : [english],
    { provider: session?.page.provider ?? 'Yousign' },
  )
  if (session !== null) {
    return (
      <Page
        words={words}
        api={api}
        user={session.user.name}
        page={session.page}
        put={(page) => setSession((before) => (before === null ? null : { ...before, page }))}
      />
    )
  }
  if (problem === null) return <p class="ysg-set__page ysg-soft">{words.say('loading')}</p>
  return (
    <div class="ysg-set__page">
      <Note tone="bad" alert text={failureText(words, problem)}>
        {problem.code !== 'not_administrator' && (
          <Button small press={open}>
            {words.say('retry')}
          </Button>
        )}
      </Note>
    </div>
  )
}
