// What a manager fills in: people who are contacts of a lead, files of the lead, a template.
import type { FormSigner, SendForm } from '../../shared/form.ts'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import type { KommoSimulator } from '../simulators/kommo/simulator.ts'
import type { TemplateRecord } from '../simulators/yousign/model.ts'
import type { YousignSimulator } from '../simulators/yousign/simulator.ts'

const names = [
  { firstName: 'Hélène', lastName: 'Mercier', phone: '+33639981234' },
  { firstName: 'Jean', lastName: 'Legoff', phone: '+33639985521' },
  { firstName: 'Claire', lastName: 'Roux', phone: '+33639987010' },
]

/** New contacts of the lead as signers, at most three; their addresses are found nowhere else. */
export function addSigners(kommo: KommoSimulator, leadId: number, count: number): FormSigner[] {
  return names.slice(0, count).map(({ firstName, lastName, phone }) => {
    const email = `${lastName.toLowerCase()}.${leadId}@example.fr`
    const about = { firstName, lastName, emails: [email], phones: [phone] }
    const contactId = kommo.addContact(leadId, about, people.sophie)
    return {
      origin: { kind: 'contact', contactId },
      side: 'client',
      firstName,
      lastName,
      email,
      phone,
      locale: 'fr',
      capacity: { kind: 'own' },
      label: lastName,
    }
  })
}

/** New files of the lead, each with a place for every signer. */
export function addDocuments(
  kommo: KommoSimulator,
  leadId: number,
  count: number,
  signers: number,
): SendForm['source'] {
  const places = Array.from({ length: signers }, (_, index) => `{{s${index + 1}|signature|120|40}}`)
  const documents = Array.from({ length: count }, (_, index) => {
    const name = index === 0 ? 'Convention.pdf' : `Annexe ${index}.pdf`
    const bytes = plainPdf([[`Dossier ${leadId}, ${name}`, ...places]])
    return { kind: 'lead_file' as const, uuid: kommo.uploadLeadFile(leadId, name, bytes, people.sophie), name }
  })
  return { kind: 'documents', documents }
}

/** A template for so many signers, labelled like those of `addSigners`. */
export function addTemplate(yousign: YousignSimulator, signers: number, texts: string[] = []): TemplateRecord {
  const rule = { signature_level: 'electronic_signature', signature_authentication_mode: 'otp_sms' } as const
  return yousign.addTemplate({
    name: 'Mandat',
    texts,
    signers: names.slice(0, signers).map(({ lastName }) => ({ label: lastName, ...rule })),
  })
}

export function templateSource({ id, name }: TemplateRecord): SendForm['source'] {
  return { kind: 'template', templateId: id, name, texts: [] }
}

export function formOf(source: SendForm['source'], signers: readonly FormSigner[], order: SendForm['order']): SendForm {
  return {
    source,
    name: 'Convention',
    level: 'electronic_signature',
    mode: 'otp_sms',
    order,
    signers: signers.map((signer) => (source.kind === 'documents' ? { ...signer, label: null } : signer)),
    expiryDays: 30,
    type: null,
    reason: null,
  }
}
