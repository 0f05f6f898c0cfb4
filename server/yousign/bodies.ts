// What we send: the domain's orders as bodies of contracts/yousign.md 2.1, 2.3 and 5. Holds no property that the
// published file does not know or marks deprecated; a key whose value is "as usual" is left out.
import type { CustomText, NewRequest, NewSigner, NewSignerInfo } from '../domain/esignature.ts'

/** Body of `POST /signature_requests`. */
export function newRequestBody(order: NewRequest): Record<string, unknown> {
  return {
    name: order.name,
    delivery_mode: 'email',
    external_id: order.externalId,
    ...orderingFlags[order.ordering],
    timezone: order.timeZone,
    expiration_date: order.expirationDate,
    reminder_settings: order.reminders,
    audit_trail_locale: order.auditTrailLocale,
    signers_allowed_to_decline: order.mayDecline,
    email_notification: { sender: { type: 'custom', custom_name: order.senderName } },
    ...(order.template === null ? {} : templateParts(order.template)),
  }
}

/** Body of `POST .../signers`. The mode is left out at the Qualified level, which takes none (3.1). */
export function newSignerBody(signer: NewSigner): Record<string, unknown> {
  return {
    info: infoOf(signer),
    signature_level: signer.level,
    ...(signer.mode === null ? {} : { signature_authentication_mode: signer.mode }),
    ...(signer.fields.length === 0
      ? {}
      : {
          fields: signer.fields.map(({ documentId, page, x, y, width, height, mention }) => ({
            document_id: documentId,
            ...(mention === null ? { type: 'signature' } : { type: 'mention', mention }),
            page,
            x,
            y,
            width,
            height,
          })),
        }),
    ...(signer.groupWith === null ? {} : { group_with_id: signer.groupWith }),
    ...customTextOf(signer.customText),
  }
}

/** Body of `PATCH .../signers/{id}`: only what changed, never the level (protocols.md P4). */
export function correctionBody(changes: Partial<Omit<NewSignerInfo, 'locale'>>): Record<string, unknown> {
  return {
    info: {
      ...(changes.firstName === undefined ? {} : { first_name: changes.firstName }),
      ...(changes.lastName === undefined ? {} : { last_name: changes.lastName }),
      ...(changes.email === undefined ? {} : { email: changes.email }),
      ...(changes.phone === undefined ? {} : { phone_number: changes.phone }),
    },
  }
}

const orderingFlags = {
  one_by_one: { ordered_signers: true },
  staged: { custom_recipient_order: true },
  parallel: {},
} as const satisfies Record<NewRequest['ordering'], Record<string, boolean>>

function templateParts(template: NonNullable<NewRequest['template']>): Record<string, unknown> {
  return {
    template_id: template.id,
    template_placeholders: {
      signers: template.signers.map((signer) => ({
        label: signer.label,
        info: infoOf(signer),
        signature_level: signer.level,
        ...(signer.mode === null ? {} : { signature_authentication_mode: signer.mode }),
        ...customTextOf(signer.customText),
      })),
      read_only_text_fields: template.texts.map((field) => ({ label: field.label, text: field.text })),
    },
  }
}

function infoOf(signer: NewSignerInfo): Record<string, unknown> {
  return {
    first_name: signer.firstName,
    last_name: signer.lastName,
    email: signer.email,
    phone_number: signer.phone,
    locale: signer.locale,
  }
}

function customTextOf(text: CustomText | null): Record<string, unknown> {
  return text === null ? {} : { custom_text: { request_subject: text.subject, request_body: text.body } }
}
