// What is sent to Yousign, from the frozen snapshot alone: the same request gives the same calls at every attempt.

import type { FormSigner } from '../../../shared/form.ts'
import type { SigningOrder } from '../../../shared/levels.ts'
import type { PlaceKind } from '../../../shared/places.ts'
import type { NewField, NewRequest, NewSigner } from '../esignature.ts'
import { fullName, type SignatureRequest, type Signer, type SignerBox, type Snapshot } from '../signature-request.ts'
import { invitation } from '../words/invitation.ts'

/** Stage of each signer: who shares one signs together, the next stage is asked when the one before has signed. */
export function stagesOf(order: SigningOrder, signers: readonly Pick<FormSigner, 'side'>[]): number[] {
  switch (order) {
    case 'all_at_once':
      return signers.map(() => 0)
    case 'one_by_one':
      return signers.map((_, index) => index)
    case 'clients_then_firm': {
      const clients = signers.some((signer) => signer.side === 'client')
      return signers.map((signer) => (signer.side === 'firm' && clients ? 1 : 0))
    }
  }
}

/** What the create call needs to know. */
export interface Ordered {
  snapshot: Snapshot
  externalId: string
  signers: readonly Pick<Signer, 'sent'>[]
}

/** The create call. A template takes the signers along; own documents get them one by one afterwards. */
export function remoteOrder(request: SignatureRequest, options: { mayDecline: boolean }): NewRequest {
  const { form } = request.snapshot
  if (form.source.kind !== 'template') return draftOrder(request, options)
  return {
    ...draftOrder(request, options),
    template: {
      id: form.source.templateId,
      texts: form.source.texts,
      signers: request.signers.map((signer) => ({
        ...infoOf(signer),
        label: signer.sent.label ?? '',
        level: form.level,
        mode: form.mode,
        customText: invitation(request, signer),
      })),
    },
  }
}

/** The create call of a draft from own documents. */
export function draftOrder(order: Ordered, options: { mayDecline: boolean }): NewRequest {
  const { snapshot } = order
  const { terms } = snapshot
  return {
    name: snapshot.remoteName,
    externalId: order.externalId,
    ordering: orderingOf(order),
    expirationDate: snapshot.expirationDate,
    timeZone: snapshot.firm.timeZone,
    reminders: terms.reminders,
    mayDecline: terms.mayDecline && options.mayDecline,
    // Read by the firm's judge, so the firm's language and never the signer's.
    auditTrailLocale: snapshot.firm.language,
    senderName: snapshot.firm.name,
    template: null,
  }
}

/** The call that adds one signer; `documentIds` and `signerIds` are Yousign's, as far as they are known by now. */
export function remoteSigner(
  request: SignatureRequest,
  signer: Signer,
  documentIds: readonly string[],
  signerIds: readonly string[],
): NewSigner {
  const { form } = request.snapshot
  const fields = request.documents.flatMap((document) => {
    const documentId = documentIds[document.position]
    const own = document.boxes.filter((box) => box.signer === signer.position)
    return documentId === undefined ? [] : own.map((box) => fieldOf(box, documentId, signer))
  })
  return {
    ...infoOf(signer),
    level: form.level,
    mode: form.mode,
    fields,
    groupWith: groupOf(request, signer, signerIds),
    customText: invitation(request, signer),
  }
}

function fieldOf({ kind, page, x, y, width, height }: SignerBox, documentId: string, signer: Signer): NewField {
  const mentions = { signature: null, date: '%date%', name: fullName(signer.sent) } satisfies Record<PlaceKind, unknown>
  return { documentId, page, x, y, width, height, mention: mentions[kind] }
}

function orderingOf(request: Pick<Ordered, 'snapshot' | 'signers'>): NewRequest['ordering'] {
  const stages = request.signers.map((signer) => signer.sent.stage)
  // Qualified needs ordered_signers even for one signer.
  if (request.snapshot.form.level === 'qualified_electronic_signature') return 'one_by_one'
  const distinct = new Set(stages).size
  if (distinct === 1) return 'parallel'
  if (distinct === stages.length) return 'one_by_one'
  // Placeholders of a template cannot be grouped; their order is the next best thing.
  return request.snapshot.form.source.kind === 'template' ? 'one_by_one' : 'staged'
}

function groupOf(request: SignatureRequest, signer: Signer, signerIds: readonly string[]): string | null {
  if (orderingOf(request) !== 'staged') return null
  const first = request.signers.find((one) => one.sent.stage === signer.sent.stage)
  return first && first.position < signer.position ? (signerIds[first.position] ?? null) : null
}

function infoOf(signer: Signer) {
  const { firstName, lastName, email, phone, locale } = signer.sent
  return { firstName, lastName, email, phone, locale }
}
