// What all starter texts share: the notice to the firm, the parties, the sentence on electronic signature, the places to
// sign. One or two clients sign, then the firm: a condition on the second keeps the places in the signing order.

export interface StarterText {
  en: string
  fr: string
}

const hasSecond = '[[#signer[2].last_name]]'
const hasNone = '[[#!signer[2].last_name]]'

/** The person's particulars, as one sentence without its end. */
function person(language: 'en' | 'fr', n: number): string {
  const tag = (name: string) => `[[signer[${n}].${name}]]`
  const name = `${tag('civility')} ${tag('first_name')} ${tag('last_name')}`
  const address = `${tag('address')}, ${tag('postal_code')} ${tag('city')}`
  const born = `${tag('birth_date')}`
  return language === 'fr'
    ? `${name}, né(e) le ${born} à ${tag('birth_place')}, demeurant ${address}`
    : `${name}, born on ${born} in ${tag('birth_place')}, residing at ${address}`
}

export const phrases = {
  fr: {
    notice:
      '! Modèle de départ, à relire et à adapter par le cabinet avant tout usage. Complétez les passages surlignés, puis supprimez cette ligne.',
    first: person('fr', 1),
    second: person('fr', 2),
    orSecond: (text: string) => `${hasSecond}${text}[[/]]`,
    signing:
      'Les parties conviennent de signer le présent document par voie électronique. Pour la signature électronique, vos nom, e-mail et téléphone (et, aux niveaux avancé et qualifié, votre pièce d’identité et votre image, traitées par Yousign) sont transmis à Yousign, Caen, France. Un exemplaire signé est remis à chaque signataire.',
    done: 'Fait à [[place]], le [[date.today]].',
  },
  en: {
    notice:
      '! Starting point, to be reviewed and adapted by the firm before any use. Complete the marked passages, then delete this line.',
    first: person('en', 1),
    second: person('en', 2),
    orSecond: (text: string) => `${hasSecond}${text}[[/]]`,
    signing:
      'The parties agree to sign this document electronically. For electronic signature your name, e-mail and phone (and at the advanced and qualified levels your identity document and image, processed by Yousign) are passed to Yousign, Caen, France. Each signer receives a signed copy.',
    done: 'Done at [[place]], on [[date.today]].',
  },
}

/** One row: the first client, the second if there is one, the firm last. */
export function signatures(labels: { first: string; second: string; firm: string }): string {
  const place = (n: number) => `{{s${n}|signature|140|60}}`
  const name = (n: number) => `[[signer[${n}].first_name]] [[signer[${n}].last_name]]`
  const first = `${labels.first} / ${name(1)} / ${place(1)}`
  const second = [labels.second, name(2), place(2)].map((line) => `${hasSecond}${line}[[/]]`).join(' / ')
  const firm = `${labels.firm} / [[user.name]] / ${hasSecond}${place(3)}[[/]]${hasNone}${place(2)}[[/]]`
  return `| ${first} | ${second} | ${firm}`
}
