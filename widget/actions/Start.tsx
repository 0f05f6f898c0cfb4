// Nothing is shown in full: the form, or why there is none and who can change that.
import type { FullDeps } from '../card/deps.ts'
import type { OpenState } from '../card/state.ts'
import { Empty } from '../ui/Entry.tsx'
import { Icon, icons } from '../ui/icons.tsx'
import { FormLoader } from './FormLoader.tsx'
import { moreIcons } from './more-icons.ts'
import { copied } from './PersonActions.tsx'
import { Button } from './parts.tsx'
import { Said, usePress } from './press.tsx'

export function Start({ deps, state }: { deps: FullDeps; state: OpenState }) {
  const { words, origin } = deps
  const { connection, composer, leadGone } = state.card
  if (leadGone) {
    return (
      <Empty title={words.say('entry.gone')} text={words.say('entry.gone.text')}>
        <Icon d={icons.canceled} />
      </Empty>
    )
  }
  if (connection.kind === 'key_refused' || connection.kind === 'other_account') {
    const names = words.list(connection.administrators)
    const key = connection.kind === 'key_refused' ? 'entry.key' : 'entry.account'
    return (
      <Empty title={words.say(key)} text={words.say(`${key}.text`, { names })}>
        <Icon d={icons.lock} />
      </Empty>
    )
  }
  if (connection.kind === 'not_connected' && state.answer.user.isAdmin) {
    return (
      <Empty title={words.say('entry.admin')} text={words.say('entry.admin.text', { url: `${origin}/setup` })}>
        <Icon d={moreIcons.plug} />
      </Empty>
    )
  }
  if (connection.kind === 'not_connected') return <AskAdministrator deps={deps} names={connection.administrators} />
  if (composer === null) return null
  if (composer.contacts.length > 0) {
    return (
      <FormLoader
        deps={deps}
        draw={({ Composer }) => <Composer deps={deps} state={state} start={{ kind: 'usual' }} />}
      />
    )
  }
  return (
    <Empty title={words.say('entry.nobody')} text={words.say('entry.nobody.text')}>
      <Icon d={moreIcons.user} />
      <Button
        block
        look="primary"
        at="typed"
        press={() => deps.tools.view({ kind: 'composer', start: { kind: 'typed' } })}
      >
        {words.say('do.type')}
      </Button>
    </Empty>
  )
}

function AskAdministrator({ deps, names }: { deps: FullDeps; names: string[] }) {
  const { words, origin } = deps
  const press = usePress(deps)
  const message = words.say('entry.message', { url: `${origin}/setup` })
  const copy = () =>
    press.run(
      () => Promise.resolve({ ok: true as const, value: message }),
      (text) => copied(text, words.say('said.message'), words.say('do.message')),
    )
  return (
    <Empty title={words.say('entry.manager')} text={words.say('entry.manager.text', { names: words.list(names) })}>
      <Icon d={moreIcons.plug} />
      <Button block press={copy}>
        {words.say('do.message')}
      </Button>
      <Said deps={deps} press={press} />
    </Empty>
  )
}
