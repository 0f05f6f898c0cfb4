// French of the section "Conservation et effacement"; written as en-keeping.ts.
import type { KeepingTextKey } from './en-keeping.ts'

export const frKeeping: Record<KeepingTextKey, string> = {
  'keeping.title': 'Conservation et effacement',
  'keeping.signed':
    'Les documents signés, les dossiers de preuve et les preuves d’identité ne sont jamais supprimés automatiquement. {years} {years|an|ans} après la dernière signature, un administrateur reçoit une tâche pour décider.',
  'keeping.years': 'Demander après combien d’années',
  'keeping.by_itself': 'Supprimé automatiquement',
  'keeping.deliveries':
    'Ce que {provider} et Kommo ont transmis à notre serveur : {period}, puis une empreinte et des identifiants',
  'keeping.uploads': 'Documents téléversés et jamais envoyés : {period}',
  'keeping.reviews': 'Vérifications avant envoi : {period}',
  'keeping.originals':
    'Documents non signés des demandes refusées, expirées ou annulées : {period}, puis une empreinte',
  'keeping.openings': 'Qui a ouvert quel lien : {period}',
  'keeping.days': '{n} {n|jour|jours}',
  'keeping.months': '{n} mois',
  'keeping.backups': 'Les sauvegardes sont vos fichiers : supprimez-les après 30 jours.',
  'keeping.at_provider':
    'Rien n’est supprimé chez {provider}, où les dossiers de preuve sont conservés 10 ans. Demandez à {provider} ce qui doit y être effacé.',

  'due.title': 'À décider : conserver ou effacer',
  'due.none': 'Aucun dossier signé n’attend de décision.',
  'due.renew': 'Conserver {n} {n|an|ans} de plus',

  'erase.title': 'Effacer une personne',
  'erase.lead': 'Quelqu’un demande l’effacement : cherchez les dossiers par adresse e‑mail ou par contact.',
  'erase.email': 'Adresse e‑mail',
  'erase.contact': 'Contact dans Kommo (numéro)',
  'erase.find': 'Chercher les dossiers',
  'erase.none': 'Aucun dossier de cette personne.',
  'erase.others': 'Un dossier est effacé en entier, avec tous ceux qui y sont nommés : {names}.',
  'fate.running': 'Peut encore être signé. Annulez-le d’abord.',
  'fate.restrict': 'Signé : conservé jusqu’au {date}. L’accès peut être limité, le dossier ne peut pas être effacé.',
  'fate.erase': 'Peut être effacé.',
  'fate.restricted': 'Limité le {date}, conservé jusqu’au {until}. Seuls les administrateurs l’ouvrent, ici.',
  'fate.erased': 'Effacé le {date}.',
  'fate.erasing': 'Effacé ici le {date}. Les notes dans Kommo sont en cours de remplacement.',
  'erase.warning':
    'Effacé : noms, adresses, motifs et documents non signés sont supprimés ici, et nos notes dans Kommo disent seulement que leur contenu a été supprimé. C’est définitif. Pour les dossiers signés, l’accès est limité à la place.',
  'erase.confirm': 'Effacer ou limiter {n} {n|dossier|dossiers}',
  'erase.elsewhere':
    'Non concernés : le contact et les autres notes dans Kommo, les fichiers déposés sur la fiche, et tout ce qui est chez {provider}.',
  'erasures.title': 'Effacements effectués',
  'erasures.none': 'Personne n’a été effacé.',
  'erasures.line': '{date}[ par {by}] : {erased} effacés, {restricted} limités[, {waiting} en cours]',
}
