// Fills a document type in for a lead: the form as a manager finds it, with whatever needs a decision left open. Pure.
import type { ComposerContact, ComposerFile, ComposerUser } from '../../../shared/composer.ts'
import type { ClientRule, DocumentType, DocumentTypeBody } from '../../../shared/document-type.ts'
import type { FormSigner, FormSource, SendForm } from '../../../shared/form.ts'
import type { SignerLocale } from '../../../shared/levels.ts'
import type { CrmLead } from '../crm.ts'
import { signerOf } from './signer.ts'

export interface FilledFrom {
  lead: Pick<CrmLead, 'responsibleUserId'>
  /** Main one first. */
  contacts: readonly ComposerContact[]
  /** Newest first. */
  files: readonly ComposerFile[]
  users: readonly (ComposerUser & { isActive: boolean })[]
  /** The firm's. */
  locale: SignerLocale
}

export function fillType(type: DocumentType, from: FilledFrom): SendForm {
  const clients = chosenContacts(type.clients, from.contacts).map((contact) => clientOf(contact, type))
  const firm = type.firm.flatMap((rule) => {
    const id = rule.kind === 'responsible' ? from.lead.responsibleUserId : rule.userId
    const user = from.users.find((one) => one.userId === id)
    return user?.isActive ? [firmSigner(user, from.locale)] : []
  })
  const labels = type.source.kind === 'template' ? type.source.labels : []
  return {
    source: sourceOf(type.source, from.files),
    name: type.name,
    level: type.level,
    mode: type.mode,
    order: type.order,
    signers: [...clients, ...firm].map((signer, index) => ({ ...signer, label: labels[index] ?? null })),
    expiryDays: type.expiryDays,
    type: { id: type.id, version: type.version },
    reason: null,
  }
}

/** `*` stands for anything; case and accents do not count. */
export function fitsPattern(name: string, pattern: string): boolean {
  const parts = plain(pattern)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}(?:\\.pdf)?$`).test(plain(name))
}

function sourceOf(source: DocumentTypeBody['source'], files: readonly ComposerFile[]): FormSource {
  if (source.kind === 'template') {
    const { templateId, name, texts } = source
    return { kind: 'template', templateId, name, texts: texts.map((one) => ({ ...one })) }
  }
  if (source.kind === 'own_template') return { ...source }
  const { pattern } = source
  const fitting = pattern === null ? files : files.filter(({ name }) => fitsPattern(name, pattern))
  // A pattern says which; without one several files are a person's choice.
  const file = pattern === null && fitting.length > 1 ? undefined : fitting[0]
  return {
    kind: 'documents',
    documents: file === undefined ? [] : [{ kind: 'lead_file', uuid: file.uuid, name: file.name }],
  }
}

function chosenContacts(rule: ClientRule, contacts: readonly ComposerContact[]): readonly ComposerContact[] {
  switch (rule.kind) {
    case 'main':
      return contacts.filter((one, index) => one.isMain || (index === 0 && !contacts.some(({ isMain }) => isMain)))
    case 'all':
      return contacts
    case 'position':
      return contacts.filter(({ position }) => plain(position) === plain(rule.position))
  }
}

function clientOf(contact: ComposerContact, { capacity }: Pick<DocumentType, 'capacity'>): FormSigner {
  const signer = signerOf(contact)
  if (capacity === 'own' || contact.company === null) return signer
  return { ...signer, capacity: { kind: 'company', company: contact.company, role: contact.position } }
}

function firmSigner({ userId, firstName, lastName, email, phone }: ComposerUser, locale: SignerLocale): FormSigner {
  const origin = { kind: 'user' as const, userId }
  return { origin, side: 'firm', firstName, lastName, email, phone, locale, capacity: { kind: 'own' }, label: null }
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
}
