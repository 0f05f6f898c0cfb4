// Who signs: contacts of the lead, people of the firm, their order, and what clients confirm.
import { consentKeys, type FirmRule } from '../../shared/document-type.ts'
import { ordersOf } from '../../shared/levels.ts'
import { Field, Segments } from '../actions/parts.tsx'
import type { PartProps } from './Editor.tsx'
import { Check, toggled } from './inputs.tsx'

export function Who({ words, page, body, set }: PartProps) {
  const { clients, firm } = body
  const has = (rule: FirmRule) => firm.some((one) => sameRule(one, rule))
  const flip = (rule: FirmRule) => (on: boolean) =>
    set({ firm: on ? [...firm, rule] : firm.filter((one) => !sameRule(one, rule)) })
  const known = page.users.filter((user) => user.isActive || has({ kind: 'user', userId: user.userId }))
  // Somebody whom Kommo no longer has can still be taken out of the rule.
  const lost = firm.flatMap((rule) =>
    rule.kind === 'user' && page.users.every(({ userId }) => userId !== rule.userId) ? [rule.userId] : [],
  )
  return (
    <>
      <Segments
        label={words.say('who.clients')}
        value={clients.kind}
        options={[
          { value: 'main', text: words.say('who.main') },
          { value: 'all', text: words.say('who.all') },
          { value: 'position', text: words.say('who.position') },
        ]}
        change={(kind) => set({ clients: kind === 'position' ? { kind, position: '' } : { kind } })}
      />
      {clients.kind === 'position' && (
        <Field
          label={words.say('who.position_is')}
          value={clients.position}
          change={(position) => set({ clients: { kind: 'position', position } })}
        />
      )}
      <Check
        text={words.say('who.company')}
        on={body.capacity === 'company'}
        change={(on) => set({ capacity: on ? 'company' : 'own' })}
      />
      <fieldset class="ysg-stack">
        <legend class="ysg-field__label">{words.say('who.firm')}</legend>
        <Check
          text={words.say('who.responsible')}
          on={has({ kind: 'responsible' })}
          change={flip({ kind: 'responsible' })}
        />
        {lost.map((userId) => (
          <Check key={userId} text={words.say('people.unknown')} on={true} change={flip({ kind: 'user', userId })} />
        ))}
        {known.map(({ userId, name, isActive }) => (
          <Check
            key={userId}
            text={isActive ? name : words.say('who.left', { name })}
            on={has({ kind: 'user', userId })}
            change={flip({ kind: 'user', userId })}
          />
        ))}
      </fieldset>
      <Segments
        label={words.say('who.order')}
        value={body.order}
        options={ordersOf(body.level).map((order) => ({ value: order, text: words.say(`order.${order}`) }))}
        change={(order) => set({ order })}
      />
      <fieldset class="ysg-stack">
        <legend class="ysg-field__label">{words.say('part.ask')}</legend>
        {consentKeys.map((key) => (
          <Check
            key={key}
            text={words.say(`ask.${key}`)}
            on={body.consents.includes(key)}
            change={(on) => set({ consents: toggled(body.consents, key, on) })}
          />
        ))}
      </fieldset>
    </>
  )
}

function sameRule(a: FirmRule, b: FirmRule): boolean {
  return a.kind === b.kind && (a.kind !== 'user' || b.kind !== 'user' || a.userId === b.userId)
}
