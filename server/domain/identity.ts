// Whose Yousign account the key belongs to. What another account does not know is not "deleted" (protocols.md P6).
import { err, ok, type Result } from '../../shared/result.ts'
import type { Deps } from './deps.ts'
import type { CallFailure } from './failure.ts'
import type { Priority } from './lane.ts'
import type { SignatureRequest } from './signature-request.ts'

type IdentityDeps = Pick<Deps, 'store' | 'esign' | 'settings' | 'log'>

/**
 * Looks whose key it is, if it is a new one, and remembers it. Another account, or the other environment, is refused while
 * requests are open at the one before: nobody could follow them any more.
 */
export async function establish(
  deps: IdentityDeps,
  priority: Priority,
): Promise<Result<'same' | 'other_account', CallFailure>> {
  const { environment } = deps.settings
  const keyMark = deps.settings.keyMark() ?? ''
  const known = deps.store.connection()
  if (known?.keyMark === keyMark && known.environment === environment) return ok('same')
  const workspaceId = await ask(deps, priority)
  if (!workspaceId.ok) return workspaceId
  const isOther = known !== null && (known.workspaceId !== workspaceId.value || known.environment !== environment)
  if (isOther && deps.store.openRequests().some((request) => request.yousignId !== null)) return ok('other_account')
  deps.store.saveConnection({ workspaceId: workspaceId.value, environment, keyMark })
  return ok('same')
}

/** Whether the key that is in use now belongs to the account in which the request was made. */
export async function isOfThisAccount(
  deps: IdentityDeps,
  request: Pick<SignatureRequest, 'connection'>,
  priority: Priority,
): Promise<Result<boolean, CallFailure>> {
  const workspaceId = await ask(deps, priority)
  if (!workspaceId.ok) return workspaceId
  const made = request.connection ?? deps.store.connection()?.workspaceId ?? workspaceId.value
  return ok(made === workspaceId.value)
}

/** A key that may not ask (limited to some workspaces) has no name; two such keys cannot be told apart. */
async function ask(deps: IdentityDeps, priority: Priority): Promise<Result<string, CallFailure>> {
  const identity = await deps.esign.identity(priority)
  if (identity.ok) return ok(identity.value.workspaceId)
  if (identity.failure.kind !== 'forbidden' && identity.failure.kind !== 'not_found') return err(identity.failure)
  deps.log.warn({}, 'the Yousign key may not read its default workspace; another account could not be told apart')
  return ok('')
}
