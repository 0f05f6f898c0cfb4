// What can be done for one signer now: the one filled button, link and QR code, and from when a reminder is possible.
import type { CardRequest, CardSigner, SignerAction } from '../../shared/card.ts'
import type { FullDeps, RequestProps } from '../card/deps.ts'
import { fullName, isStalled, lineOf, nodeOf } from '../card/reading.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { moreIcons } from './more-icons.ts'
import { Button, IconButton, Mail } from './parts.tsx'
import { type Press, Said, usePress } from './press.tsx'
import { whenOf } from './when.ts'

export function PersonActions({ deps, request, signer }: RequestProps & { signer: CardSigner }) {
  const { words, tools } = deps
  const press = usePress(deps)
  const can = (action: SignerAction) => signer.actions.includes(action)
  const primary = primaryOf(signer)
  const wait = signer.remindFrom !== null && signer.remindFrom > deps.now() ? signer.remindFrom : null
  const calls = signer.phone !== null && (isStalled(signer, deps.now()) || lineOf(signer) === 'sender_contacted')
  const view = (kind: 'correct' | 'qr') => tools.view({ kind, request: request.id, signer: signer.id })
  const troubled = nodeOf(signer, deps.now()) === 'bad' && signer.status !== 'declined'
  if (primary === null && wait === null && !can('copy_link') && !can('qr')) return <Said deps={deps} press={press} />
  return (
    <div class="ysg-person__do ysg-stack">
      {troubled && (
        <p class="ysg-soft">
          <Mail address={signer.email} />
        </p>
      )}
      {calls && (
        <a class="ysg-btn ysg-btn--primary ysg-btn--block" href={`tel:${signer.phone?.replace(/[^+\d]/g, '')}`}>
          <Icon d={moreIcons.call} />
          {words.say('do.call', { name: fullName(signer) })}
        </a>
      )}
      {(primary === 'correct' || primary === 'unblock') && (
        <Button block look="primary" icon={moreIcons.pencil} at={`fix:${signer.id}`} press={() => view('correct')}>
          {words.say(lineOf(signer) === 'identification_blocked' ? 'do.unblock' : 'do.correct')}
        </Button>
      )}
      {primary === 'sign_now' && (
        <Button block look="primary" icon={icons.sign} press={() => signNow(deps, press, request, signer)}>
          {words.say('do.sign')}
        </Button>
      )}
      {(primary === 'remind' || can('copy_link') || can('qr')) && (
        <div class="ysg-do">
          {primary === 'remind' && (
            <Button
              {...(calls ? {} : { look: 'primary' as const })}
              icon={moreIcons.bell}
              off={press.busy}
              press={() => remind(deps, press, request, signer)}
            >
              {words.say('do.remind')}
            </Button>
          )}
          {can('copy_link') && (
            <IconButton
              edge
              d={moreIcons.link}
              text={words.say('do.link')}
              press={() => copyLink(deps, press, request, signer)}
            />
          )}
          {can('qr') && (
            <IconButton
              edge
              d={moreIcons.qr}
              text={words.say('do.qr')}
              at={`qr:${signer.id}`}
              press={() => view('qr')}
            />
          )}
        </div>
      )}
      {wait !== null && <p class="ysg-soft">{words.say('remind', { when: whenOf(deps, wait) })}</p>}
      <Said deps={deps} press={press} />
    </div>
  )
}

/** Repair what is wrong, else sign, else remind. */
function primaryOf(signer: CardSigner): SignerAction | null {
  const line = lineOf(signer)
  const repair: SignerAction[] =
    line === 'delivery_failed' || line === 'identification_blocked' ? ['unblock', 'correct'] : []
  return [...repair, 'sign_now' as const, 'remind' as const].find((action) => signer.actions.includes(action)) ?? null
}

function remind(deps: FullDeps, press: Press, request: CardRequest, signer: CardSigner): void {
  press.run(
    () => deps.tools.api.remind(request.id, signer.id),
    (reply) => {
      deps.dispatch({ kind: 'request', request: reply.request })
      return { tone: 'ok', text: deps.words.say('said.reminded') }
    },
  )
}

/** Fetches a fresh link and copies it; if the clipboard is refused, the link is shown to be copied by hand. */
export function copyLink(deps: FullDeps, press: Press, request: CardRequest, signer: CardSigner): void {
  const facts = { name: fullName(signer) }
  press.run(
    () => deps.tools.api.link(request.id, signer.id),
    ({ url }) => copied(url, deps.words.say('said.copied', facts), deps.words.say('said.copy', facts)),
  )
}

/** Copies a text; the second sentence comes with the text itself, for the hand. */
export async function copied(text: string, done: string, byHand: string) {
  try {
    await navigator.clipboard.writeText(text)
    return { tone: 'ok' as const, text: done }
  } catch {
    return { tone: 'ok' as const, text: byHand, link: text }
  }
}

function signNow(deps: FullDeps, press: Press, request: CardRequest, signer: CardSigner): void {
  press.run(
    () => deps.tools.api.link(request.id, signer.id),
    ({ url }) => {
      window.open(url, '_blank', 'noopener')
      return null
    },
  )
}
