// What the check before sending may find (product.md 3.3, 5.5). Facts only; the card has the sentences and the fixes.

import type { Level } from './levels.ts'

/** red stops the send, amber explains, info is worth knowing. */
export type Severity = 'red' | 'amber' | 'info'

interface About {
  severity: Severity
  /** Index of the signer in the form; null when it concerns the whole request. */
  signer: number | null
}

export type Finding = About &
  (
    | { code: 'no_signer' }
    | { code: 'no_document' }
    | { code: 'no_first_name' }
    | { code: 'no_last_name' }
    | { code: 'no_email'; name: string }
    | { code: 'bad_email'; name: string; email: string }
    | { code: 'several_emails'; name: string; emails: string[] }
    | { code: 'no_phone'; name: string }
    | { code: 'several_phones'; name: string; phones: string[] }
    /** Landline, wrong number, or a number we cannot read. */
    | { code: 'bad_phone'; name: string; phone: string }
    | { code: 'phone_country'; name: string; phone: string; country: string }
    | { code: 'chinese_phone'; name: string; phone: string }
    | { code: 'name_refused'; name: string; letters: string; proposal: string | null; field: 'firstName' | 'lastName' }
    | { code: 'title_in_name'; name: string; title: string; proposal: string }
    | { code: 'company_as_name'; name: string }
    | { code: 'swapped_names'; name: string; firstName: string; lastName: string }
    | { code: 'split_name'; name: string; firstName: string; lastName: string }
    | { code: 'shared_email'; names: [string, string] }
    | { code: 'shared_phone'; names: [string, string] }
    | { code: 'shared_both'; names: [string, string] }
    | { code: 'mode_not_allowed' }
    | { code: 'order_not_allowed' }
    | { code: 'too_many_signers'; limit: number }
    | { code: 'expiry_not_allowed' }
    | { code: 'no_label'; name: string }
    | { code: 'unsafe_text'; text: string }
    | { code: 'level_not_active' }
    | { code: 'not_signable' }
    /** The lawyers' countersigned deed: the bar's platform. */
    | { code: 'lawyers_deed' }
    /** Family or succession law (C. civ. art. 1175). */
    | { code: 'family_law' }
    /** Below the minimum of the document type. */
    | { code: 'level_too_low'; type: string; minimum: Level }
    /** Another level than the type's, and this user may not choose it. */
    | { code: 'level_fixed'; type: string; level: Level }
    | { code: 'reason_missing' }
    /** The type's own sentence to whoever sends it. */
    | { code: 'advice'; text: string }
    /** Somebody who signs for the firm by the type is no longer active in Kommo. */
    | { code: 'firm_signer_left'; name: string }
    /** The type was changed or withdrawn after the form was filled in. */
    | { code: 'type_changed'; type: string }
    /** A field of the template that cannot be filled: a sentence in the reader's language. */
    | { code: 'template_field'; text: string }
    /** Its template at Yousign is not active any more. */
    | { code: 'template_gone'; type: string }
    /** The template has places to sign for others than those who sign. */
    | { code: 'template_places' }
    | { code: 'pages_over_anchor_limit'; pages: number }
    | { code: 'signature_page' }
    /** Anchors are there, but pages are rotated or cropped; a signature page is added instead. */
    | { code: 'pages_turned' }
    /** People sign where the type says. */
    | { code: 'places_used'; type: string; document: string }
    /** Others sign than those for whom the type has places. */
    | { code: 'places_signers'; type: string; clients: number; firm: number }
    | { code: 'places_short'; type: string; document: string; pages: number; least: number }
    | { code: 'places_outside'; type: string; document: string; page: number }
    | { code: 'places_overlap'; type: string; document: string; page: number }
    | { code: 'places_turned'; document: string; page: number }
    /** Qualified allows one signature a person and document. */
    | { code: 'places_twice'; type: string }
  )

export type FindingCode = Finding['code']
