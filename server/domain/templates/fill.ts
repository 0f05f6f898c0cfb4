// Fills what the form is sent from: an own template, or the texts of a template at Yousign. What cannot be filled is told
// field by field, and stops the send.
import type { Finding } from '../../../shared/findings.ts'
import type { SendForm } from '../../../shared/form.ts'
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { CrmContact, CrmLead } from '../crm.ts'
import type { Deps } from '../deps.ts'
import type { FilledTemplate } from '../documents.ts'
import type { FillFault } from '../fields/fill-plan.ts'
import { planFill } from '../fields/fill-plan.ts'
import { gatherFields, type Known } from '../fields/gather.ts'
import { readKept } from '../kept.ts'
import { problemOf } from '../place-document.ts'
import { problemOfKommo } from '../rights.ts'
import type { Filled } from '../signature-request.ts'
import { fieldFaultText } from '../words/field-faults.ts'
import { fillTexts, tagsOfTexts } from './texts.ts'

export interface FilledForm {
  /** Texts for Yousign have their values. */
  form: SendForm
  filled: Filled | null
  /** Of an own template. */
  document: (FilledTemplate & { name: string }) | null
  findings: Finding[]
}

export interface FillFor {
  lead: CrmLead
  contacts: readonly CrmContact[]
  known: Omit<Known, 'language' | 'form'>
  /** Of the firm, for texts at Yousign. */
  firmLanguage: 'en' | 'fr'
  /** Of whoever reads the findings. */
  reader: 'en' | 'fr'
}

export async function fillForm(deps: Deps, form: SendForm, order: FillFor): Promise<Result<FilledForm, Problem>> {
  const { source } = form
  if (source.kind === 'own_template') return fillOwn(deps, form, source.templateId, order)
  if (source.kind === 'template' && tagsOfTexts(source.texts).length > 0) return fillRemote(deps, form, source, order)
  return ok({ form, filled: null, document: null, findings: [] })
}

async function fillOwn(
  deps: Deps,
  form: SendForm,
  templateId: string,
  order: FillFor,
): Promise<Result<FilledForm, Problem>> {
  const template = deps.store.ownTemplate(templateId)
  if (template === null) return err({ code: 'not_found' })
  const { language, tags, name, format } = template
  const data = await gatherFields(deps, order.lead, order.contacts, { ...order.known, form, language }, 'click')
  if (!data.ok) return err(problemOfKommo(data.failure))
  const planned = planFill(tags, data.value, language)
  if (!planned.ok) return ok(stopped(form, planned.failure, order.reader))
  const bytes = await readKept(deps, template)
  if (!bytes.ok) return err({ code: bytes.failure })
  const written = await deps.documents.fillTemplate(bytes.value, planned.value)
  if (!written.ok) return err(problemOf(written.failure, name))
  return ok({
    form,
    filled: { language, tags, values: planned.value },
    document: { ...written.value, name: `${form.name || name}.${format}` },
    findings: [],
  })
}

async function fillRemote(
  deps: Deps,
  form: SendForm,
  source: Extract<SendForm['source'], { kind: 'template' }>,
  order: FillFor,
): Promise<Result<FilledForm, Problem>> {
  const language = order.firmLanguage
  const data = await gatherFields(deps, order.lead, order.contacts, { ...order.known, form, language }, 'click')
  if (!data.ok) return err(problemOfKommo(data.failure))
  const texts = fillTexts(source.texts, data.value, language)
  if (!texts.ok) return ok(stopped(form, texts.failure, order.reader))
  return ok({
    form: { ...form, source: { ...source, texts: texts.value.texts } },
    filled: { language, tags: tagsOfTexts(source.texts), values: texts.value.values },
    document: null,
    findings: [],
  })
}

function stopped(form: SendForm, faults: readonly FillFault[], reader: 'en' | 'fr'): FilledForm {
  const findings = faults.map((fault): Finding => {
    return { severity: 'red', signer: null, code: 'template_field', text: fieldFaultText(reader, fault) }
  })
  return { form, filled: null, document: null, findings }
}
