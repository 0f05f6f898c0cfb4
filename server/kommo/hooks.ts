// Account webhooks (contracts/kommo-api.md 7): which leads and contacts they name, and nothing else. They are unsigned
// and in the style of an older API, so that everything that counts is read again.
import { ok, type Result } from '../../shared/result.ts'
import { type CrmAction, type CrmChanges, crmActions, type HookProblem } from '../domain/event.ts'
import { at, digestOf, listOf, numberAt, readForm, readJsonTree, type Tree } from './form.ts'

/** Reads a body as delivered, form-encoded or, when the type says so, JSON. Unknown parts are passed over. */
export function readAccountHook(rawBody: Uint8Array, contentType: string): Result<CrmChanges, HookProblem> {
  const body = isJsonType(contentType) ? readJsonTree(rawBody) : readForm(rawBody)
  if (!body.ok) return body
  const tree = body.value
  const leads = named(tree, 'leads', 'element_id', () => true)
  const contacts = named(tree, 'contacts', 'element_id', (item) => at(item, 'type') !== 'company')
  return ok({ deliveryKey: digestOf(tree), accountId: accountOf(tree), leads, contacts })
}

export function isJsonType(contentType: string): boolean {
  return /^\s*application\/([\w.-]+\+)?json\b/i.test(contentType)
}

/** From the envelope, or else from the first entity that names its account (7.2). */
export function accountOf(tree: Tree): number | null {
  const direct = numberAt(tree, 'account', 'id') ?? numberAt(tree, 'account_id')
  if (direct !== null) return direct
  for (const entity of ['leads', 'contacts']) {
    for (const action of crmActions) {
      for (const item of listOf(at(tree, entity, action))) {
        const account = numberAt(item, 'account_id') ?? numberAt(item, 'note', 'account_id')
        if (account !== null) return account
      }
    }
  }
  return null
}

function named(
  tree: Tree,
  entity: 'leads' | 'contacts',
  noteTarget: string,
  counts: (item: Tree) => boolean,
): { id: number; action: CrmAction }[] {
  const found = new Map<string, { id: number; action: CrmAction }>()
  for (const action of crmActions) {
    for (const item of listOf(at(tree, entity, action))) {
      const id = action === 'note' ? numberAt(item, 'note', noteTarget) : numberAt(item, 'id')
      if (id !== null && counts(item)) found.set(`${action} ${id}`, { id, action })
    }
  }
  return [...found.values()]
}
