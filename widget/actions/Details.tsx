// Under the people of a request: what can be done, the steps while it is prepared, trouble, filing, files, timeline.
import { useEffect, useState } from 'preact/hooks'
import { type CardAction, type CardRequest, preparingSteps, type Trouble } from '../../shared/card.ts'
import { openAtYousign } from '../../shared/states.ts'
import type { RequestProps } from '../card/deps.ts'
import { stepNumber, stripOf } from '../card/reading.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { Filing } from './Filing.tsx'
import { moreIcons } from './more-icons.ts'
import { Button, Note } from './parts.tsx'
import { Said, usePress } from './press.tsx'
import { showFile } from './show-file.ts'
import { Timeline } from './Timeline.tsx'
import { troubleText } from './trouble-text.ts'
import { PaperNote, Versions } from './Versions.tsx'
import { whenOf } from './when.ts'

export function Details({ deps, state, request }: RequestProps) {
  return (
    <>
      {request.progress !== null && request.state === 'preparing' && !request.actions.includes('undo') && (
        <Steps deps={deps} state={state} request={request} />
      )}
      {request.trouble !== null && (
        <div class="ysg-pad">
          <Note tone={tones[request.trouble.kind] ?? 'bad'} text={troubleText(deps.words, request.trouble)} />
        </div>
      )}
      {request.paper !== null && <PaperNote deps={deps} paper={request.paper} />}
      <Versions deps={deps} state={state} request={request} />
      <Actions deps={deps} state={state} request={request} />
      <LastChecked deps={deps} request={request} />
      <Filing deps={deps} state={state} request={request} />
      {(request.timeline.length > 0 || request.state === 'failed') && (
        <Timeline key={request.id} deps={deps} request={request} />
      )}
    </>
  )
}

const tones: { readonly [kind in Trouble['kind']]?: 'warn' } = {
  stopped: 'warn',
  changed: 'warn',
  not_proved: 'warn',
  restored: 'warn',
}

/** While it runs, and only when the last news is too old to be taken for the truth. */
function LastChecked({ deps, request }: Pick<RequestProps, 'deps' | 'request'>) {
  const at = Math.max(request.checkedAt ?? 0, request.changedAt)
  if (!openAtYousign.has(request.state) || deps.now() - at < stale) return null
  return <p class="ysg-pad ysg-soft">{deps.words.say('checked', { when: whenOf(deps, at) })}</p>
}

const stale = 15 * 60_000

function Steps({ deps: { words, times }, request }: RequestProps) {
  const at = stepNumber(request)
  const waiting = request.progress?.waiting ?? null
  return (
    <div class="ysg-pad ysg-stack">
      <div
        class="ysg-bar"
        role="progressbar"
        aria-label={words.say('strip.preparing', { n: at, m: preparingSteps.length })}
        aria-valuemin={0}
        aria-valuemax={preparingSteps.length}
        aria-valuenow={at}
      >
        <i style={`width:${((at - 0.5) / preparingSteps.length) * 100}%`} />
      </div>
      <ol>
        {preparingSteps.map((step, index) => (
          <li class="ysg-step" data-state={index + 1 < at ? 'done' : index + 1 === at ? 'now' : 'later'}>
            {index + 1 < at ? (
              <Icon d={icons.check} />
            ) : (
              <i class={index + 1 === at ? 'ysg-spin' : 'ysg-step__dot'} aria-hidden="true" />
            )}
            <span>{words.say(`step.${step}`, { detail: index + 1 === at ? request.progress?.detail : null })}</span>
          </li>
        ))}
      </ol>
      {waiting !== null ? (
        <Note
          tone="warn"
          text={words.say(`wait.${waiting.reason}`, {
            time: waiting.until === null ? null : times.time(waiting.until),
          })}
        />
      ) : (
        at < 5 && <p class="ysg-soft">{words.say('step.leave')}</p>
      )}
    </div>
  )
}

function Actions({ deps, request }: RequestProps) {
  const { words, tools } = deps
  const press = usePress(deps)
  const seconds = useCountdown(request.actions.includes('undo') ? request.undoUntil : null, deps.now)
  const can = (action: CardAction) => request.actions.includes(action)
  const act = (name: 'undo' | 'retry') => () =>
    press.run(
      () => tools.api.act(name, request.id),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        return null
      },
    )
  const stop = () =>
    press.run(
      () => tools.api.cancel(request.id, { reason: 'other', note: null }),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        return null
      },
    )
  const strip = stripOf(request, deps.now())
  const again = can('new_version') && (afterEnd as readonly string[]).includes(strip)
  const signed = request.files.find(({ kind }) => kind === 'signed')
  const open = (file: NonNullable<typeof signed>) =>
    press.run(
      () => tools.api.file(request.id, file.id),
      (blob) => {
        showFile(blob, file.name, 'open')
        return null
      },
    )
  const buttons = [
    seconds !== null && (
      <>
        <p class="ysg-soft" aria-hidden="true">
          {words.say('undo', { n: seconds })}
        </p>
        <Button block icon={moreIcons.undo} off={press.busy} press={act('undo')}>
          {words.say('do.undo')}
        </Button>
      </>
    ),
    can('send_prepared') && (
      <Button
        block
        look="primary"
        icon={icons.sign}
        at={`prepared:${request.id}`}
        press={() => tools.view({ kind: 'prepared', request: request.id })}
      >
        {words.say('do.review')}
      </Button>
    ),
    signed !== undefined && (
      <Button block look="primary" icon={moreIcons.file} off={press.busy} press={() => open(signed)}>
        {words.say('do.open')}
      </Button>
    ),
    can('retry') && (
      <Button block look="primary" icon={moreIcons.refresh} off={press.busy} press={act('retry')}>
        {words.say('do.retry')}
      </Button>
    ),
    can('extend') && strip === 'expired' && (
      <Button
        block
        look="primary"
        icon={icons.ongoing}
        at={`extend:${request.id}`}
        press={() => tools.view({ kind: 'extend', request: request.id })}
      >
        {words.say('do.extend')}
      </Button>
    ),
    again && (
      <Button
        block
        {...(can('retry') || can('extend') || strip === 'canceled' ? {} : { look: 'primary' as const })}
        icon={moreIcons.again}
        at={`again:${request.id}`}
        press={() => tools.view({ kind: 'composer', start: { kind: 'new_version', request: request.id } })}
      >
        {words.say('do.new_version')}
      </Button>
    ),
    can('stop') && seconds === null && (
      <Button block off={press.busy} press={stop}>
        {words.say('do.stop')}
      </Button>
    ),
    can('discard') && (
      <Button
        block
        look="quiet"
        at={`discard:${request.id}`}
        press={() => tools.view({ kind: 'discard', request: request.id })}
      >
        {words.say('do.discard')}
      </Button>
    ),
  ].filter(Boolean)
  if (buttons.length === 0 && press.outcome === null) return null
  return (
    <div class="ysg-pad ysg-stack">
      {buttons}
      <Said deps={deps} press={press} />
    </div>
  )
}

/** Ended without a signature: the next step is a new version. A failed one that can be retried offers that first. */
const afterEnd = ['declined', 'rejected', 'canceled', 'deleted', 'failed', 'expired'] as const

/** Whole seconds until `until`, or null when there is nothing to count. */
function useCountdown(until: CardRequest['undoUntil'], now: () => number): number | null {
  const [, redraw] = useState(0)
  const left = until === null ? 0 : Math.ceil((until - now()) / 1000)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => redraw((count) => count + 1), 250)
    return () => clearTimeout(timer)
  })
  return left > 0 ? left : null
}
