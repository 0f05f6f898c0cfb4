// Why a document cannot be used, in French.
import type { DocumentTextKey } from './en-documents.ts'

export const frDocuments: Record<DocumentTextKey, string> = {
  'doc.not_pdf': '{name} n’est pas un PDF. Choisissez un autre fichier.',
  'doc.encrypted': '{name} est protégé par mot de passe. Enregistrez-le sans, puis réessayez.',
  'doc.damaged': '{name} est abîmé. Enregistrez-le à nouveau, puis réessayez.',
  'doc.too_large': '{name} est trop lourd : 50 Mo au plus.',
  'doc.too_many_pages': '{name} a trop de pages[ : {limit} au plus].',
  'doc.active_content':
    '{name} contient des scripts ou des fichiers joints. Imprimez-le dans un nouveau PDF, puis réessayez.',
  'doc.already_signed': '{name} est déjà signé ; l’envoyer casserait cette signature.',
  'doc.bomb': '{name} se décompresse bien au-delà du normal. Choisissez un autre fichier.',
  'doc.unprintable': '{name} contient des lettres impossibles à imprimer. Choisissez un autre fichier.',
  'doc.not_template': '{name} n’est ni un fichier Word (.docx) ni un formulaire PDF. Choisissez un autre fichier.',
  'doc.word_content':
    '{name} contient des macros, des objets incorporés ou des liens vers d’autres fichiers. Retirez-les, enregistrez, puis réessayez.',
  'doc.template': '{name} contient un champ impossible à remplir[ : {text}]. Corrigez-le dans le modèle.',
  'doc.does_not_fit': 'Un champ du formulaire {name} est trop petit ou ne propose pas cette valeur[ : {text}].',
}
