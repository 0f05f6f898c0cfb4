// The ⋯ of a request or of a signer, and its menu: in the top layer, so that the panel's scrolling cannot cut it off.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CardAction, CardRequest, CardSigner, SignerAction } from '../../shared/card.ts'
import type { TextKey } from '../../shared/texts/dictionaries.ts'
import type { FullDeps, RequestProps } from '../card/deps.ts'
import { fullName } from '../card/reading.ts'
import type { View } from '../card/state.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { moreIcons } from './more-icons.ts'
import { usePress } from './press.tsx'

interface Item {
  text: TextKey
  icon: string
  danger?: boolean
  press: () => void
}

export function More({ deps, request, signer }: RequestProps & { signer: CardSigner | null }) {
  const { words } = deps
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const press = usePress(deps)
  const run = (work: () => ReturnType<FullDeps['tools']['api']['act']>) =>
    press.run(work, (reply) => {
      deps.dispatch({ kind: 'request', request: reply.request })
      return null
    })
  const items = signer === null ? requestItems(deps, request, run) : signerItems(deps, request, signer)
  if (items.length === 0) return null
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        class="ysg-ib"
        aria-label={signer === null ? words.say('do.more') : words.say('do.actions', { name: fullName(signer) })}
        aria-haspopup="menu"
        aria-expanded={open}
        data-at={`menu:${signer === null ? request.id : signer.id}`}
        onClick={() => setOpen(!open)}
      >
        <Icon d={moreIcons.dots} />
      </button>
      {open && <Menu deps={deps} items={items} anchor={button} close={close} />}
    </>
  )
}

function requestItems(
  deps: FullDeps,
  request: CardRequest,
  run: (work: () => ReturnType<FullDeps['tools']['api']['act']>) => void,
): Item[] {
  const view = (next: View) => () => deps.tools.view(next)
  const all: Partial<Record<CardAction, Item>> = {
    refresh: {
      text: 'do.refresh',
      icon: moreIcons.refresh,
      press: () => run(() => deps.tools.api.act('refresh', request.id)),
    },
    extend: { text: 'do.extend', icon: icons.ongoing, press: view({ kind: 'extend', request: request.id }) },
    new_version: {
      text: 'do.new_version',
      icon: moreIcons.again,
      press: view({ kind: 'composer', start: { kind: 'new_version', request: request.id } }),
    },
    send_second: {
      text: 'form.second',
      icon: moreIcons.plus,
      press: view({ kind: 'composer', start: { kind: 'second', request: request.id } }),
    },
    paper: { text: 'do.paper', icon: moreIcons.file, press: view({ kind: 'paper', request: request.id }) },
    cancel: {
      text: 'cancel.title',
      icon: icons.canceled,
      danger: true,
      press: view({ kind: 'cancel', request: request.id }),
    },
  }
  return Object.entries(all).flatMap(([action, item]) => (request.actions.includes(action as CardAction) ? [item] : []))
}

function signerItems(deps: FullDeps, request: CardRequest, signer: CardSigner): Item[] {
  const view = (kind: 'correct' | 'qr') => () => deps.tools.view({ kind, request: request.id, signer: signer.id })
  const all: Partial<Record<SignerAction, Item>> = {
    qr: { text: 'do.qr', icon: moreIcons.qr, press: view('qr') },
    correct: { text: 'do.correct', icon: moreIcons.pencil, press: view('correct') },
    unblock: { text: 'do.unblock', icon: moreIcons.pencil, press: view('correct') },
  }
  return Object.entries(all).flatMap(([action, item]) =>
    signer.actions.includes(action as SignerAction) ? [item] : [],
  )
}

interface MenuProps {
  deps: FullDeps
  items: Item[]
  anchor: { current: HTMLButtonElement | null }
  close: () => void
}

/** Arrows, Home, End and letters move; Escape, Tab and a press elsewhere close. */
export function Menu({ deps, items, anchor, close }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = menu.current
    if (element === null || anchor.current === null) return
    // A browser without popover shows the menu in place, which the panel may cut off, but it works.
    if (typeof element.showPopover === 'function') element.showPopover()
    const box = anchor.current.getBoundingClientRect()
    const fitsBelow = box.bottom + element.offsetHeight < innerHeight
    element.style.top = `${fitsBelow ? box.bottom : Math.max(0, box.top - element.offsetHeight)}px`
    element.style.right = `${Math.max(0, document.documentElement.clientWidth - box.right)}px`
    element.querySelector('button')?.focus()
  }, [])
  const onKey = (event: KeyboardEvent) => {
    const buttons = [...(menu.current?.querySelectorAll('button') ?? [])]
    const { activeElement } = deps.root.getRootNode() as ShadowRoot
    const at = buttons.indexOf(activeElement as HTMLButtonElement)
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      event.stopPropagation()
      return close()
    }
    const next = nextIndex(event.key, at, buttons)
    if (next === null) return
    event.preventDefault()
    buttons[next]?.focus()
  }
  const onToggle = (event: Event) => {
    if ('newState' in event && event.newState === 'closed') close()
  }
  return (
    <div ref={menu} class="ysg-menu" role="menu" popover="auto" tabIndex={-1} onKeyDown={onKey} onToggle={onToggle}>
      {items.map((item) => (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          class={item.danger ? 'ysg-menu__item ysg-menu__item--danger' : 'ysg-menu__item'}
          onClick={() => {
            close()
            item.press()
          }}
        >
          <Icon d={item.icon} />
          <span>{deps.words.say(item.text)}</span>
        </button>
      ))}
    </div>
  )
}

function nextIndex(key: string, at: number, buttons: HTMLElement[]): number | null {
  const count = buttons.length
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at + count - 1) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  if (key.length !== 1) return null
  const letter = buttons.findIndex(({ textContent }) => textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))
  return letter === -1 ? null : letter
}
