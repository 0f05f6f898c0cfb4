// README.txt of the complete file: what it is, what is missing and why, how it is checked. In both languages, because nobody
// knows who will open it in ten years.
import type { MissingPart } from '../evidence/contents.ts'
import type { SignatureRequest } from '../signature-request.ts'

/** `fingerprint`: of the key that signed manifest.json. */
export function readme(request: SignatureRequest, missing: readonly MissingPart[], fingerprint: string): string {
  const name = `${request.snapshot.form.name} (${request.reference})`
  const isTest = request.snapshot.environment === 'sandbox'
  const inOne = ({ title, test, text, paper, none, list, reasons }: Words) => [
    title(name),
    ...(isTest ? ['', test] : []),
    '',
    ...text(fingerprint),
    ...(request.state === 'done' ? [] : ['', ...paper]),
    '',
    ...(missing.length === 0 ? [none] : [list, ...missing.map(({ path, reason }) => `- ${path}: ${reasons[reason]}`)]),
  ]
  return `${[...inOne(en), '', '----------', '', ...inOne(fr)].join('\n')}\n`
}

interface Words {
  title(name: string): string
  test: string
  text(fingerprint: string): string[]
  /** Only where a scan has taken the place of the signatures. */
  paper: string[]
  none: string
  list: string
  reasons: Record<MissingPart['reason'], string>
}

const en: Words = {
  title: (name) => `Complete file: ${name}`,
  test: 'TEST: signed in the test environment of Yousign, without legal effect.',
  text: (fingerprint) => [
    'signed/          the signed documents, byte for byte as Yousign gave them',
    'evidence/        what Yousign recorded of each signer: audit trail (PDF and JSON) or identity proof',
    'original/        the documents as they were sent, before anybody signed',
    'ledger.json      what our server did and learnt, line by line; times in UTC',
    'differences.txt  what differs between what was sent and what was signed',
    'manifest.json    every file with its length and SHA-256; manifest.sig is the Ed25519 signature over it, key.pem the key',
    '',
    'To check it without a network, with a copy of the program kommo-yousign:',
    '  npm run verify -- this-file.zip --key FINGERPRINT',
    'Compare the fingerprint of the key with the one that the firm names on another way than this file. Here it says:',
    `  ${fingerprint}`,
    'The check covers this file and the bytes of each signed PDF. It does not judge signature values, certificates, trust lists,',
    'revocation and time stamps: use a validator such as the DSS demonstration of the European Commission for these.',
  ],
  paper: [
    'SIGNED ON PAPER: paper/ holds the scan that the firm has given. There is no signed/ folder, because not everybody signed',
    'at Yousign. What the scan shows is proved by the paper, not by this file; ledger.json says who gave it, when and why.',
  ],
  none: 'Nothing is missing.',
  list: 'Missing:',
  reasons: {
    not_provided: 'Yousign did not provide it within a day',
    not_fetched: 'could not be fetched',
    made_at_yousign: 'the document was made at Yousign; there is no unsigned file of ours',
  },
}

const fr: Words = {
  title: (name) => `Archive complète : ${name}`,
  test: 'TEST : signé dans l’environnement de test de Yousign, sans valeur juridique.',
  text: (fingerprint) => [
    'signed/          les documents signés, octet pour octet tels que remis par Yousign',
    'evidence/        ce que Yousign a enregistré de chaque signataire : dossier de preuve (PDF et JSON) ou preuve d’identité',
    'original/        les documents tels qu’envoyés, avant toute signature',
    'ledger.json      ce que notre serveur a fait et appris, ligne par ligne ; heures en UTC',
    'differences.txt  ce qui diffère entre ce qui a été envoyé et ce qui a été signé',
    'manifest.json    chaque fichier avec sa taille et son SHA-256 ; manifest.sig en est la signature Ed25519, key.pem la clé',
    '',
    'Pour vérifier sans réseau, avec une copie du programme kommo-yousign :',
    '  npm run verify -- ce-fichier.zip --key EMPREINTE',
    'Comparez l’empreinte de la clé à celle que le cabinet indique par une autre voie que ce fichier. Ici elle est :',
    `  ${fingerprint}`,
    'La vérification porte sur cette archive et sur les octets de chaque PDF signé. Elle ne juge ni les valeurs de signature, ni les',
    'certificats, ni les listes de confiance, ni la révocation, ni les horodatages : utilisez un validateur, par exemple la',
    'démonstration DSS de la Commission européenne.',
  ],
  paper: [
    'SIGNÉ SUR PAPIER : paper/ contient la copie déposée par le cabinet. Il n’y a pas de dossier signed/, car tous n’ont pas',
    'signé chez Yousign. Ce que montre la copie est prouvé par le papier, non par cette archive ; ledger.json dit qui l’a déposée.',
  ],
  none: 'Rien ne manque.',
  list: 'Manquent :',
  reasons: {
    not_provided: 'non fourni par Yousign en un jour',
    not_fetched: 'n’a pas pu être récupéré',
    made_at_yousign: 'le document a été établi chez Yousign ; il n’existe pas de fichier non signé chez nous',
  },
}
