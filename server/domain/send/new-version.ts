// Compares a new version with the request that it replaces: documents by their bytes, people by who they are. Pure.
import type { FormSource } from '../../../shared/form.ts'
import type { NewVersion, VersionDifference } from '../../../shared/new-version.ts'
import { dateIn } from '../dates.ts'
import { fullName, type SentValues, type SignatureRequest, type Signer } from '../signature-request.ts'
import { capacityWords } from '../words/capacity.ts'

export type NextVersion = Pick<SignatureRequest, 'documentKey' | 'snapshot'> & {
  documents: readonly { name: string }[]
  signers: readonly Pick<Signer, 'sent'>[]
}

/** The old request as it is at Yousign now, corrections and extensions included, against what is about to be sent. */
export function newVersionOf(old: SignatureRequest, next: NextVersion): NewVersion {
  const pairs = next.signers.map((signer) => ({ signer, before: old.signers.find((one) => isSame(one, signer)) }))
  const document = comparedDocuments(old, next)
  return {
    requestId: old.id,
    reference: old.reference,
    document,
    differences: [
      ...(document === 'other' ? [otherDocument(old, next)] : []),
      ...ofRequest(old, next),
      ...pairs.flatMap(({ signer, before }) =>
        before === undefined ? one('signer_added', '', fullName(signer.sent)) : corrected(before, signer),
      ),
      ...old.signers
        .filter((signer) => !pairs.some(({ before }) => before === signer))
        .flatMap((signer) => one('signer_removed', fullName(signer.sent), '')),
      ...sequence(old, next, pairs),
    ],
    signed: old.signers
      .filter((signer) => signer.status === 'signed')
      .map((signer) => ({
        name: fullName(signer.sent),
        signsAgain: pairs.some(({ before }) => before === signer),
      })),
  }
}

function comparedDocuments(old: SignatureRequest, next: NextVersion): NewVersion['document'] {
  // A knowing second one has the other's id behind its key.
  const [key = ''] = old.documentKey.split('+')
  if (key.startsWith('adopted:')) return 'unknown'
  return key === next.documentKey.split('+')[0] ? 'same' : 'other'
}

/** Shown also where the new file has the name of the old one. */
function otherDocument(old: SignatureRequest, next: NextVersion): VersionDifference {
  return { what: 'document', of: '', before: documentNames(old), after: documentNames(next) }
}

function documentNames({ documents, snapshot }: Pick<NextVersion, 'documents' | 'snapshot'>): string {
  return documents.length > 0 ? documents.map(({ name }) => name).join(', ') : snapshot.form.name
}

function ofRequest(old: SignatureRequest, { snapshot }: NextVersion): VersionDifference[] {
  const { form, terms, firm } = old.snapshot
  const until = old.expiresAt === null ? old.snapshot.expirationDate : dateIn(firm.timeZone, old.expiresAt)
  return [
    ...one('name', form.name, snapshot.form.name),
    ...one('level', form.level, snapshot.form.level),
    ...one('mode', form.mode ?? '', snapshot.form.mode ?? ''),
    ...one('order', form.order, snapshot.form.order),
    ...one('deadline', until, snapshot.expirationDate),
    ...one('message', messageOf(terms.invitation), messageOf(snapshot.terms.invitation)),
    ...texts(form.source, snapshot.form.source),
  ]
}

function messageOf(invitation: { subject: string; body: string } | null): string {
  return invitation === null ? '' : `${invitation.subject}: ${invitation.body}`
}

/** Texts that were put into the same template. */
function texts(before: FormSource, after: FormSource): VersionDifference[] {
  if (before.kind !== 'template' || after.kind !== 'template' || before.templateId !== after.templateId) return []
  const labels = [...new Set([...before.texts, ...after.texts].map(({ label }) => label))]
  const textOf = (source: typeof before, label: string) => source.texts.find((each) => each.label === label)?.text ?? ''
  return labels.flatMap((label) => one('text', textOf(before, label), textOf(after, label), label))
}

/** A contact or a user by id; somebody typed in by the address, else by the name. */
function isSame({ sent: a }: Pick<Signer, 'sent'>, { sent: b }: Pick<Signer, 'sent'>): boolean {
  if (a.origin.kind === 'contact' && b.origin.kind === 'contact') return a.origin.contactId === b.origin.contactId
  if (a.origin.kind === 'user' && b.origin.kind === 'user') return a.origin.userId === b.origin.userId
  return a.email.toLowerCase() === b.email.toLowerCase() || fullName(a) === fullName(b)
}

function corrected({ sent: before }: Signer, { sent: after }: Pick<Signer, 'sent'>): VersionDifference[] {
  const of = fullName(after)
  const capacity = ({ locale, capacity: whose }: Signer['sent']) => capacityWords(locale, whose) ?? ''
  const phone = (values: SentValues) => values.phone ?? ''
  return [
    ...one('signer_name', fullName(before), of, of),
    ...one('signer_email', before.email, after.email, of),
    ...one('signer_phone', phone(before), phone(after), of),
    // In one language, so that another language of the e-mails is not taken for another capacity.
    ...one('signer_capacity', capacity({ ...before, locale: after.locale }), capacity(after), of),
  ]
}

/** Who signs before whom, among those who are in both; of no account when all sign at once. */
function sequence(
  old: SignatureRequest,
  next: NextVersion,
  pairs: readonly { signer: Pick<Signer, 'sent'>; before: Signer | undefined }[],
): VersionDifference[] {
  if (next.snapshot.form.order === 'all_at_once' || old.snapshot.form.order === 'all_at_once') return []
  const now = pairs.flatMap(({ before }) => (before === undefined ? [] : [before]))
  const was = old.signers.filter((signer) => now.includes(signer))
  const names = (signers: readonly Signer[]) => signers.map(({ sent }) => fullName(sent)).join(', ')
  return one('sequence', names(was), names(now))
}

function one(what: VersionDifference['what'], before: string, after: string, of = ''): VersionDifference[] {
  return before === after ? [] : [{ what, of, before, after }]
}
