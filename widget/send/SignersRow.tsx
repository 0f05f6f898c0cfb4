// Who signs, and in which order: closed it shows the rail, open it is sorted by drag or by keyboard.
import { useRef, useState } from 'preact/hooks'
import type { Composer } from '../../shared/composer.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import { ordersOf } from '../../shared/levels.ts'
import { Menu } from '../actions/More.tsx'
import { moreIcons } from '../actions/more-icons.ts'
import { Button, IconButton, Mail, Segments } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'
import { Icon } from '../ui/icons.tsx'
import type { Words } from '../words/words.tsx'
import { moveSigner, removeSigner, turnsOf } from './form.ts'
import { useSort } from './sort.ts'

export interface SignersRowProps {
  deps: FullDeps
  composer: Composer
  form: SendForm
  change: (form: SendForm) => void
  open: boolean
  toggle: () => void
  edit: (index: number) => void
  add: () => void
}

export function SignersRow(props: SignersRowProps) {
  const { deps, form, change, open, toggle, add } = props
  const { words } = deps
  const orders = ordersOf(form.level)
  const label = `${words.say('form.signers')} (${words.say(`order.${form.order}`).toLocaleLowerCase(words.tag)})`
  return (
    <div class="ysg-row">
      <div class="ysg-row__head">
        <span class="ysg-row__label">{form.signers.length > 1 ? label : words.say('form.signers')}</span>
        <button
          type="button"
          class="ysg-ib ysg-row__chevron"
          aria-label={words.say('form.change')}
          aria-expanded={open}
          onClick={toggle}
        >
          <Icon d={moreIcons.down} />
        </button>
      </div>
      {open ? (
        <div class="ysg-row__body ysg-stack">
          {orders.length > 1 && form.signers.length > 1 && (
            <Segments
              label={words.say('form.order')}
              value={form.order}
              options={orders.map((order) => ({ value: order, text: words.say(`order.${order}`) }))}
              change={(order) => change({ ...form, order: orders.find((each) => each === order) ?? form.order })}
            />
          )}
          <Sorted {...props} />
          <Button small block icon={moreIcons.plus} at="add-signer" press={add}>
            {words.say('form.add')}
          </Button>
        </div>
      ) : (
        <Rail deps={deps} form={form} label={label} />
      )}
    </div>
  )
}

function Rail({ deps: { words }, form, label }: { deps: FullDeps; form: SendForm; label: string }) {
  const turns = turnsOf(form.order, form.signers)
  const parallel = turns.length < 2
  const List = parallel ? 'ul' : 'ol'
  return (
    <List class="ysg-people" data-order={parallel ? 'parallel' : 'sequential'} aria-label={label}>
      {form.signers.map((signer, index) => (
        <li class="ysg-person" data-state="ready" key={`${index}${signer.email}`}>
          <span class="ysg-node" aria-hidden="true">
            {turns.findIndex((turn) => turn.includes(signer)) + 1}
          </span>
          <p class="ysg-person__name">
            {nameOf(words, signer, index)} {signer.side === 'firm' && <Tag text={words.say('firm')} />}
          </p>
          <div class="ysg-person__state">
            <Mail address={contactLine(form, signer)} />
          </div>
        </li>
      ))}
    </List>
  )
}

function Sorted({ deps, form, change, edit }: SignersRowProps) {
  const { words } = deps
  const list = useRef<HTMLOListElement>(null)
  const [menu, setMenu] = useState<number | null>(null)
  const sort = useSort({
    list,
    count: form.signers.length,
    move: (from, to) => {
      change(moveSigner(form, from, to))
      const moved = form.signers[from]
      if (moved === undefined) return
      const facts = { name: `${moved.firstName} ${moved.lastName}`, n: to + 1, m: form.signers.length }
      deps.tools.say(words.say('form.moved', facts))
    },
    restore: () => change(sort.before.current ?? form),
    begin: () => {
      sort.before.current = form
    },
  })
  const anchor = useRef<HTMLButtonElement | null>(null)
  return (
    <>
      <p class="ysg-vh" id="ysg-sort-help">
        {words.say('form.help')}
      </p>
      <ol ref={list} aria-label={words.say('form.signers')}>
        {form.signers.map((signer, index) => {
          const name = nameOf(words, signer, index)
          return (
            <li class={sort.lifted === index ? 'ysg-sort is-lifted' : 'ysg-sort'} key={index}>
              <button
                type="button"
                class="ysg-ib ysg-sort__grip"
                aria-label={words.say('form.move', { name })}
                aria-describedby="ysg-sort-help"
                aria-pressed={sort.lifted === index}
                {...sort.grip(index)}
              >
                <Icon d={moreIcons.grip} />
              </button>
              <button type="button" class="ysg-sort__main" onClick={() => edit(index)}>
                <span class="ysg-sort__name">
                  {name} {signer.side === 'firm' && <Tag text={words.say('firm')} />}
                </span>
                <span class="ysg-soft">
                  <Mail address={signer.email} />
                </span>
                <span class="ysg-soft">{signer.phone}</span>
              </button>
              <IconButton
                d={moreIcons.dots}
                text={words.say('form.edit', { name })}
                at={`signer-menu:${index}`}
                press={() => {
                  const { activeElement } = deps.root.getRootNode() as ShadowRoot
                  anchor.current = activeElement instanceof HTMLButtonElement ? activeElement : null
                  setMenu(index)
                }}
              />
            </li>
          )
        })}
      </ol>
      {menu !== null && (
        <Menu
          deps={deps}
          anchor={anchor}
          close={() => {
            setMenu(null)
            anchor.current?.focus()
          }}
          items={[
            { text: 'fix.change' as const, icon: moreIcons.pencil, press: () => edit(menu) },
            { text: 'form.up' as const, icon: moreIcons.up, press: () => change(moveSigner(form, menu, menu - 1)) },
            { text: 'form.down' as const, icon: moreIcons.down, press: () => change(moveSigner(form, menu, menu + 1)) },
            {
              text: 'form.remove' as const,
              icon: moreIcons.trash,
              danger: true,
              press: () => change(removeSigner(form, menu)),
            },
          ].filter(
            ({ text }) =>
              !(text === 'form.up' && menu === 0) && !(text === 'form.down' && menu === form.signers.length - 1),
          )}
        />
      )}
    </>
  )
}

function Tag({ text }: { text: string }) {
  return <span class="ysg-tag">{text}</span>
}

/** Somebody without a name yet is called by place. */
export function nameOf(words: Words, signer: FormSigner, index: number): string {
  return `${signer.firstName} ${signer.lastName}`.trim() || words.say('form.someone', { i: index + 1 })
}

/** Where the code goes, or the address where there is none by SMS. */
function contactLine(form: SendForm, signer: FormSigner): string {
  return form.mode === 'otp_sms' && signer.phone ? signer.phone : signer.email
}
