// The form of a send and every way to change it. Pure: takes a form, gives the next one.
import type { CardRequest } from '../../shared/card.ts'
import type {
  Composer,
  ComposerContact,
  ComposerTemplate,
  ComposerType,
  ComposerUser,
  ComposerValue,
} from '../../shared/composer.ts'
import type { FormDocument, FormSigner, FormSource, SendForm } from '../../shared/form.ts'
import { type Level, levelRules, modesOf, ordersOf } from '../../shared/levels.ts'
import { safeText } from '../../shared/names.ts'
import type { Difference } from '../../shared/problem.ts'

/** The form as it opens: the usual case, the same again, or as much as can be filled in without guessing. */
export function startForm(composer: Composer, again: CardRequest | null): SendForm {
  if (again !== null) return formOfRequest(composer, again)
  if (composer.usual !== null) return composer.usual
  const { defaults } = composer
  const main = composer.contacts.find(({ isMain }) => isMain) ?? composer.contacts[0]
  const [file, ...others] = composer.files
  const documents: FormDocument[] =
    file !== undefined && others.length === 0 ? [{ kind: 'lead_file', uuid: file.uuid, name: file.name }] : []
  const form: SendForm = {
    source: { kind: 'documents', documents },
    name: '',
    level: defaults.level,
    mode: defaults.mode,
    order: defaults.order,
    signers: main === undefined ? [] : [signerOfContact(main)],
    expiryDays: levelRules[defaults.level].expiryDays,
    type: null,
    reason: null,
  }
  return withSource(form, form.source)
}

/** A contact as a signer; several e-mails or numbers are left open, because choosing is a person's. */
export function signerOfContact(contact: ComposerContact): FormSigner {
  return {
    origin: { kind: 'contact', contactId: contact.contactId },
    side: 'client',
    firstName: contact.firstName,
    lastName: contact.lastName,
    email: chosen(contact.emails)?.value ?? '',
    phone: chosen(contact.phones)?.shown ?? null,
    locale: contact.locale,
    capacity: { kind: 'own' },
    label: null,
  }
}

export function signerOfUser(user: ComposerUser, composer: Composer): FormSigner {
  const { firstName, lastName, email, phone } = user
  const { locale } = composer.defaults
  const origin = { kind: 'user' as const, userId: user.userId }
  return { origin, side: 'firm', firstName, lastName, email, phone, locale, capacity: { kind: 'own' }, label: null }
}

export function typedSigner(composer: Composer): FormSigner {
  return {
    origin: { kind: 'typed' },
    side: 'client',
    firstName: '',
    lastName: '',
    email: '',
    phone: null,
    locale: composer.defaults.locale,
    capacity: { kind: 'own' },
    label: null,
  }
}

export function withLevel(form: SendForm, level: Level, composer: Composer): SendForm {
  const modes = offeredModes(level, composer, form)
  const orders = ordersOf(level)
  return {
    ...form,
    level,
    mode: form.mode !== null && modes.includes(form.mode) ? form.mode : (modes[0] ?? null),
    order: orders.includes(form.order) ? form.order : (orders[0] ?? form.order),
    // A deadline that was the old level's default becomes the new one's; a chosen one stays.
    expiryDays: form.expiryDays === levelRules[form.level].expiryDays ? levelRules[level].expiryDays : form.expiryDays,
  }
}

/** Codes that may be chosen at a level: what Yousign takes, and at Simple what the firm allows. */
export function offeredModes(level: Level, composer: Composer, form: Pick<SendForm, 'type'>) {
  const modes = modesOf(level)
  const allowed = typeOf(form, composer)?.modes ?? composer.defaults.modes
  return level === 'electronic_signature' ? modes.filter((mode) => allowed.includes(mode)) : modes
}

/** The document type that the form follows, as it is offered now. */
export function typeOf({ type }: Pick<SendForm, 'type'>, composer: Composer): ComposerType | undefined {
  return composer.types.find(({ id }) => id === type?.id)
}

/** The name follows the first document until somebody has typed one; that of a document type stays. */
export function withSource(form: SendForm, source: FormSource): SendForm {
  if (form.type !== null) return { ...form, source }
  const typed = form.name !== '' && form.name !== nameOf(form.source)
  return { ...form, source, name: typed ? form.name : nameOf(source) }
}

export function withSigner(form: SendForm, index: number, signer: FormSigner): SendForm {
  return { ...form, signers: form.signers.map((old, at) => (at === index ? signer : old)) }
}

/** The firm signs last unless somebody moves it. */
export function addSigner(form: SendForm, signer: FormSigner): SendForm {
  const firm = form.signers.findIndex(({ side }) => side === 'firm')
  const at = signer.side === 'firm' || firm === -1 ? form.signers.length : firm
  return { ...form, signers: inserted(form.signers, at, signer) }
}

export function removeSigner(form: SendForm, index: number): SendForm {
  return { ...form, signers: form.signers.filter((_, at) => at !== index) }
}

/** A client moved behind the firm cannot be "clients, then the firm" any more: then it is one by one. */
export function moveSigner(form: SendForm, from: number, to: number): SendForm {
  const moved = form.signers[from]
  if (moved === undefined || to < 0 || to >= form.signers.length) return form
  const others = form.signers.filter((_, at) => at !== from)
  const signers = inserted(others, to, moved)
  const firm = signers.findIndex(({ side }) => side === 'firm')
  const mixed = firm !== -1 && signers.slice(firm).some(({ side }) => side === 'client')
  return { ...form, signers, order: mixed && form.order === 'clients_then_firm' ? 'one_by_one' : form.order }
}

/** People who are asked at the same time, in turn. */
export function turnsOf<T extends { side: FormSigner['side'] }>(
  order: SendForm['order'],
  signers: readonly T[],
): T[][] {
  if (order === 'one_by_one') return signers.map((signer) => [signer])
  if (order === 'all_at_once') return [[...signers]]
  return (['client', 'firm'] as const)
    .map((side) => signers.filter((signer) => signer.side === side))
    .filter((turn) => turn.length > 0)
}

/** Takes over what Kommo says now, where the form still has what it said before. */
export function withDifferences(form: SendForm, differences: readonly Difference[]): SendForm {
  const now = (what: Difference['what'], value: string) =>
    differences.find((each) => each.what === what && each.before === value)?.after ?? value
  const signers = form.signers.map((signer) => ({
    ...signer,
    email: now('signer_email', signer.email),
    phone: signer.phone === null ? null : now('signer_phone', signer.phone),
  }))
  return { ...form, signers }
}

function inserted<T>(list: readonly T[], at: number, item: T): T[] {
  return [...list.slice(0, at), item, ...list.slice(at)]
}

function formOfRequest(composer: Composer, request: CardRequest): SendForm {
  const { level, mode, order, name } = request
  const type = composer.types.find(({ id }) => id === request.typeId)
  return {
    source:
      type === undefined || type.form.source.kind === 'documents' ? sourceOf(composer, request) : type.form.source,
    name,
    level,
    mode,
    order,
    signers: request.signers.map(({ origin, side, firstName, lastName, email, phone, locale, capacity, label }) => ({
      ...{ origin, side, firstName, lastName, email, phone, locale, capacity, label },
    })),
    expiryDays: levelRules[level].expiryDays,
    type: type === undefined ? null : { id: type.id, version: type.version },
    reason: null,
  }
}

// The card knows a sent document by its name; where the lead still has it, it is chosen, else a person chooses.
function sourceOf(composer: Composer, request: CardRequest): FormSource {
  const template = composer.templates.find(({ name }) => request.sourceKind === 'template' && name === request.name)
  if (template !== undefined) return sourceOfTemplate(template)
  const names = new Set(request.documents.map(({ name }) => name))
  const documents = composer.files
    .filter(({ name }) => names.has(name))
    .map(({ uuid, name }) => ({ kind: 'lead_file' as const, uuid, name }))
  return { kind: 'documents', documents }
}

function sourceOfTemplate(template: ComposerTemplate): FormSource {
  const texts = template.textLabels.map((label) => ({ label, text: '' }))
  return { kind: 'template', templateId: template.templateId, name: template.name, texts }
}

/** A template with its known places given out in the order of signing; somebody may change that. */
export function withTemplate(form: SendForm, template: ComposerTemplate): SendForm {
  const signers = form.signers.map((signer, index) => ({
    ...signer,
    label: signer.label ?? template.signerLabels[index] ?? null,
  }))
  return withSource({ ...form, signers }, sourceOfTemplate(template))
}

function nameOf(source: FormSource): string {
  const name = source.kind === 'documents' ? (source.documents[0]?.name ?? '') : source.name
  return safeText(name.replace(/\.pdf$/i, ''))
}

function chosen<T extends ComposerValue>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : values.find(({ remembered }) => remembered)
}
