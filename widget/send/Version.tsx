// What a new version changes against the request that it replaces, and who signs again: old struck, new bold.
import type { AuthenticationMode, Level, SigningOrder } from '../../shared/levels.ts'
import type { NewVersion, VersionDifference } from '../../shared/new-version.ts'
import { Note } from '../actions/parts.tsx'
import type { FullDeps } from '../card/deps.ts'

export function Version({ deps, version }: { deps: FullDeps; version: NewVersion }) {
  const { words } = deps
  const { reference, document, differences, signed } = version
  const names = (signsAgain: boolean) =>
    words.list(signed.filter((one) => one.signsAgain === signsAgain).map(({ name }) => name))
  const again = names(true)
  const lost = names(false)
  return (
    <Note tone="info" text={words.say('version.of', { reference })}>
      {document !== 'other' && <p>{words.say(`version.document.${document}`)}</p>}
      {differences.length > 0 ? (
        <dl class="ysg-diff">
          {differences.map((each) => (
            <>
              <dt>
                {words.say(labels[each.what], { label: each.of })} {each.what !== 'text' && each.of}
              </dt>
              <dd>
                {each.before !== '' && <del>{shown(deps, each.what, each.before)}</del>}{' '}
                {each.after !== '' && <ins>{shown(deps, each.what, each.after)}</ins>}
              </dd>
            </>
          ))}
        </dl>
      ) : (
        <p>{words.say('version.nothing')}</p>
      )}
      {again !== '' && <p>{words.rich('version.again', { names: again })}</p>}
      {lost !== '' && <p>{words.rich('version.lost', { names: lost })}</p>}
      {signed.length === 0 && <p>{words.say('version.nobody', { reference })}</p>}
    </Note>
  )
}

/** As the form and other differences call the same things. */
const labels = {
  document: 'version.document',
  name: 'form.name',
  level: 'form.level',
  mode: 'form.mode',
  order: 'form.order',
  sequence: 'version.sequence',
  deadline: 'form.until',
  message: 'version.message',
  text: 'form.text',
  signer_added: 'version.signer_added',
  signer_removed: 'version.signer_removed',
  signer_name: 'diff.signer_name',
  signer_email: 'diff.signer_email',
  signer_phone: 'diff.signer_phone',
  signer_capacity: 'person.capacity',
} as const satisfies Record<VersionDifference['what'], string>

/** A value in the user's words. */
function shown({ words, times }: FullDeps, what: VersionDifference['what'], value: string): string {
  if (what === 'deadline') return times.date(Date.parse(`${value}T12:00:00Z`))
  // The server's words of shared/levels.ts; empty ones are not shown.
  if (what === 'level') return words.say(`level.${value as Level}`)
  if (what === 'mode') return words.say(`mode.${value as AuthenticationMode}`)
  if (what === 'order') return words.say(`order.${value as SigningOrder}`)
  return value
}
