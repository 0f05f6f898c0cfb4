// Every word of the place editor, in both languages of the firm.
import type { PlaceKind, PlaceProblemCode } from '../../shared/places.ts'
import type { Failure } from './api.ts'
import type { Role } from './draft.ts'
import type { SampleProblem } from './sample.ts'

export interface EditorWords {
  title: string
  intro: string
  opening: string
  choose: string
  other: string
  drop: string
  local: string
  sample(problem: SampleProblem): string
  undrawn: string
  page(number: number, pages: number): string
  first: string
  previous: string
  next: string
  last: string
  role(role: Pick<Role, 'side' | 'number'>): string
  kind: Record<PlaceKind, string>
  add(kind: PlaceKind, role: string): string
  addShort: Record<PlaceKind, string>
  noRoom: string
  box(kind: PlaceKind, role: string): string
  resize(box: string): string
  help: string
  where(place: { from: 'first' | 'last'; offset: number }): string
  position(x: number, y: number): string
  measure(width: number, height: number): string
  fromLast: string
  remove(box: string): string
  removed(box: string): string
  clients: string
  fewer: string
  more: string
  initials: string
  initialsText: string
  clear: string
  none: string
  problems: string
  problem: Record<PlaceProblemCode, string>
  misfit(why: 'short' | 'outside' | 'overlap' | 'size', box: string): string
  turned: string
  save: string
  saving: string
  saved(version: number): string
  failure(failure: Failure): string
}

const codeOver = {
  en: 'This address is used up or too old. Open the place editor again from the settings page in Kommo.',
  fr: 'Cette adresse a déjà servi ou a expiré. Rouvrez l’éditeur depuis la page des réglages dans Kommo.',
} as const

const kinds = {
  en: { signature: 'signature', date: 'date', name: 'name' },
  fr: { signature: 'signature', date: 'date', name: 'nom' },
} as const satisfies Record<'en' | 'fr', Record<PlaceKind, string>>

export const editorWords = {
  en: {
    title: 'Places to sign',
    intro: 'Choose a sample of this document, then put a box where each person signs.',
    opening: 'Opening …',
    choose: 'Choose a sample PDF',
    other: 'Another sample',
    drop: 'or drop it here',
    local: 'It is shown in this browser only and sent nowhere.',
    sample: (problem) =>
      ({
        not_pdf: 'This file cannot be read as a PDF. Choose another one.',
        encrypted: 'This PDF is protected by a password. Save it without one and choose it again.',
        too_large: 'This file is larger than 50 MB. Choose a smaller one.',
      })[problem],
    undrawn: 'This page cannot be shown. Choose another sample.',
    page: (number, pages) => `Page ${number} of ${pages}`,
    first: 'First page',
    previous: 'Previous page',
    next: 'Next page',
    last: 'Last page',
    role: ({ side, number }) => `${side === 'client' ? 'Client' : 'Our firm'}${number === null ? '' : ` ${number}`}`,
    kind: kinds.en,
    add: (kind, role) => `Add a ${kinds.en[kind]} for ${role}`,
    addShort: { signature: 'Signature', date: 'Date', name: 'Name' },
    noRoom: 'There is no room left on this page. Move or remove a box first.',
    box: (kind, role) => `${role}, ${kinds.en[kind]}`,
    resize: (box) => `Size of ${box}`,
    help: 'Drag a box, or move it with the arrow keys; with Shift in larger steps. Delete removes it. Its lower right corner changes the size.',
    where: ({ from, offset }) => {
      if (from === 'first') return `page ${offset + 1}`
      return offset === 0 ? 'last page' : `${offset} before the last page`
    },
    position: (x, y) => `${x} points from the left, ${y} from the top`,
    measure: (width, height) => `${width} by ${height} points`,
    fromLast: 'Counted from the last page',
    remove: (box) => `Remove ${box}`,
    removed: (box) => `${box} was removed`,
    clients: 'Clients who sign',
    fewer: 'One client less',
    more: 'One client more',
    initials: 'Initials on every page',
    initialsText: 'Everybody initials at the foot of each page, on the right. Keep boxes clear of it.',
    clear: 'Remove all places',
    none: 'Without places, the marks in the document are used, or a signature page is added.',
    problems: 'Before you save',
    problem: {
      places_missing: 'Somebody has no signature yet.',
      places_nobody: 'A box is for somebody who does not sign. Remove it.',
      places_twice: 'At Qualified everybody has one signature. Remove the others.',
      places_overlap: 'Two boxes lie on each other. Move one.',
      places_size: 'A box has a size that is not possible. Change it.',
    },
    misfit: (why, box) =>
      ({
        short: `${box}: this sample has no such page.`,
        outside: `${box}: the box sticks out of this page.`,
        overlap: `${box}: the box lies on another one. Move one of them.`,
        size: `${box}: this size is not possible.`,
      })[why],
    turned: 'This page is rotated, so nothing can be placed on it. Print it into a new PDF and choose that one.',
    save: 'Save the places',
    saving: 'Saving …',
    saved: (version) => `Saved as version ${version}. You can close this tab.`,
    failure: (failure) => {
      if (failure.code === 'unauthenticated') return codeOver.en
      if (failure.code === 'moved_on')
        return `${failure.savedBy} has saved this document type meanwhile. Open the place editor again from the settings page; nothing of yours was saved.`
      if (failure.code === 'not_administrator') return 'Only administrators of the Kommo account may change places.'
      if (failure.code === 'not_found') return 'This document type was withdrawn. Choose another one in the settings.'
      if (failure.code === 'document_type')
        return 'The document type itself has to be corrected first. Save it once in the settings page to see what is wrong.'
      if (failure.code === 'kommo_unavailable') return 'Kommo does not answer just now. Try again in a moment.'
      return 'The server does not answer as it should. Nothing was saved; try again in a moment.'
    },
  },
  fr: {
    title: 'Emplacements de signature',
    intro: 'Choisissez un exemplaire de ce document, puis posez un cadre là où chacun signe.',
    opening: 'Ouverture …',
    choose: 'Choisir un PDF d’exemple',
    other: 'Un autre exemplaire',
    drop: 'ou déposez-le ici',
    local: 'Il est affiché dans ce navigateur seulement et n’est envoyé nulle part.',
    sample: (problem) =>
      ({
        not_pdf: 'Ce fichier ne se lit pas comme un PDF. Choisissez-en un autre.',
        encrypted:
          'Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe et choisissez-le à nouveau.',
        too_large: 'Ce fichier dépasse 50 Mo. Choisissez-en un plus petit.',
      })[problem],
    undrawn: 'Cette page ne peut pas être affichée. Choisissez un autre exemplaire.',
    page: (number, pages) => `Page ${number} sur ${pages}`,
    first: 'Première page',
    previous: 'Page précédente',
    next: 'Page suivante',
    last: 'Dernière page',
    role: ({ side, number }) =>
      `${side === 'client' ? 'Client' : 'Notre cabinet'}${number === null ? '' : ` ${number}`}`,
    kind: kinds.fr,
    add: (kind, role) =>
      ({
        signature: `Ajouter une signature pour ${role}`,
        date: `Ajouter une date pour ${role}`,
        name: `Ajouter un nom pour ${role}`,
      })[kind],
    addShort: { signature: 'Signature', date: 'Date', name: 'Nom' },
    noRoom: 'Il n’y a plus de place sur cette page. Déplacez ou retirez d’abord un cadre.',
    box: (kind, role) => `${role}, ${kinds.fr[kind]}`,
    resize: (box) => `Taille de ${box}`,
    help: 'Faites glisser un cadre, ou déplacez-le avec les flèches ; avec Maj, par plus grands pas. Suppr le retire. Son coin inférieur droit change la taille.',
    where: ({ from, offset }) => {
      if (from === 'first') return `page ${offset + 1}`
      return offset === 0 ? 'dernière page' : `${offset} avant la dernière page`
    },
    position: (x, y) => `à ${x} points de la gauche, ${y} du haut`,
    measure: (width, height) => `${width} sur ${height} points`,
    fromLast: 'Compté depuis la dernière page',
    remove: (box) => `Retirer ${box}`,
    removed: (box) => `${box} : retiré`,
    clients: 'Clients qui signent',
    fewer: 'Un client de moins',
    more: 'Un client de plus',
    initials: 'Paraphes sur chaque page',
    initialsText: 'Chacun paraphe au bas de chaque page, à droite. N’y posez pas de cadre.',
    clear: 'Retirer tous les emplacements',
    none: 'Sans emplacements, les repères du document sont utilisés, ou une page de signature est ajoutée.',
    problems: 'Avant d’enregistrer',
    problem: {
      places_missing: 'Quelqu’un n’a pas encore de signature.',
      places_nobody: 'Un cadre est pour quelqu’un qui ne signe pas. Retirez-le.',
      places_twice: 'Au niveau qualifié, chacun a une seule signature. Retirez les autres.',
      places_overlap: 'Deux cadres se chevauchent. Déplacez-en un.',
      places_size: 'Un cadre a une taille impossible. Changez-la.',
    },
    misfit: (why, box) =>
      ({
        short: `${box} : cet exemplaire n’a pas cette page.`,
        outside: `${box} : le cadre dépasse de cette page.`,
        overlap: `${box} : le cadre en chevauche un autre. Déplacez l’un des deux.`,
        size: `${box} : cette taille n’est pas possible.`,
      })[why],
    turned: 'Cette page est pivotée, rien ne peut y être posé. Imprimez-la dans un nouveau PDF et choisissez celui-ci.',
    save: 'Enregistrer les emplacements',
    saving: 'Enregistrement …',
    saved: (version) => `Enregistré comme version ${version}. Vous pouvez fermer cet onglet.`,
    failure: (failure) => {
      if (failure.code === 'unauthenticated') return codeOver.fr
      if (failure.code === 'moved_on')
        return `${failure.savedBy} a enregistré ce type de document entre-temps. Rouvrez l’éditeur depuis la page des réglages ; rien n’a été enregistré ici.`
      if (failure.code === 'not_administrator')
        return 'Seuls les administrateurs du compte Kommo peuvent modifier les emplacements.'
      if (failure.code === 'not_found')
        return 'Ce type de document a été retiré. Choisissez-en un autre dans les réglages.'
      if (failure.code === 'document_type')
        return 'Le type de document doit d’abord être corrigé. Enregistrez-le une fois dans les réglages pour voir ce qui ne va pas.'
      if (failure.code === 'kommo_unavailable') return 'Kommo ne répond pas pour le moment. Réessayez dans un instant.'
      return 'Le serveur ne répond pas comme prévu. Rien n’a été enregistré ; réessayez dans un instant.'
    },
  },
} satisfies Record<'en' | 'fr', EditorWords>
