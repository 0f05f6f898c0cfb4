// The sentences of differences.txt in the complete file, in the firm's language.
import type { Level } from '../../../shared/levels.ts'

export interface DifferenceWords {
  title(document: string, reference: string): string
  adopted: string
  documents: string
  noOriginal: string
  sentHash(sha256: string): string
  signedHash(sha256: string): string
  scanHash(sha256: string): string
  onPaper: string
  isKept: string
  isRewritten: string
  sameHash(signer: string): string
  otherHash(signer: string, sha256: string): string
  signers: string
  name: string
  email: string
  phone: string
  asSent: string
  corrected(what: string, by: string, when: string): string
  deadline: string
  firstDeadline(date: string): string
  extended(when: string, until: string): string
  notExtended: string
  level: string
  levels: Record<Level, string>
  chosen(level: string, by: string): string
  suggested(level: string, when: string): string
  otherLevel: string
  notCompared: string
}

const en: DifferenceWords = {
  title: (document, reference) => `What differs between what was sent and what was signed: ${document} (${reference})`,
  adopted:
    'This request was found at Yousign and taken over. What was decided before that is known only as Yousign told it then.',
  documents: 'Documents',
  noOriginal: 'Made at Yousign: we never had an unsigned file to compare with.',
  sentHash: (sha256) => `Sent:   SHA-256 ${sha256}`,
  signedHash: (sha256) => `Signed: SHA-256 ${sha256}`,
  scanHash: (sha256) => `Scan:   SHA-256 ${sha256}`,
  onPaper:
    'Signed on paper: the scan is a picture of the paper and cannot be compared by its bytes. Compare by reading.',
  isKept: 'The signed file begins with exactly the bytes that were sent; signing only added to them.',
  isRewritten:
    'Signing wrote the file anew, so its bytes cannot be compared with those that were sent. Compare the pages by reading them.',
  sameHash: (signer) => `The audit trail of ${signer} names the same SHA-256 for the document as it was sent.`,
  otherHash: (signer, sha256) =>
    `The audit trail of ${signer} names another SHA-256 for the unsigned document: ${sha256}`,
  signers: 'Signers',
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  asSent: 'as sent',
  corrected: (what, by, when) => `${what} corrected by ${by} on ${when}.`,
  deadline: 'Deadline',
  firstDeadline: (date) => `When it was sent: ${date}.`,
  extended: (when, until) => `Extended on ${when} until ${until}.`,
  notExtended: 'Not extended.',
  level: 'Level',
  levels: {
    electronic_signature: 'Simple',
    advanced_electronic_signature: 'Advanced',
    qualified_electronic_signature: 'Qualified',
  },
  chosen: (level, by) => `${level}, chosen by ${by}.`,
  suggested: (level, when) => `Suggested on ${when}: ${level}.`,
  otherLevel: 'Another level was chosen than the one suggested.',
  notCompared: 'Not compared: what stands on the pages.',
}

const fr: DifferenceWords = {
  title: (document, reference) =>
    `Ce qui diffère entre ce qui a été envoyé et ce qui a été signé : ${document} (${reference})`,
  adopted:
    'Cette invitation a été trouvée chez Yousign et reprise. Ce qui a été décidé avant n’est connu que par ce que Yousign en disait alors.',
  documents: 'Documents',
  noOriginal: 'Établi chez Yousign : nous n’avons jamais eu de fichier non signé pour comparer.',
  sentHash: (sha256) => `Envoyé : SHA-256 ${sha256}`,
  signedHash: (sha256) => `Signé :  SHA-256 ${sha256}`,
  scanHash: (sha256) => `Copie :  SHA-256 ${sha256}`,
  onPaper:
    'Signé sur papier : la copie est une image du papier, ses octets ne se comparent pas. Comparez les pages en les lisant.',
  isKept: 'Le fichier signé commence exactement par les octets envoyés ; la signature n’a fait qu’en ajouter.',
  isRewritten:
    'La signature a réécrit le fichier : ses octets ne peuvent pas être comparés à ceux envoyés. Comparez les pages en les lisant.',
  sameHash: (signer) => `Le dossier de preuve de ${signer} indique le même SHA-256 pour le document envoyé.`,
  otherHash: (signer, sha256) =>
    `Le dossier de preuve de ${signer} indique un autre SHA-256 pour le document non signé : ${sha256}`,
  signers: 'Signataires',
  name: 'Nom',
  email: 'E-mail',
  phone: 'Téléphone',
  asSent: 'comme envoyé',
  corrected: (what, by, when) => `Corrigé par ${by} le ${when} : ${what}.`,
  deadline: 'Délai',
  firstDeadline: (date) => `À l’envoi : ${date}.`,
  extended: (when, until) => `Prolongé le ${when} jusqu’au ${until}.`,
  notExtended: 'Non prolongé.',
  level: 'Niveau',
  levels: {
    electronic_signature: 'Simple',
    advanced_electronic_signature: 'Avancée',
    qualified_electronic_signature: 'Qualifiée',
  },
  chosen: (level, by) => `${level}, choisi par ${by}.`,
  suggested: (level, when) => `Suggéré le ${when} : ${level}.`,
  otherLevel: 'Un autre niveau que le niveau suggéré a été choisi.',
  notCompared: 'Non comparé : ce qui figure sur les pages.',
}

export const differenceWords = { en, fr } as const
