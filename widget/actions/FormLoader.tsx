// The form comes with the third bundle; until it is there, the boxes of the form hold its place.
import type { ComponentChild } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { FormParts, FullDeps } from '../card/deps.ts'
import type { OpenState } from '../card/state.ts'
import { Loading } from '../ui/Entry.tsx'
import { Button } from './parts.tsx'

/** A view in place of the card; all of them come with the form. */
export function Screen({ deps, state }: { deps: FullDeps; state: OpenState }) {
  return <FormLoader deps={deps} draw={(parts) => <parts.Screen deps={deps} state={state} />} />
}

/** Draws with the form's parts as soon as they are loaded. */
export function FormLoader({ deps, draw }: { deps: FullDeps; draw: (parts: FormParts) => ComponentChild }) {
  const { tools, words } = deps
  const [state, setState] = useState<FormParts | 'loading' | 'failed'>(tools.form() ?? 'loading')
  useEffect(() => {
    if (state !== 'loading') return
    tools.loadForm().then(setState, () => setState('failed'))
  }, [state])
  if (state === 'loading') return <Loading words={words} />
  if (state !== 'failed') return <>{draw(state)}</>
  return (
    <div class="ysg-end ysg-stack">
      <p>{words.say('problem.offline')}</p>
      <Button block press={() => setState('loading')}>
        {words.say('do.try')}
      </Button>
    </div>
  )
}
