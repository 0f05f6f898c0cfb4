// What the form offers for a lead: contacts with their values read, people of the firm, files, templates, levels, and the
// usual case filled in as far as nobody has to decide.
import type {
  Composer,
  ComposerContact,
  ComposerFile,
  ComposerLevel,
  ComposerType,
  ComposerUser,
} from '../../shared/composer.ts'
import { codesOf, type DocumentType } from '../../shared/document-type.ts'
import type { SendForm } from '../../shared/form.ts'
import { levelRules, levels, modesOf, type SignerLocale } from '../../shared/levels.ts'
import { splitName } from '../../shared/names.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { copiesOnLead } from './copies.ts'
import type { CrmContact, CrmLead, CrmUser } from './crm.ts'
import type { Deps } from './deps.ts'
import { levelsFor, mayLower, typeFindings } from './document-types/enforce.ts'
import { type FilledFrom, fillType } from './document-types/fill.ts'
import { signerOf } from './document-types/signer.ts'
import { type CheckFacts, check } from './preflight.ts'
import { problemOfKommo } from './rights.ts'
import { nameOf, partsOf } from './send/compare.ts'

/** Files of a lead whose metadata is asked for, one call each at Kommo. */
const mostFiles = 12

export async function composerFor(deps: Deps, lead: CrmLead, viewerId: number): Promise<Result<Composer, Problem>> {
  deps.documents.warm()
  const firm = await deps.directory.firm()
  if (!firm.ok) return err(problemOfKommo(firm.failure))
  const ids = lead.contacts.map((one) => one.id)
  const [contacts, company, files, users, templates] = await Promise.all([
    ids.length === 0 ? ok([]) : deps.crm.contacts(ids, 'click'),
    lead.companyId === null ? ok(null) : deps.crm.company(lead.companyId, 'click'),
    deps.crm.leadFiles(lead.id, mostFiles, 'click'),
    deps.directory.users(),
    deps.directory.templates(),
  ])
  if (!contacts.ok) return err(problemOfKommo(contacts.failure))
  if (!files.ok) return err(problemOfKommo(files.failure))
  if (!users.ok) return err(problemOfKommo(users.failure))
  const settings = deps.store.settings()
  const people = contactsOf(deps, lead, contacts.value, company.ok ? (company.value?.name ?? null) : null, firm.value)
  const copies = copiesOnLead(deps.store, lead.id)
  const pdfs = files.value.files
    .filter((file) => file.extension.toLowerCase() === 'pdf' && !copies.has(file.uuid))
    .map((file): ComposerFile => ({ uuid: file.uuid, name: file.name, bytes: file.bytes, addedAt: file.createdAt }))
  const readPhone = (text: string) => deps.phones.read(text, firm.value.country)
  const staff = users.value.map((user) => ({ ...userOf(deps, user, viewerId, readPhone), isActive: user.isActive }))
  const from: FilledFrom = { lead, contacts: people, files: pdfs, users: staff, locale: firm.value.language }
  const lowers = mayLower(settings, users.value, viewerId)
  const types = offeredTypes(deps, lead).map((type): ComposerType => {
    const form = fillType(type, from)
    const { id, version, name, level, modes, advice } = type
    const findings = [
      ...check(form, { contacts: people, readPhone, settings: { ...settings, ...codesOf(type) } }),
      ...typeFindings(form, type, {
        mayLower: lowers,
        users: users.value,
        templates: templates.ok ? templates.value : null,
      }),
    ]
    return { id, version, name, level, modes, advice, form, findings, levels: levelsFor(type, lowers) }
  })
  // The first type that needs nobody's decision is the usual case; without types it is what anybody would send.
  const ready = types.find(({ findings }) => !findings.some(({ severity }) => severity === 'red')) ?? types[0]
  const usual = ready?.form ?? usualForm(people, pdfs)
  return ok({
    leadName: lead.name,
    contacts: people,
    firm: users.value.filter((user) => user.isActive).map((user) => userOf(deps, user, viewerId, readPhone)),
    files: pdfs,
    moreFiles: files.value.more,
    templates: (templates.ok ? templates.value : [])
      .filter((template) => template.active)
      .map((template) => ({ templateId: template.id, name: template.name, ...deps.directory.labels(template.id) })),
    levels: levels.map(
      (level): ComposerLevel => ({ level, unavailable: settings.levelsOff.includes(level) ? 'not_active' : null }),
    ),
    defaults: {
      level: 'electronic_signature',
      mode: levelRules.electronic_signature.defaultMode,
      order: 'clients_then_firm',
      locale: firm.value.language,
      modes: modesOf('electronic_signature').filter(
        (mode) => mode === 'otp_sms' || (mode === 'otp_email' ? settings.emailCodeAllowed : settings.noCodeAllowed),
      ),
      undoSeconds: settings.undoSeconds,
    },
    types,
    usual,
    findings: ready?.findings ?? (usual === null ? [] : check(usual, { contacts: people, readPhone, settings })),
  })
}

/** Contacts of the lead, main one first, with their phones read by the firm's country. */
export function contactsOf(
  deps: Pick<Deps, 'phones' | 'store'>,
  lead: Pick<CrmLead, 'contacts'>,
  contacts: readonly CrmContact[],
  company: string | null,
  firm: { language: SignerLocale; country: string },
): ComposerContact[] {
  const sorted = [...lead.contacts].sort((a, b) => Number(b.isMain) - Number(a.isMain))
  return sorted.flatMap((link) => {
    const contact = contacts.find((one) => one.id === link.id)
    if (!contact) return []
    const chosen = (kind: string) => deps.store.remembered(`contact_${kind}`, String(contact.id))
    return {
      contactId: contact.id,
      isMain: link.isMain,
      name: nameOf(contact),
      ...partsOf(contact),
      emails: contact.emails.map((one) => ({ ...one, remembered: chosen('email') === one.value })),
      phones: contact.phones.map((one) => {
        const read = deps.phones.read(one.value, firm.country)
        return {
          ...one,
          e164: read.e164,
          shown: read.shown,
          type: read.type,
          assumedCountry: read.assumedCountry,
          remembered: chosen('phone') === one.value,
        }
      }),
      locale: firm.language,
      position: contact.position,
      company,
    }
  })
}

/** Main contact, the lead's only PDF, Simple with SMS. Without exactly one PDF the document is left to a person. */
function usualForm(contacts: readonly ComposerContact[], files: readonly ComposerFile[]): SendForm | null {
  const main = contacts.find((one) => one.isMain) ?? contacts[0]
  if (!main) return null
  const only = files.length === 1 ? files[0] : undefined
  return {
    source: { kind: 'documents', documents: only ? [{ kind: 'lead_file', uuid: only.uuid, name: only.name }] : [] },
    name: only ? only.name.replace(/\.pdf$/i, '') : '',
    level: 'electronic_signature',
    mode: levelRules.electronic_signature.defaultMode,
    order: 'clients_then_firm',
    signers: [signerOf(main)],
    expiryDays: levelRules.electronic_signature.expiryDays,
    type: null,
    reason: null,
  }
}

/** In the firm's order: those of the lead's pipeline, without those that may not be signed electronically. */
function offeredTypes({ store }: Pick<Deps, 'store'>, lead: CrmLead): DocumentType[] {
  return store
    .documentTypes()
    .filter((type) => type.retiredAt === null && !type.familyLaw)
    .filter(({ pipelines }) => pipelines.length === 0 || pipelines.includes(lead.pipelineId))
}

function userOf(
  deps: Pick<Deps, 'store'>,
  user: CrmUser,
  viewerId: number,
  readPhone: CheckFacts['readPhone'],
): ComposerUser {
  return {
    userId: user.id,
    name: user.name,
    ...splitName(user.name),
    email: user.email,
    phone: deps.store.remembered('user_phone', String(user.id)) ?? mobileOf(deps, user.id, readPhone),
    isViewer: user.id === viewerId,
  }
}

/** What the settings say of somebody who signs for the firm, if it can receive a code. */
function mobileOf({ store }: Pick<Deps, 'store'>, userId: number, readPhone: CheckFacts['readPhone']): string | null {
  const phone = store.settings().people.find((person) => person.userId === userId)?.phone ?? ''
  const read = phone === '' ? null : readPhone(phone)
  return read?.type === 'mobile' || read?.type === 'unknown' ? read.e164 : null
}
