// The review: checks run on the server, documents frozen with their hashes, and the submission key made. Send uses that key,
// whoever presses it, however often, in however many tabs.
import type { ReviewBody, ReviewReply } from '../../shared/api.ts'
import { codesOf, type DocumentType } from '../../shared/document-type.ts'
import type { Finding } from '../../shared/findings.ts'
import type { SendForm } from '../../shared/form.ts'
import { safeText } from '../../shared/names.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { contactsOf } from './composer.ts'
import type { CrmLead } from './crm.ts'
import { dateAfter, endOfDate } from './dates.ts'
import type { Deps } from './deps.ts'
import { mayLower, typeFindings, typeOfForm } from './document-types/enforce.ts'
import { plainTerms, termsOf } from './document-types/terms.ts'
import type { RemoteTemplate } from './esignature.ts'
import { type Frozen, freeze } from './freeze.ts'
import { readerOf } from './language.ts'
import { check, textFindings, tidyForm } from './preflight.ts'
import { problemOfKommo } from './rights.ts'
import { newVersionOf } from './send/new-version.ts'
import { stagesOf } from './send/order.ts'
import { problemOfStanding, standingAgainst } from './send/versions.ts'
import type { Filled, Snapshot } from './signature-request.ts'
import type { ReviewContent } from './store.ts'
import { type FillFor, fillForm } from './templates/fill.ts'
import type { Viewer } from './use-cases.ts'

/** Checks and freezes; saves the review. Nothing is created at Yousign. */
export async function review(
  deps: Deps,
  viewer: Viewer,
  lead: CrmLead,
  { form: raw, replaces }: ReviewBody,
): Promise<Result<ReviewReply, Problem>> {
  const takenAt = deps.clock.now()
  const old = replaces === null ? null : deps.store.request(replaces)
  if (replaces !== null && old?.leadId !== lead.id) return err({ code: 'not_found' })
  const standing = standingAgainst(deps.store, replaces, null)
  if (standing !== null) return err(problemOfStanding(standing))
  const firm = await deps.directory.firm()
  if (!firm.ok) return err(problemOfKommo(firm.failure))
  const ids = lead.contacts.map((one) => one.id)
  const contacts = ids.length === 0 ? ok([]) : await deps.crm.contacts(ids, 'click')
  if (!contacts.ok) return err(problemOfKommo(contacts.failure))
  const readPhone = (text: string) => deps.phones.read(text, firm.value.country)
  const settings = deps.store.settings()
  const people = contactsOf(deps, lead, contacts.value, null, firm.value)
  const form = tidyForm(raw, { readPhone })
  const users = await deps.directory.users()
  if (!users.ok) return err(problemOfKommo(users.failure))
  const followed = typeOfForm(form, form.type === null ? null : deps.store.documentType(form.type.id))
  const type = followed.ok ? followed.type : null
  const codes = type === null ? {} : codesOf(type)
  const rights = {
    mayLower: mayLower(settings, users.value, viewer.userId),
    users: users.value,
    templates: await templatesFor(deps, type),
  }
  const findings = [
    ...(followed.ok ? [] : [followed.finding]),
    ...check(form, { contacts: people, readPhone, settings: { ...settings, ...codes } }),
    ...(type === null ? [] : typeFindings(form, type, rights)),
  ]
  const expirationDate = dateAfter(firm.value.timeZone, takenAt, form.expiryDays)
  const prepared = isRed(findings)
    ? null
    : await fillAndFreeze(deps, form, type, {
        lead,
        contacts: contacts.value,
        known: { senderId: viewer.userId, takenAt, expirationDate },
        firmLanguage: firm.value.language,
        reader: readerOf(viewer.language),
      })
  if (prepared !== null && !prepared.ok) return prepared
  const frozen = prepared?.value.frozen ?? null
  findings.push(...(prepared?.value.findings ?? []))

  const stage = await stageAfter(deps, lead, type)
  const stages = stagesOf(form.level === 'qualified_electronic_signature' ? 'one_by_one' : form.order, form.signers)
  const snapshot: Snapshot = {
    form: prepared?.value.form ?? form,
    remoteName: safeText(`${form.name} - ${firm.value.name}`),
    by: { userId: viewer.userId, name: await nameOfUser(deps, viewer.userId) },
    takenAt,
    lead: {
      name: lead.name,
      pipelineId: lead.pipelineId,
      statusId: lead.statusId,
      responsibleUserId: lead.responsibleUserId,
    },
    firm: { name: firm.value.name, language: firm.value.language, timeZone: firm.value.timeZone },
    expirationDate,
    stageAfter: stage,
    environment: deps.settings.environment,
    levelSuggested: { level: type?.level ?? 'electronic_signature', at: takenAt },
    terms: type === null ? plainTerms(form.level) : termsOf(type, firm.value.language),
    filled: prepared?.value.filled ?? null,
  }
  const content: ReviewContent = {
    snapshot,
    documentKey: documentKeyOf(form, frozen?.originals ?? [], deps.sha256),
    documents: (frozen?.documents ?? []).map(({ signaturePage: _, ...document }) => document),
    sendable: !isRed(findings),
    replaces,
    signers: form.signers.map((signer, position) => {
      const { firstName, lastName, email, phone, origin, side, locale, capacity, label } = signer
      const contact = origin.kind === 'contact' ? people.find((one) => one.contactId === origin.contactId) : undefined
      const raw = contact?.phones.find((one) => one.e164 === phone || one.value === phone)?.value ?? null
      return {
        id: deps.newId(),
        position,
        sent: {
          firstName,
          lastName,
          email,
          phone,
          origin,
          side,
          locale,
          capacity,
          label,
          stage: stages[position] ?? position,
        },
        base: contact
          ? {
              firstName: contact.firstName,
              lastName: contact.lastName,
              email: contact.emails.some((one) => one.value === email) ? email : '',
              phone: raw,
              contactId: contact.contactId,
            }
          : null,
      }
    }),
  }
  const reviewId = deps.newId() + deps.newId()
  deps.store.saveReview({ id: reviewId, leadId: lead.id, userId: viewer.userId, createdAt: takenAt, content })
  return ok({
    reviewId,
    form,
    findings,
    documents: (frozen?.documents ?? []).map((one) => ({
      name: one.name,
      bytes: one.bytes,
      pages: one.pages,
      sha256: one.sha256,
      signaturePage: one.signaturePage,
    })),
    deadline: { at: endOfDate(firm.value.timeZone, expirationDate), timeZone: firm.value.timeZone },
    stageAfter: stage?.name ?? null,
    undoSeconds: settings.undoSeconds,
    newVersion: old === null ? null : newVersionOf(old, content),
  })
}

/** Only if the type is sent from one: null otherwise, and when Yousign cannot be asked. */
async function templatesFor(deps: Deps, type: DocumentType | null): Promise<RemoteTemplate[] | null> {
  if (type?.source.kind !== 'template') return null
  const templates = await deps.directory.templates(type.source.templateId)
  return templates.ok ? templates.value : null
}

/** What the form is sent from, filled and kept; without red findings only. */
async function fillAndFreeze(
  deps: Deps,
  form: SendForm,
  type: DocumentType | null,
  order: FillFor,
): Promise<Result<{ form: SendForm; filled: Filled | null; frozen: Frozen | null; findings: Finding[] }, Problem>> {
  const written = await fillForm(deps, form, order)
  if (!written.ok) return written
  const { filled, document } = written.value
  const found = [...written.value.findings, ...textFindings(written.value.form)]
  if (isRed(found)) return ok({ form, filled, frozen: null, findings: found })
  const frozen = await freeze(deps, order.lead.id, written.value.form, { filled: document, type })
  if (!frozen.ok) return frozen
  return ok({
    form: written.value.form,
    filled,
    frozen: frozen.value,
    findings: [...found, ...frozen.value.findings],
  })
}

function isRed(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'red')
}

/** The viewer's name as Kommo knows it; empty when Kommo cannot be asked just now. */
export async function nameOfUser(deps: Deps, userId: number): Promise<string> {
  const users = await deps.directory.users()
  return users.ok ? (users.value.find((user) => user.id === userId)?.name ?? '') : ''
}

/** "The same document" on a lead: the same bytes in the same order, or the same template. */
function documentKeyOf(form: SendForm, originals: readonly string[], sha256: (bytes: Uint8Array) => string): string {
  if (form.source.kind === 'template') return `template:${form.source.templateId}`
  // Filled with other values it is the same document still.
  if (form.source.kind === 'own_template') return `type:${form.type?.id ?? form.source.templateId}`
  return originals.length === 1
    ? `bytes:${originals[0]}`
    : `bytes:${sha256(new TextEncoder().encode(originals.join(' ')))}`
}

/** Where the type says, without one where the firm's settings say: those hold for their own pipeline only. */
async function stageAfter(deps: Deps, lead: CrmLead, type: DocumentType | null): Promise<Snapshot['stageAfter']> {
  const usual = deps.store.settings().stageAfterDone
  if (type === null && usual?.pipelineId !== lead.pipelineId) return null
  const target = type === null ? usual : type.stage
  if (target === null) return null
  const { statusId } = target
  const pipelineId = target.pipelineId ?? lead.pipelineId
  const stages = await deps.directory.stages()
  const known = stages.ok ? stages.value : []
  const name = known.find((one) => one.pipelineId === pipelineId && one.statusId === statusId)?.name
  if (!name || lead.statusId === statusId) return null
  // Only forward from where the lead stands when it is sent, unless the type names the stages.
  const named = type?.stage?.fromStatusIds ?? []
  return { pipelineId, statusId, name, fromStatusIds: named.length > 0 ? named : [lead.statusId] }
}
