// What signers read on our page, in the languages in which Yousign addresses them. Never by gender.
import type { SignerLocale } from '../../shared/levels.ts'

export interface SignerWords {
  /** Above the document's name. */
  asks(firm: string): string
  forWhom(name: string): string
  open: string
  /** Under the button: where it leads, and that the link is personal. */
  note(provider: string): string
  later: Sentence
  signed: Sentence
  ended(firm: string): Sentence
  unknown: Sentence
  unavailable(provider: string): Sentence
  again: string
}

export interface Sentence {
  title: string
  text: string
}

export const signerWords = {
  en: {
    asks: (firm) => `${firm} asks you to sign`,
    forWhom: (name) => `For ${name}`,
    open: 'Open the document',
    note: (provider) =>
      `It opens at ${provider}, where you read and sign it. This link is yours alone: do not pass it on.`,
    later: {
      title: 'It is not your turn yet',
      text: 'Others sign before you. You will get an e-mail as soon as it is your turn.',
    },
    signed: { title: 'You have signed', text: 'Thank you. There is nothing more to do.' },
    ended: (firm) => ({
      title: 'This document can no longer be signed',
      text: `If you expected to sign it, please ask ${firm}.`,
    }),
    unknown: {
      title: 'This link no longer works',
      text: 'It has expired or was replaced. Please ask whoever sent it to you for a new one.',
    },
    unavailable: (provider) => ({
      title: 'Please try again in a moment',
      text: `${provider} does not answer just now. Nothing is lost.`,
    }),
    again: 'Try again',
  },
  fr: {
    asks: (firm) => `${firm} vous invite à signer`,
    forWhom: (name) => `Pour ${name}`,
    open: 'Ouvrir le document',
    note: (provider) =>
      `Il s’ouvre chez ${provider}, où vous le lisez et le signez. Ce lien est personnel : ne le transmettez pas.`,
    later: {
      title: 'Ce n’est pas encore votre tour',
      text: 'D’autres personnes signent avant vous. Vous recevrez un e-mail dès que ce sera à vous.',
    },
    signed: { title: 'Vous avez signé', text: 'Merci. Vous n’avez plus rien à faire.' },
    ended: (firm) => ({
      title: 'Ce document ne peut plus être signé',
      text: `Si vous pensiez devoir le signer, contactez ${firm}.`,
    }),
    unknown: {
      title: 'Ce lien ne fonctionne plus',
      text: 'Il a expiré ou a été remplacé. Demandez-en un nouveau à la personne qui vous l’a envoyé.',
    },
    unavailable: (provider) => ({
      title: 'Réessayez dans un instant',
      text: `${provider} ne répond pas pour le moment. Rien n’est perdu.`,
    }),
    again: 'Réessayer',
  },
  de: {
    asks: (firm) => `${firm} bittet Sie um Ihre Unterschrift`,
    forWhom: (name) => `Für ${name}`,
    open: 'Dokument öffnen',
    note: (provider) =>
      `Es öffnet sich bei ${provider}; dort lesen und unterschreiben Sie. Dieser Link ist persönlich: bitte nicht weitergeben.`,
    later: {
      title: 'Sie sind noch nicht an der Reihe',
      text: 'Andere unterschreiben vor Ihnen. Sie erhalten eine E-Mail, sobald Sie an der Reihe sind.',
    },
    signed: { title: 'Sie haben unterschrieben', text: 'Vielen Dank. Es ist nichts weiter zu tun.' },
    ended: (firm) => ({
      title: 'Dieses Dokument kann nicht mehr unterschrieben werden',
      text: `Falls Sie es unterschreiben sollten, wenden Sie sich bitte an ${firm}.`,
    }),
    unknown: {
      title: 'Dieser Link funktioniert nicht mehr',
      text: 'Er ist abgelaufen oder wurde ersetzt. Bitten Sie um einen neuen, wo Sie ihn erhalten haben.',
    },
    unavailable: (provider) => ({
      title: 'Bitte gleich noch einmal versuchen',
      text: `${provider} antwortet gerade nicht. Es ist nichts verloren.`,
    }),
    again: 'Noch einmal versuchen',
  },
  it: {
    asks: (firm) => `${firm} chiede la Sua firma`,
    forWhom: (name) => `Per ${name}`,
    open: 'Apri il documento',
    note: (provider) =>
      `Si apre su ${provider}, dove potrà leggerlo e firmarlo. Questo link è personale: non lo inoltri ad altri.`,
    later: {
      title: 'Non è ancora il Suo turno',
      text: 'Altre persone firmano prima di Lei. Riceverà un’e-mail appena sarà il Suo turno.',
    },
    signed: { title: 'Ha firmato', text: 'Grazie. Non c’è altro da fare.' },
    ended: (firm) => ({
      title: 'Questo documento non può più essere firmato',
      text: `Se pensava di doverlo firmare, si rivolga a ${firm}.`,
    }),
    unknown: {
      title: 'Questo link non funziona più',
      text: 'È scaduto o è stato sostituito. Ne chieda uno nuovo a chi glielo ha inviato.',
    },
    unavailable: (provider) => ({
      title: 'Riprovi tra un momento',
      text: `${provider} al momento non risponde. Nulla è andato perso.`,
    }),
    again: 'Riprova',
  },
  nl: {
    asks: (firm) => `${firm} vraagt u om te ondertekenen`,
    forWhom: (name) => `Voor ${name}`,
    open: 'Document openen',
    note: (provider) =>
      `Het opent bij ${provider}, waar u het leest en ondertekent. Deze link is persoonlijk: geef hem niet door.`,
    later: {
      title: 'U bent nog niet aan de beurt',
      text: 'Anderen ondertekenen vóór u. U krijgt een e-mail zodra u aan de beurt bent.',
    },
    signed: { title: 'U hebt ondertekend', text: 'Dank u wel. U hoeft niets meer te doen.' },
    ended: (firm) => ({
      title: 'Dit document kan niet meer worden ondertekend',
      text: `Verwachtte u het te ondertekenen? Neem dan contact op met ${firm}.`,
    }),
    unknown: {
      title: 'Deze link werkt niet meer',
      text: 'De link is verlopen of vervangen. Vraag een nieuwe aan wie hem u heeft gestuurd.',
    },
    unavailable: (provider) => ({
      title: 'Probeer het zo meteen opnieuw',
      text: `${provider} antwoordt op dit moment niet. Er is niets verloren.`,
    }),
    again: 'Opnieuw proberen',
  },
  es: {
    asks: (firm) => `${firm} le pide su firma`,
    forWhom: (name) => `Para ${name}`,
    open: 'Abrir el documento',
    note: (provider) =>
      `Se abre en ${provider}, donde puede leerlo y firmarlo. Este enlace es personal: no lo reenvíe.`,
    later: {
      title: 'Todavía no es su turno',
      text: 'Otras personas firman antes. Recibirá un correo en cuanto sea su turno.',
    },
    signed: { title: 'Ha firmado', text: 'Gracias. No tiene que hacer nada más.' },
    ended: (firm) => ({
      title: 'Este documento ya no se puede firmar',
      text: `Si esperaba firmarlo, póngase en contacto con ${firm}.`,
    }),
    unknown: {
      title: 'Este enlace ya no funciona',
      text: 'Ha caducado o se ha sustituido. Pida uno nuevo a quien se lo envió.',
    },
    unavailable: (provider) => ({
      title: 'Inténtelo de nuevo en un momento',
      text: `${provider} no responde ahora. No se ha perdido nada.`,
    }),
    again: 'Reintentar',
  },
  pl: {
    asks: (firm) => `${firm} prosi o podpis`,
    forWhom: (name) => `Dla: ${name}`,
    open: 'Otwórz dokument',
    note: (provider) =>
      `Dokument otworzy się w serwisie ${provider}, gdzie można go przeczytać i podpisać. Ten link jest osobisty: prosimy go nie przekazywać.`,
    later: {
      title: 'To jeszcze nie Twoja kolej',
      text: 'Najpierw podpisują inne osoby. Gdy przyjdzie Twoja kolej, otrzymasz e-mail.',
    },
    signed: { title: 'Dokument został przez Ciebie podpisany', text: 'Dziękujemy. To już wszystko.' },
    ended: (firm) => ({
      title: 'Tego dokumentu nie można już podpisać',
      text: `W razie pytań prosimy o kontakt: ${firm}.`,
    }),
    unknown: {
      title: 'Ten link już nie działa',
      text: 'Wygasł lub został zastąpiony. Prosimy o nowy link tam, skąd pochodził ten.',
    },
    unavailable: (provider) => ({
      title: 'Prosimy spróbować za chwilę',
      text: `${provider} w tej chwili nie odpowiada. Nic nie przepadło.`,
    }),
    again: 'Spróbuj ponownie',
  },
} satisfies Record<SignerLocale, SignerWords>
