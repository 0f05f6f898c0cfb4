// Holds a form against the document type that it follows: a manager may raise a level, and lowers it only with the right to
// do so and a reason, never below the minimum (product.md 1, 3.2, 3.9). Pure.
import { compareLevels, type DocumentType, type TypeSource } from '../../../shared/document-type.ts'
import type { Finding } from '../../../shared/findings.ts'
import type { FormSource, SendForm } from '../../../shared/form.ts'
import { type Level, levels } from '../../../shared/levels.ts'
import type { CrmUser } from '../crm.ts'
import type { RemoteTemplate } from '../esignature.ts'
import type { FirmSettings } from '../firm-settings.ts'

export interface EnforceFacts {
  mayLower: boolean
  users: readonly Pick<CrmUser, 'id' | 'name' | 'isActive'>[]
  /** At Yousign; null: it could not be asked. */
  templates: readonly Pick<RemoteTemplate, 'id' | 'active'>[] | null
}

/** Levels that somebody may choose: upwards if the type lets managers, downwards to the minimum with the right to it. */
export function levelsFor(type: Pick<DocumentType, 'level' | 'minimum' | 'mayRaise'>, mayLower: boolean): Level[] {
  return levels.filter((level) => {
    if (level === type.level) return true
    if (compareLevels(level, type.level) > 0) return type.mayRaise
    return mayLower && compareLevels(level, type.minimum) >= 0
  })
}

/** `type` is the version that the form names. */
export function typeFindings(
  form: SendForm,
  type: DocumentType,
  { mayLower, users, templates }: EnforceFacts,
): Finding[] {
  const red = { severity: 'red' as const, signer: null }
  const amber = { severity: 'amber' as const, signer: null }
  const found: Finding[] = []
  if (type.familyLaw) found.push({ ...red, code: 'family_law' })
  const { name, level, minimum, source } = type
  if (source.kind === 'template' && templates?.some(({ id, active }) => id === source.templateId && active) === false)
    found.push({ ...red, code: 'template_gone', type: name })
  // Yousign takes neither a place without a person nor a person without a place.
  if (source.kind === 'template' && source.labels.length !== form.signers.length)
    found.push({ ...red, code: 'template_places' })
  if (compareLevels(form.level, minimum) < 0) found.push({ ...red, code: 'level_too_low', type: name, minimum })
  else if (!levelsFor(type, mayLower).includes(form.level))
    found.push({ ...red, code: 'level_fixed', type: name, level })
  else if (compareLevels(form.level, level) < 0 && (form.reason ?? '').trim() === '')
    found.push({ ...red, code: 'reason_missing' })
  for (const rule of type.firm) {
    const user = rule.kind === 'user' ? users.find(({ id }) => id === rule.userId) : undefined
    if (rule.kind === 'user' && !user?.isActive)
      found.push({ ...amber, code: 'firm_signer_left', name: user?.name ?? String(rule.userId) })
  }
  if (type.advice !== null) found.push({ ...amber, code: 'advice', text: type.advice })
  return found
}

/** The type that the form follows, if it still is the newest version and the form is sent from it; else a finding. Null: none. */
export function typeOfForm(
  form: SendForm,
  newest: DocumentType | null,
): { ok: true; type: DocumentType | null } | { ok: false; finding: Finding } {
  const followed = form.type === null ? null : newest
  const isNewest = followed === null ? form.type === null : followed.version === form.type?.version
  if (isNewest && (followed?.retiredAt ?? null) === null && isSource(form.source, followed?.source ?? null))
    return { ok: true, type: followed }
  return {
    ok: false,
    finding: { severity: 'red', signer: null, code: 'type_changed', type: newest?.name ?? form.name },
  }
}

/** A template is the type's own affair; files are chosen by whoever sends. Without a type the firm's own templates are nobody's. */
function isSource(form: FormSource, type: TypeSource | null): boolean {
  if (type === null || type.kind === 'file') return form.kind !== 'own_template'
  return form.kind === type.kind && form.templateId === type.templateId
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
