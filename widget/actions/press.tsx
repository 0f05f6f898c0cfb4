// A press on a button: it runs once, keeps quiet meanwhile, and says beside itself what came of it.
import { useRef, useState } from 'preact/hooks'
import type { Deps } from '../card/deps.ts'
import type { CardProblem } from '../card/problem.ts'
import { Icon, icons } from '../ui/icons.tsx'
import type { Answer } from './api.ts'
import { problemText } from './problem-text.ts'

export interface Outcome {
  tone: 'ok' | 'bad'
  text: string
  /** To copy by hand, when the clipboard was refused. */
  link?: string
}

export interface Press {
  busy: boolean
  outcome: Outcome | null
  /** The failure behind a bad outcome, for those that offer a way out of it. */
  problem: CardProblem | null
  /** Takes the outcome away. */
  clear(): void
  /** A second press while the first runs does nothing. `done` may answer a sentence of success. */
  run<T>(work: () => Answer<T>, done: (value: T) => Outcome | null | Promise<Outcome | null>): void
}

const idle = { busy: false, outcome: null, problem: null }

export function usePress(deps: Deps): Press {
  const [state, setState] = useState<Omit<Press, 'run' | 'clear'>>(idle)
  const running = useRef(false)
  return {
    ...state,
    clear: () => setState(idle),
    run: (work, done) => {
      if (running.current) return
      running.current = true
      setState({ ...idle, busy: true })
      const finish = (outcome: Outcome | null, problem: CardProblem | null = null) => {
        running.current = false
        setState({ busy: false, outcome, problem })
      }
      void work().then(async (result) => {
        if (result.ok) finish(await done(result.value))
        else finish({ tone: 'bad', text: problemText(deps, result.failure) }, result.failure)
      })
    },
  }
}

/** What came of a press: a problem is an alert, a success is not. */
export function Said({ deps, press: { outcome } }: { deps: Deps; press: Press }) {
  if (outcome === null) return null
  const { tone, text, link } = outcome
  return (
    <div class="ysg-said" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon d={tone === 'bad' ? icons.warn : icons.check} />
      <div>
        {text}
        {link !== undefined && (
          <input
            class="ysg-input"
            readOnly
            aria-label={deps.words.say('do.link')}
            value={link}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        )}
      </div>
    </div>
  )
}
