// What a new version changes against the request that it replaces, and who signs again: old struck, new bold.
import { authenticationModes, levels, signingOrders } from '../../shared/levels.ts'
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
                {words.say(`version.${each.what}`)} {each.of}
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

/** A value in the user's words. */
function shown({ words, times }: FullDeps, what: VersionDifference['what'], value: string): string {
  if (what === 'deadline') return times.date(Date.parse(`${value}T12:00:00Z`))
  const level = levels.find((one) => one === value)
  const mode = authenticationModes.find((one) => one === value)
  const order = signingOrders.find((one) => one === value)
  if (what === 'level' && level !== undefined) return words.say(`level.${level}`)
  if (what === 'mode' && mode !== undefined) return words.say(`mode.${mode}`)
  if (what === 'order' && order !== undefined) return words.say(`order.${order}`)
  return value
}
