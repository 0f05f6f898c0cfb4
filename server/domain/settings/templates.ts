// Own templates on the settings page: handed out to be changed, and tried on a real lead before anything is sent.
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { TemplatePreview } from '../../../shared/settings.ts'
import { contactsOf } from '../composer.ts'
import type { CrmLead } from '../crm.ts'
import { dateAfter } from '../dates.ts'
import type { Deps } from '../deps.ts'
import { signerOf } from '../document-types/signer.ts'
import type { FillValues } from '../documents.ts'
import { type FillFault, planFill } from '../fields/fill-plan.ts'
import { gatherFields } from '../fields/gather.ts'
import { readKept } from '../kept.ts'
import { problemOf } from '../place-document.ts'
import { problemOfKommo } from '../rights.ts'
import type { OwnTemplate } from '../templates/own-template.ts'
import { namedValues } from '../templates/refill.ts'
import { fieldFaultText } from '../words/field-faults.ts'
import { mediaTypes } from '../words/media-types.ts'

export interface NamedFile {
  name: string
  bytes: Uint8Array
  type: string
}

/** Everybody on the lead signs, main contact first; the deadline is in thirty days. */
const trialDays = 30

/** Every value by its name, or a sentence for everything that is in the way. */
export async function previewTemplate(
  deps: Deps,
  template: OwnTemplate,
  { lead, userId, reader }: { lead: CrmLead; userId: number; reader: 'en' | 'fr' },
): Promise<Result<TemplatePreview, Problem>> {
  const plan = await planFor(deps, template, lead, userId)
  if (!plan.ok) return plan
  if (!plan.value.ok) {
    const problems = plan.value.failure.map((fault) => fieldFaultText(reader, fault))
    return ok({ leadName: lead.name, values: [], problems })
  }
  const values = [...namedValues(plan.value.value, template.language)].map(([name, text]) => ({ name, text }))
  return ok({ leadName: lead.name, values, problems: [] })
}

/** The template filled for the lead, as a file of its own kind. */
export async function filledTemplate(
  deps: Deps,
  template: OwnTemplate,
  { lead, userId, reader }: { lead: CrmLead; userId: number; reader: 'en' | 'fr' },
): Promise<Result<NamedFile, Problem>> {
  const plan = await planFor(deps, template, lead, userId)
  if (!plan.ok) return plan
  if (!plan.value.ok) {
    const text = plan.value.failure.map((fault) => fieldFaultText(reader, fault)).join(' ')
    return err({ code: 'document', kind: 'template', name: template.name, text })
  }
  const file = await templateFile(deps, template)
  if (!file.ok) return file
  const filled = await deps.documents.fillTemplate(file.value.bytes, plan.value.value)
  if (!filled.ok) return err(problemOf(filled.failure, template.name))
  return ok({ ...file.value, bytes: filled.value.bytes })
}

export async function templateFile(deps: Deps, template: OwnTemplate): Promise<Result<NamedFile, Problem>> {
  const { name, format } = template
  const kept = await readKept(deps, template)
  if (!kept.ok) return err({ code: kept.failure })
  return ok({ name: `${name}.${format}`, bytes: kept.value, type: mediaTypes[format] })
}

async function planFor(
  deps: Deps,
  { tags, language }: OwnTemplate,
  lead: CrmLead,
  userId: number,
): Promise<Result<Result<FillValues, FillFault[]>, Problem>> {
  const firm = await deps.directory.firm()
  if (!firm.ok) return err(problemOfKommo(firm.failure))
  const ids = lead.contacts.map(({ id }) => id)
  const contacts = ids.length === 0 ? ok([]) : await deps.crm.contacts(ids, 'click')
  if (!contacts.ok) return err(problemOfKommo(contacts.failure))
  const now = deps.clock.now()
  const signers = contactsOf(deps, lead, contacts.value, null, firm.value).map(signerOf)
  const known = {
    form: { signers },
    senderId: userId,
    takenAt: now,
    expirationDate: dateAfter(firm.value.timeZone, now, trialDays),
    language,
  }
  const data = await gatherFields(deps, lead, contacts.value, known, 'click')
  return data.ok ? ok(planFill(tags, data.value, language)) : err(problemOfKommo(data.failure))
}
