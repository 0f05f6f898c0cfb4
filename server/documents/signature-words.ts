// The few words printed on a signature page, in the language of the document.
import type { SignaturePageOrder } from '../domain/documents.ts'

export interface SignatureWords {
  title: string
  /** Before the document's name, with the language's colon. */
  document: string
  /** Above the place where one person signs. */
  signature: string
}

export const signatureWords = {
  en: { title: 'Signatures', document: 'Document:', signature: 'Signature' },
  fr: { title: 'Signatures', document: 'Document :', signature: 'Signature' },
  es: { title: 'Firmas', document: 'Documento:', signature: 'Firma' },
  pt: { title: 'Assinaturas', document: 'Documento:', signature: 'Assinatura' },
  de: { title: 'Unterschriften', document: 'Dokument:', signature: 'Unterschrift' },
  it: { title: 'Firme', document: 'Documento:', signature: 'Firma' },
  nl: { title: 'Handtekeningen', document: 'Document:', signature: 'Handtekening' },
  pl: { title: 'Podpisy', document: 'Dokument:', signature: 'Podpis' },
} satisfies Record<SignaturePageOrder['language'], SignatureWords>
