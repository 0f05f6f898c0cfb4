// Starter text: an engagement letter of a firm or a notary's office, outside regulated tariffs.
import { phrases, type StarterText, signatures } from './phrases.ts'

const { fr, en } = phrases

export const engagementLetter: StarterText = {
  fr: `
${fr.notice}
# Lettre de mission
Référence : [[lead.reference]]
## Les parties
[[firm.name]], [[firm.legal_form]], [[firm.address]], SIREN [[firm.siren]], représenté par [[user.name]], [[user.function]],
et ${fr.first},
${fr.orSecond(`et ${fr.second},`)}
[[#company.name]]pour le compte de [[company.name]], [[company.legal_form]], [[company.registration]], [[company.registered_office]],[[/]]
conviennent de ce qui suit.
## 1. Objet de la mission
[[lead.subject]].
Votre interlocuteur est [[user.name]], [[user.function]] ([[user.email]], [[user.phone]]).
## 2. Nos engagements
- exécuter la mission avec soin et vous tenir informé de son avancement ;
- garder confidentiel ce que vous nous confiez, dans les limites de la loi ;
- vous avertir avant toute diligence qui dépasserait la mission.
## 3. Vos engagements
- nous remettre en temps utile des informations et des pièces complètes et exactes ;
- nous signaler tout changement de situation, d’adresse ou de coordonnées ;
- régler les honoraires et débours aux échéances.
## 4. Durée
La mission commence le [à compléter : date] et prend fin avec [à compléter : événement]. Chaque partie peut y mettre fin par écrit, avec un préavis de [à compléter : durée].
## 5. Prix
Le prix de la mission est de [[lead.fee_net]] hors taxes, soit [[lead.fee_gross]] toutes taxes comprises (TVA : [[lead.vat_rate]]). Il ne couvre pas les actes soumis à un tarif réglementé ni les débours.
[[#lead.retainer]]Une provision de [[lead.retainer]] est due à la signature.[[/]]
## 6. Droit de rétractation
Le client consommateur qui signe à distance peut se rétracter dans les quatorze jours, sans motif, par une déclaration écrite. S’il a demandé que la mission commence avant la fin de ce délai, il paie ce qui a déjà été fourni.
## 7. Réclamations, médiation, assurance
Toute réclamation est adressée à [[firm.name]], [[firm.address]]. Le client consommateur peut saisir le médiateur : [[firm.mediator]]. Assureur de responsabilité : [[firm.insurer]].
## 8. Données personnelles et signature
Vos données sont traitées pour l’exécution de la mission et conservées pendant la durée que la loi impose. ${fr.signing}
${fr.done}
${signatures({ first: 'Le client', second: 'Le client', firm: 'Pour le cabinet' })}
`,
  en: `
${en.notice}
# Engagement letter
Reference: [[lead.reference]]
## The parties
[[firm.name]], [[firm.legal_form]], [[firm.address]], company number [[firm.siren]], represented by [[user.name]], [[user.function]],
and ${en.first},
${en.orSecond(`and ${en.second},`)}
[[#company.name]]on behalf of [[company.name]], [[company.legal_form]], [[company.registration]], [[company.registered_office]],[[/]]
agree as follows.
## 1. Scope
[[lead.subject]].
Your contact is [[user.name]], [[user.function]] ([[user.email]], [[user.phone]]).
## 2. What we undertake
- to carry out the engagement with care and to keep you informed of its progress;
- to keep confidential what you entrust to us, within the limits of the law;
- to tell you before doing any work beyond the engagement.
## 3. What you undertake
- to give us complete and correct information and papers in good time;
- to tell us of any change of circumstances, address or contact details;
- to pay fees and disbursements when due.
## 4. Duration
The engagement begins on [to complete: date] and ends with [to complete: event]. Either party may end it in writing, with [to complete: length] notice.
## 5. Price
The price is [[lead.fee_net]] excluding VAT, that is [[lead.fee_gross]] including VAT (VAT rate: [[lead.vat_rate]]). It does not cover work under a regulated tariff, nor disbursements.
[[#lead.retainer]]A retainer of [[lead.retainer]] is due on signing.[[/]]
## 6. Right of withdrawal
A consumer who signs at a distance may withdraw within fourteen days without giving a reason, by a written statement. Anyone who asked for the work to start before that period ends pays for what has been done.
## 7. Complaints, mediation, insurance
Complaints are addressed to [[firm.name]], [[firm.address]]. A consumer may turn to the mediator: [[firm.mediator]]. Liability insurer: [[firm.insurer]].
## 8. Personal data and signature
Your data are processed to perform the engagement and kept for as long as the law requires. ${en.signing}
${en.done}
${signatures({ first: 'The client', second: 'The client', firm: 'For the firm' })}
`,
}
