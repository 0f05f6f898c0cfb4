// What is written on the lead in Kommo, in the firm's language (product.md 3.6). Notes cannot be deleted and everybody with
// the lead reads them: no e-mail, no phone, no amounts, no reason of a decline unless the firm switched that on.
import type { Level } from '../../../shared/levels.ts'

export type FirmLanguage = 'en' | 'fr'

/** Facts of one note or task; all of them plain text. */
export interface NoteFacts {
  sent: {
    document: string
    level: Level
    clients: string[]
    firm: string[]
    until: string
    city: string
    by: string
    replaces: string | null
  }
  done: { document: string; date: string; time: string; city: string; link: string; linkUntil: string }
  declined: { document: string; name: string; reason: string | null }
  rejected: { document: string; name: string }
  expired: { document: string; signed: string[]; missing: string[] }
  canceled: { document: string; by: string | null }
  deleted: { document: string }
  paper: { document: string; date: string; by: string }
  paper_overtaken: { document: string; by: string }
  stopped_elsewhere: { document: string; what: 'canceled' | 'deleted' }
  delivery_failed: { document: string; name: string }
  identification_blocked: { document: string; name: string }
  signer_error: { document: string; name: string }
  sender_contacted: { document: string; name: string }
  corrected: { document: string; name: string; what: string; by: string; masked: string }
  extended: { document: string; until: string; by: string }
  needs_person: { document: string }
  two_requests: { document: string }
  held: { document: string }
}

export type NoteKind = keyof NoteFacts

/** The sentence of a note. */
export function noteText<K extends NoteKind>(language: FirmLanguage, kind: K, facts: NoteFacts[K]): string {
  return notes[language][kind](facts)
}

/** The sentence of a task; tasks say what to do. */
export function taskText<K extends TaskKind>(language: FirmLanguage, kind: K, facts: NoteFacts[K]): string {
  return tasks[language][kind](facts)
}

export const taskKinds = [
  'declined',
  'rejected',
  'expired',
  'stopped_elsewhere',
  'delivery_failed',
  'identification_blocked',
  'signer_error',
  'sender_contacted',
  'needs_person',
  'two_requests',
  'held',
] as const
export type TaskKind = (typeof taskKinds)[number]

type Sentences<K extends NoteKind> = { [P in K]: (facts: NoteFacts[P]) => string }

const levelWords: Record<FirmLanguage, Record<Level, string>> = {
  en: {
    electronic_signature: 'Simple',
    advanced_electronic_signature: 'Advanced',
    qualified_electronic_signature: 'Qualified',
  },
  fr: {
    electronic_signature: 'Simple',
    advanced_electronic_signature: 'Avancée',
    qualified_electronic_signature: 'Qualifiée',
  },
}

const en: Sentences<NoteKind> = {
  sent: (f) =>
    `Sent for signature: ${f.document} (${levelWords.en[f.level]}). To ${listed('en', f.clients.length > 0 ? f.clients : f.firm)}${
      f.clients.length > 0 && f.firm.length > 0 ? `; then ${listed('en', f.firm)}` : ''
    }. Until ${f.until} 23:59 (${f.city}). By ${f.by}.${f.replaces === null ? '' : ` Replaces ${f.replaces}.`}`,
  done: (f) =>
    `Signed by everyone on ${f.date} at ${f.time} (${f.city}): ${f.document}. Signed document: ${f.link} (link valid until ${f.linkUntil}; afterwards from the card).`,
  declined: (f) =>
    `${f.name} declined to sign ${f.document}. ${f.reason === null ? 'The reason is on the card.' : `Reason: "${f.reason}"`}`,
  rejected: (f) =>
    `${f.document} was rejected by the approver${f.name === '' ? '' : ` ${f.name}`} at Yousign. No client was contacted.`,
  expired: (f) =>
    `The deadline for ${f.document} has passed. Signed: ${listed('en', f.signed) || 'nobody'}. Missing: ${listed('en', f.missing)}.`,
  canceled: (f) =>
    `${f.document}: signature request cancelled${f.by === null ? '' : ` by ${f.by}`}. Nobody can sign it any more.`,
  paper: (f) =>
    `Signed on paper: ${f.document}. Scan kept on ${f.date}; it is on the card. Nobody can sign it at Yousign any more. By ${f.by}.`,
  paper_overtaken: (f) =>
    `${f.document}: everybody had signed at Yousign before it could be stopped there. What counts is that signature; the scan of ${f.by} was not kept.`,
  deleted: (f) => `${f.document}: signature request deleted at Yousign. Nobody can sign it any more.`,
  stopped_elsewhere: (f) =>
    `${f.document}: signature request ${f.what === 'canceled' ? 'cancelled' : 'deleted'} in Yousign's own application. Nobody can sign it any more.`,
  delivery_failed: (f) =>
    `The e-mail to ${f.name} for ${f.document} did not arrive. The address can be corrected on the card.`,
  identification_blocked: (f) =>
    `Identity check of ${f.name} blocked for ${f.document}: the name differs from the identity document. Correct the name on the card, then unblock.`,
  signer_error: (f) =>
    `Technical stop at Yousign for ${f.name} (${f.document}). Refresh on the card; if it stays, send a new version.`,
  sender_contacted: (f) => `${f.name} has a question about ${f.document}. Yousign has sent it to the sender by e-mail.`,
  corrected: (f) => `${f.what} of ${f.name} corrected for ${f.document}: ${f.masked}, by ${f.by}.`,
  extended: (f) =>
    `${f.document}: deadline extended to ${f.until} by ${f.by}. Those who had not signed can sign again.`,
  needs_person: (f) =>
    `${f.document}: Yousign did not confirm the sending. A person has to look at Yousign before anything is sent again.`,
  two_requests: (f) =>
    `${f.document}: two signature requests exist at Yousign for one sending. A person has to decide which one counts.`,
  held: (f) =>
    `${f.document}: not sent. The server was restored from a backup; somebody has to look whether it is still to be sent.`,
}

const fr: Sentences<NoteKind> = {
  sent: (f) =>
    `Envoyé pour signature : ${f.document} (${levelWords.fr[f.level]}). À ${listed('fr', f.clients.length > 0 ? f.clients : f.firm)}${
      f.clients.length > 0 && f.firm.length > 0 ? ` ; puis ${listed('fr', f.firm)}` : ''
    }. Jusqu'au ${f.until} à 23 h 59 (${f.city}). Par ${f.by}.${f.replaces === null ? '' : ` Remplace ${f.replaces}.`}`,
  done: (f) =>
    `Signé par tous le ${f.date} à ${f.time} (${f.city}) : ${f.document}. Document signé : ${f.link} (lien valable jusqu'au ${f.linkUntil} ; ensuite depuis la fiche).`,
  declined: (f) =>
    `${f.name} a refusé de signer ${f.document}. ${f.reason === null ? 'Le motif figure sur la fiche.' : `Motif : « ${f.reason} »`}`,
  rejected: (f) =>
    `${f.document} : rejeté par l'approbateur${f.name === '' ? '' : ` ${f.name}`} chez Yousign. Aucun client n'a été contacté.`,
  expired: (f) =>
    `Le délai pour ${f.document} est dépassé. Ont signé : ${listed('fr', f.signed) || 'personne'}. Manquent : ${listed('fr', f.missing)}.`,
  canceled: (f) =>
    `${f.document} : invitation à signer annulée${f.by === null ? '' : ` par ${f.by}`}. Plus personne ne peut la signer.`,
  paper: (f) =>
    `Signé sur papier : ${f.document}. Copie déposée le ${f.date} ; elle est sur la fiche. Plus personne ne peut signer chez Yousign. Par ${f.by}.`,
  paper_overtaken: (f) =>
    `${f.document} : tous avaient signé chez Yousign avant l'arrêt. C'est cette signature qui compte ; la copie papier de ${f.by} n'a pas été conservée.`,
  deleted: (f) => `${f.document} : invitation à signer supprimée chez Yousign. Plus personne ne peut la signer.`,
  stopped_elsewhere: (f) =>
    `${f.document} : invitation à signer ${f.what === 'canceled' ? 'annulée' : 'supprimée'} dans l'application Yousign. Plus personne ne peut la signer.`,
  delivery_failed: (f) =>
    `L'e-mail à ${f.name} pour ${f.document} n'est pas arrivé. L'adresse se corrige sur la fiche.`,
  identification_blocked: (f) =>
    `Vérification d'identité de ${f.name} bloquée pour ${f.document} : le nom diffère de la pièce. Corrigez le nom sur la fiche, puis débloquez.`,
  signer_error: (f) =>
    `Arrêt technique chez Yousign pour ${f.name} (${f.document}). Actualisez sur la fiche ; sinon envoyez une nouvelle version.`,
  sender_contacted: (f) =>
    `${f.name} pose une question sur ${f.document}. Yousign l'a envoyée par e-mail à l'expéditeur.`,
  corrected: (f) => `${f.what} de ${f.name} corrigé pour ${f.document} : ${f.masked}, par ${f.by}.`,
  extended: (f) =>
    `${f.document} : délai prolongé jusqu'au ${f.until} par ${f.by}. Ceux qui n'avaient pas signé peuvent à nouveau signer.`,
  needs_person: (f) =>
    `${f.document} : Yousign n'a pas confirmé l'envoi. Quelqu'un doit regarder chez Yousign avant tout nouvel envoi.`,
  two_requests: (f) =>
    `${f.document} : deux invitations à signer existent chez Yousign pour un seul envoi. Quelqu'un doit décider laquelle compte.`,
  held: (f) =>
    `${f.document} : pas envoyé. Le serveur a été restauré depuis une sauvegarde ; quelqu'un doit vérifier s'il faut encore l'envoyer.`,
}

const notes: Record<FirmLanguage, Sentences<NoteKind>> = { en, fr }

const tasks: Record<FirmLanguage, Sentences<TaskKind>> = {
  en: {
    declined: (f) => `${f.name} declined to sign ${f.document}: call, then send a new version if agreed.`,
    rejected: (f) => `${f.document} was rejected by ${f.name || 'the approver'}: correct it and send a new version.`,
    expired: (f) =>
      `Deadline passed for ${f.document}. Missing: ${listed('en', f.missing)}. Extend the deadline on the card or call.`,
    stopped_elsewhere: (f) =>
      `${f.document} was ${f.what === 'canceled' ? 'cancelled' : 'deleted'} in Yousign: decide whether to send it again.`,
    delivery_failed: (f) => `E-mail to ${f.name} did not arrive (${f.document}): correct the address on the card.`,
    identification_blocked: (f) =>
      `Identity check of ${f.name} blocked (${f.document}): write the name as on the identity document, then unblock on the card.`,
    signer_error: (f) =>
      `Technical stop for ${f.name} (${f.document}): refresh on the card; if it stays, send a new version.`,
    sender_contacted: (f) => `${f.name} has a question about ${f.document}: answer the e-mail that Yousign has sent.`,
    needs_person: (f) => `${f.document}: look at Yousign whether it was sent, before sending again.`,
    two_requests: (f) =>
      `${f.document}: two requests exist at Yousign; decide which one counts and cancel the other there.`,
    held: (f) =>
      `${f.document}: the server was restored from a backup before this was sent. Look at the card, then send or discard.`,
  },
  fr: {
    declined: (f) =>
      `${f.name} a refusé de signer ${f.document} : appeler, puis envoyer une nouvelle version si accord.`,
    rejected: (f) =>
      `${f.document} : rejeté par ${f.name || "l'approbateur"}. Corriger et envoyer une nouvelle version.`,
    expired: (f) =>
      `Délai dépassé pour ${f.document}. Manquent : ${listed('fr', f.missing)}. Prolonger sur la fiche ou appeler.`,
    stopped_elsewhere: (f) =>
      `${f.document} : ${f.what === 'canceled' ? 'annulé' : 'supprimé'} chez Yousign. Décider s'il faut renvoyer.`,
    delivery_failed: (f) => `E-mail à ${f.name} non arrivé (${f.document}) : corriger l'adresse sur la fiche.`,
    identification_blocked: (f) =>
      `Vérification de ${f.name} bloquée (${f.document}) : écrire le nom comme sur la pièce, puis débloquer sur la fiche.`,
    signer_error: (f) =>
      `Arrêt technique pour ${f.name} (${f.document}) : actualiser sur la fiche ; sinon nouvelle version.`,
    sender_contacted: (f) => `${f.name} pose une question sur ${f.document} : répondre à l'e-mail envoyé par Yousign.`,
    needs_person: (f) => `${f.document} : vérifier chez Yousign si l'envoi est parti, avant de renvoyer.`,
    two_requests: (f) =>
      `${f.document} : deux invitations existent chez Yousign ; décider laquelle compte et y annuler l'autre.`,
    held: (f) =>
      `${f.document} : serveur restauré depuis une sauvegarde avant l'envoi. Vérifier sur la fiche, puis envoyer ou abandonner.`,
  },
}

function listed(language: FirmLanguage, names: readonly string[]): string {
  return new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }).format(names)
}
