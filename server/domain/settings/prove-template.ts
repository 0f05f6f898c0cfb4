// Proves what an administrator typed for a template at Yousign: a draft is made with it, read back and deleted for good. The
// provider lists no labels, so nothing else would tell before the first send.
import type { DocumentTypeBody, TypeSource } from '../../../shared/document-type.ts'
import type { TypeProblem } from '../../../shared/document-type-problems.ts'
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import { dateAfter } from '../dates.ts'
import type { Deps } from '../deps.ts'
import type { NewRequest } from '../esignature.ts'
import { externalIdOf } from '../external-id.ts'
import { problemOfKommo, problemOfYousign } from '../rights.ts'

type Remote = Extract<TypeSource, { kind: 'template' }>

/**
 * Empty when Yousign takes the labels. A draft reaches nobody; one whose deletion fails is removed by the sweep of drafts,
 * which knows our prefix.
 */
export async function proveTemplate(
  deps: Deps,
  body: DocumentTypeBody,
  source: Remote,
): Promise<Result<TypeProblem[], Problem>> {
  const firm = await deps.directory.firm()
  if (!firm.ok) return err(problemOfKommo(firm.failure))
  const expirationDate = dateAfter(firm.value.timeZone, deps.clock.now(), 30)
  const created = await deps.esign.create(orderOf(deps, body, source, { ...firm.value, expirationDate }), 'click')
  if (!created.ok) {
    const { failure } = created
    if (failure.kind === 'refused') return ok([{ code: 'template_refused', field: 'source', detail: failure.detail }])
    if (failure.kind === 'not_found') return ok([{ code: 'unknown_template', field: 'source' }])
    return err(problemOfYousign(failure))
  }
  const read = await deps.esign.signers(created.value.id, 'click')
  const removed = await deps.esign.remove(created.value.id, 'click')
  if (!removed.ok)
    deps.log.warn({ failure: removed.failure.kind }, 'the draft that proved a template stays for the sweep')
  if (!read.ok) return err(problemOfYousign(read.failure))
  return ok(
    read.value.length === source.labels.length ? [] : [{ code: 'template_refused', field: 'source', detail: '' }],
  )
}

function orderOf(
  deps: Deps,
  { level, mode }: DocumentTypeBody,
  source: Remote,
  firm: { name: string; language: 'en' | 'fr'; timeZone: string; expirationDate: string },
): NewRequest {
  return {
    name: 'Test',
    externalId: externalIdOf(deps.store, 0, deps.newId()),
    ordering: level === 'qualified_electronic_signature' ? 'one_by_one' : 'parallel',
    expirationDate: firm.expirationDate,
    timeZone: firm.timeZone,
    reminders: null,
    mayDecline: false,
    auditTrailLocale: firm.language,
    senderName: firm.name,
    template: {
      id: source.templateId,
      signers: source.labels.map((label, index) => ({
        label,
        level,
        mode,
        customText: null,
        // Nobody: reserved for examples (RFC 2606), and a number that the regulator keeps free for fiction.
        firstName: 'Test',
        lastName: `Test ${letters[index] ?? ''}`.trim(),
        email: `test.${index + 1}@example.com`,
        phone: `+336399800${String(index + 10)}`,
        locale: firm.language,
      })),
      texts: source.texts.map(({ label }) => ({ label, text: 'Test' })),
    },
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRST'
