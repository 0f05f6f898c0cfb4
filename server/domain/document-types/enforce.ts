// Holds a form against the document type that it follows: a manager may raise a level, and lowers it only with the right to
// do so and a reason, never below the minimum (product.md 1, 3.2, 3.9). Pure.
import { compareLevels, type DocumentType } from '../../../shared/document-type.ts'
import type { Finding } from '../../../shared/findings.ts'
import type { SendForm } from '../../../shared/form.ts'
import type { CrmUser } from '../crm.ts'
import type { FirmSettings } from '../store.ts'

export interface EnforceFacts {
  mayLower: boolean
  users: readonly Pick<CrmUser, 'id' | 'name' | 'isActive'>[]
}

/** `type` is the version that the form names. */
export function typeFindings(form: SendForm, type: DocumentType, { mayLower, users }: EnforceFacts): Finding[] {
  const found: Finding[] = []
  const red = (finding: Pick<Finding, 'code'>) => found.push({ severity: 'red', signer: null, ...finding } as Finding)
  if (type.familyLaw) red({ code: 'family_law' })
  const { name, level, minimum, floor } = type
  const difference = compareLevels(form.level, level)
  if (compareLevels(form.level, minimum) < 0) red({ code: 'level_too_low', type: name, minimum, floor } as Finding)
  else if ((difference > 0 && !type.mayRaise) || (difference < 0 && !mayLower))
    red({ code: 'level_fixed', type: name, level } as Finding)
  else if (difference < 0 && (form.reason ?? '').trim() === '') red({ code: 'reason_missing' })
  for (const rule of type.firm) {
    const user = rule.kind === 'user' ? users.find(({ id }) => id === rule.userId) : undefined
    if (rule.kind === 'user' && !user?.isActive)
      found.push({ severity: 'amber', signer: null, code: 'firm_signer_left', name: user?.name ?? String(rule.userId) })
  }
  if (type.advice !== null) found.push({ severity: 'amber', signer: null, code: 'advice', text: type.advice })
  return found
}

/** The type that the form follows, if it still is the newest version; a finding if it is not. Null: none. */
export function typeOfForm(
  form: SendForm,
  newest: DocumentType | null,
): { ok: true; type: DocumentType | null } | { ok: false; finding: Finding } {
  if (form.type === null) return { ok: true, type: null }
  const { version } = form.type
  if (newest !== null && newest.retiredAt === null && newest.version === version) return { ok: true, type: newest }
  return {
    ok: false,
    finding: { severity: 'red', signer: null, code: 'type_changed', type: newest?.name ?? form.name },
  }
}

/** Administrators, and whom they have named. */
export function mayLower(
  { mayLowerLevel }: Pick<FirmSettings, 'mayLowerLevel'>,
  users: readonly Pick<CrmUser, 'id' | 'isAdmin' | 'isActive'>[],
  userId: number,
): boolean {
  const user = users.find(({ id }) => id === userId)
  return user?.isActive === true && (user.isAdmin || mayLowerLevel.includes(userId))
}
