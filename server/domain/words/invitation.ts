// The invitation's own words (product.md 4.6): English and French; other languages get Yousign's text in theirs.
import type { Level } from '../../../shared/levels.ts'
import { safeText } from '../../../shared/names.ts'
import type { CustomText } from '../esignature.ts'
import type { SignatureRequest, Signer } from '../signature-request.ts'

interface Words {
  subject(firm: string): string
  body(facts: Facts): string
  level: Record<Level, string>
}

interface Facts {
  firstName: string
  firm: string
  document: string
  deadline: string
  phone: string | null
  sender: string
}

/** Subject (≤ 512) and body (≤ 2000) for a signer, or null to keep Yousign's own. */
export function invitation(request: SignatureRequest, signer: Signer): CustomText | null {
  const language = signer.sent.locale
  if (language !== 'en' && language !== 'fr') return null
  const { snapshot } = request
  const own = snapshot.terms.invitation
  if (own !== null && language === snapshot.firm.language)
    return { subject: safeText(own.subject, 512), body: safeText(own.body, 2000) }
  const words = { en, fr }[language]
  const body = words.body({
    firstName: signer.sent.firstName,
    firm: snapshot.firm.name,
    document: safeText(snapshot.form.name),
    deadline: deadlineIn(language, snapshot.expirationDate),
    phone: snapshot.form.mode === 'otp_sms' && signer.sent.phone ? maskPhone(signer.sent.phone) : null,
    sender: snapshot.by.name,
  })
  return {
    subject: safeText(words.subject(snapshot.firm.name), 512),
    body: safeText(`${body} ${words.level[snapshot.form.level]}`, 2000),
  }
}

/** `+33 6 ** ** ** 12`: enough to recognise, too little to call. */
export function maskPhone(e164: string): string {
  return `${e164.slice(0, 4)} ** ** ** ${e164.slice(-2)}`
}

/** `c***@example.fr`. */
export function maskEmail(email: string): string {
  const [name = '', host = ''] = email.split('@')
  return `${name.slice(0, 1)}***@${host}`
}

const en: Words = {
  subject: (firm) => `Document to sign - ${firm}`,
  body: (f) =>
    `Hello ${f.firstName}, ${f.firm} invites you to sign "${f.document}" before ${f.deadline}.${
      f.phone ? ` You will receive a code by SMS on ${f.phone}.` : ''
    } Questions? Your contact is ${f.sender}.`,
  level: {
    electronic_signature: '',
    advanced_electronic_signature: 'Please have your identity document and a phone with a camera at hand.',
    qualified_electronic_signature:
      'Please have the original of your valid identity document and a smartphone, in a well-lit place. Your name must be as on the document. A computer alone is not enough.',
  },
}

const fr: Words = {
  subject: (firm) => `Document à signer - ${firm}`,
  body: (f) =>
    `Bonjour ${f.firstName}, ${f.firm} vous invite à signer « ${f.document} » avant le ${f.deadline}.${
      f.phone ? ` Vous recevrez un code par SMS au ${f.phone}.` : ''
    } Une question ? Votre interlocuteur : ${f.sender}.`,
  level: {
    electronic_signature: '',
    advanced_electronic_signature: "Préparez votre pièce d'identité et un téléphone avec appareil photo.",
    qualified_electronic_signature:
      "Préparez l'original de votre pièce d'identité en cours de validité et un smartphone, dans un endroit éclairé. Votre nom doit être celui de la pièce. Rien n'est possible sur ordinateur seul.",
  },
}

function deadlineIn(language: 'en' | 'fr', date: string): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T12:00:00Z`))
}
