// One call at a time from a part of the page: busy meanwhile, and afterwards the sentence for what went wrong.
import { useRef, useState } from 'preact/hooks'
import type { SettingsTextKey } from '../../shared/texts/en-settings.ts'
import type { CardProblem } from '../card/problem.ts'
import type { Answer } from './api.ts'
import { failureText, type SettingsDeps } from './deps.ts'

export interface Work {
  busy: boolean
  /** Empty: nothing went wrong. */
  failure: string
  /** A second call while the first runs is not made. */
  run<T>(call: () => Answer<T>, done: (value: T) => void): void
}

export function useWork(words: SettingsDeps['words']): Work {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const running = useRef(false)
  return {
    busy,
    failure,
    run(call, done) {
      if (running.current) return
      running.current = true
      setBusy(true)
      setFailure('')
      void call().then((answer) => {
        running.current = false
        setBusy(false)
        if (answer.ok) done(answer.value)
        else setFailure(workText(words, answer.failure))
      })
    },
  }
}

/** As `failureText`, with what can go wrong with a document or a lead. */
function workText(words: SettingsDeps['words'], problem: CardProblem): string {
  if (problem.code === 'document') {
    const { kind, name, limit, text } = problem
    return words.say(`doc.${kind}`, { name, limit, text })
  }
  const key = leadTexts.get(problem.code)
  return key === undefined ? failureText(words, problem) : words.say(key)
}

/** Kommo does not tell a lead that is not there from one that somebody may not see. */
const leadTexts: ReadonlyMap<CardProblem['code'], SettingsTextKey> = new Map([
  ['lead_gone', 'try.no_lead'],
  ['forbidden', 'try.no_lead'],
])
