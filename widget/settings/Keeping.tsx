// What is kept and how long, what administrators have to decide on, and the erasure of a person. It is asked for on its own.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { KeepingPage } from '../../shared/keeping.ts'
import { Button, Note } from '../actions/parts.tsx'
import type { Answer } from './api.ts'
import { Due } from './Due.tsx'
import { failureText, type SettingsDeps } from './deps.ts'
import { Erase } from './Erase.tsx'
import { Erasures } from './Erasures.tsx'
import { Periods } from './Periods.tsx'
import { Section } from './Section.tsx'

export interface KeepingProps extends Pick<SettingsDeps, 'words' | 'api'> {
  page: KeepingPage
  /** Shows the page that the call answers; otherwise the sentence why it did not work. */
  take(call: Answer<KeepingPage>): Promise<string | null>
}

export function Keeping({ words, api }: Pick<SettingsDeps, 'words' | 'api'>) {
  const [page, setPage] = useState<KeepingPage | null>(null)
  const [failure, setFailure] = useState('')
  const take = async (call: Answer<KeepingPage>) => {
    const answer = await call
    if (answer.ok) setPage(answer.value)
    return answer.ok ? null : failureText(words, answer.failure)
  }
  const load = () => void take(api.keeping.page()).then((told) => setFailure(told ?? ''))
  useEffect(load, [])
  useWaiting(page, load)
  const deps = page === null ? null : { words, api, page, take }
  return (
    <Section id="keeping" title={words.say('nav.keeping')} text={words.say('keeping.text')}>
      {failure !== '' && (
        <div class="ysg-sec__body">
          <Note tone="bad" alert text={failure}>
            <Button small press={load}>
              {words.say('retry')}
            </Button>
          </Note>
        </div>
      )}
      {deps !== null && (
        <>
          <Periods {...deps} />
          <Due {...deps} />
          <Erase words={words} api={api} erased={load} />
          <Erasures words={words} erasures={deps.page.erasures} />
        </>
      )}
    </Section>
  )
}

/** Looks again while an erasure is under way: soon at first, then once a minute, because Kommo may be away for hours. */
function useWaiting(page: KeepingPage | null, load: () => void): void {
  const looks = useRef(0)
  useEffect(() => {
    if (!page?.erasures.some(({ waiting }) => waiting > 0)) {
      looks.current = 0
      return
    }
    const timer = setTimeout(load, Math.min(60_000, 1_000 * 2 ** looks.current))
    looks.current += 1
    return () => clearTimeout(timer)
  }, [page])
}
