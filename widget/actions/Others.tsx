// The other requests of the lead: what still runs stays in sight, what is over is folded.

import type { CardRequest } from '../../shared/card.ts'
import { liveStates } from '../../shared/states.ts'
import type { FullDeps } from '../card/deps.ts'
import { stripOf } from '../card/reading.ts'
import type { OpenState } from '../card/state.ts'
import { Icon } from '../ui/icons.tsx'
import { strips, stripText } from '../ui/Request.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { moreIcons } from './more-icons.ts'
import { Button, IconButton, Note } from './parts.tsx'
import { Said, usePress } from './press.tsx'

export function Others({ deps, state }: { deps: FullDeps; state: OpenState }) {
  const { words } = deps
  const others = state.card.requests.filter(({ id }) => id !== state.shown)
  const running = others.filter(({ state: at }) => liveStates.has(at))
  const over = others.filter(({ state: at }) => !liveStates.has(at))
  return (
    <>
      {state.card.notices.map((notice) => (
        <div class="ysg-pad" key={notice.kind}>
          <Note
            tone="warn"
            text={words.say(`notice.${notice.kind}`, { n: notice.kind === 'events_missed' ? notice.count : 0 })}
          />
        </div>
      ))}
      {running.length > 0 && <List deps={deps} label={words.say('also')} requests={running} />}
      {over.length > 0 && (
        <details class="ysg-fold">
          <summary>
            <Icon d={moreIcons.folder} />
            <span>
              {words.say('earlier')} <span class="ysg-count">{over.length}</span>
            </span>
            <Icon d={moreIcons.down} />
          </summary>
          <List deps={deps} label={words.say('earlier')} requests={over} />
        </details>
      )}
    </>
  )
}

function List({ deps, label, requests }: { deps: FullDeps; label: string; requests: CardRequest[] }) {
  return (
    <ul class="ysg-others" aria-label={label}>
      {requests.map((request) => (
        <li key={request.id}>
          <Past deps={deps} request={request} />
        </li>
      ))}
    </ul>
  )
}

function Past({ deps, request }: { deps: FullDeps; request: CardRequest }) {
  const strip = stripOf(request, deps.now())
  const [tone, icon] = strips[strip]
  return (
    <button type="button" class="ysg-past" onClick={() => deps.dispatch({ kind: 'show', request: request.id })}>
      <Sheet small signers={request.signers} />
      <span>
        <span class="ysg-past__name">{request.name}</span>
        <span class="ysg-past__state" data-tone={tone}>
          <Icon d={icon} />
          <span>
            {stripText(deps, request, strip)}
            {request.endedAt !== null && `, ${deps.times.date(request.endedAt)}`}
          </span>
        </span>
      </span>
      <Icon d={moreIcons.right} />
    </button>
  )
}

/** Reads the card again, for those who do not want to wait for the stream. */
export function Refresh({ deps }: { deps: FullDeps }) {
  const press = usePress(deps)
  const refresh = () =>
    press.run(deps.tools.api.card, (card) => {
      deps.dispatch({ kind: 'card', card })
      return null
    })
  return (
    <>
      <Said deps={deps} press={press} />
      <IconButton d={moreIcons.refresh} text={deps.words.say('do.refresh')} press={refresh} />
    </>
  )
}

/** The way to a further request, while one is shown. */
export function Another({ deps, state }: { deps: FullDeps; state: OpenState }) {
  if (state.shown === null || state.card.composer === null) return null
  return (
    <div class="ysg-end">
      <Button
        block
        icon={moreIcons.plus}
        at="another"
        press={() => deps.tools.view({ kind: 'composer', start: { kind: 'usual' } })}
      >
        {deps.words.say('do.another')}
      </Button>
    </div>
  )
}
