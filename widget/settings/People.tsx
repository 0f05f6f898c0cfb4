// People who sign for the firm, and those among them who have left Kommo.
import { Note } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import { firmSigners, signedByResponsible } from './people.ts'
import { Section } from './Section.tsx'

export function People({ words, page }: SettingsDeps) {
  const signers = firmSigners(page)
  const responsible = signedByResponsible(page)
  const nameOf = (name: string | null) => name ?? words.say('people.unknown')
  return (
    <Section id="people" title={words.say('nav.people')} text={words.say('people.text')}>
      <div class="ysg-sec__body ysg-stack">
        {signers
          .filter(({ hasLeft }) => hasLeft)
          .map(({ userId, name, types }) => (
            <Note
              key={userId}
              tone="warn"
              text={words.rich('people.left', { name: nameOf(name), types: words.list(types) })}
            />
          ))}
        {signers.length === 0 && responsible.length === 0 && <p class="ysg-soft">{words.say('people.none')}</p>}
        <dl class="ysg-kv">
          {responsible.length > 0 && (
            <>
              <dt>{words.say('who.responsible')}</dt>
              <dd>{words.list(responsible)}</dd>
            </>
          )}
          {signers
            .filter(({ hasLeft }) => !hasLeft)
            .map(({ userId, name, types }) => (
              <>
                <dt key={userId}>{nameOf(name)}</dt>
                <dd>{words.list(types)}</dd>
              </>
            ))}
        </dl>
      </div>
    </Section>
  )
}
