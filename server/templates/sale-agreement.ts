// Starter text: a private preliminary sale agreement; the first signer sells, the second buys, the notary signs last.
import { phrases, type StarterText, signatures } from './phrases.ts'

const { fr, en } = phrases

export const saleAgreement: StarterText = {
  fr: `
${fr.notice}
# Avant-contrat de vente sous signature privée
Référence : [[lead.reference]]
Le présent avant-contrat n’est pas un acte authentique. La vente sera constatée par un acte reçu par un notaire.
## Entre
le vendeur : ${fr.first}, [[signer[1].marital_status]] ;
et l’acquéreur : ${fr.second}, [[signer[2].marital_status]].
Rédigé avec le concours de [[firm.name]], [[firm.legal_form]], [[firm.address]].
## 1. Bien vendu
Le vendeur s’engage à vendre, et l’acquéreur à acheter, le bien situé [[lead.property_address]] : [à compléter : nature, consistance, cadastre, lots et superficie].
Origine de propriété : [à compléter : titre du vendeur].
Le bien est vendu dans son état au jour de la visite, avec les servitudes connues suivantes : [à compléter : servitudes ou « aucune »].
## 2. Prix
Le prix est de [[lead.price]] ([[lead.price|words]]), payable comptant le jour de l’acte authentique, par la comptabilité du notaire. Les frais de l’acte sont à la charge de l’acquéreur.
Dépôt de garantie : [à compléter : montant, date et séquestre]. Aucun versement n’est exigible avant la fin du délai de rétractation, sauf les cas prévus par la loi.
## 3. Conditions suspensives
La vente dépend des conditions suivantes, à défaut desquelles chacun reprend sa liberté :
- [[#lead.loan_amount]]obtention d’un prêt de [[lead.loan_amount]], d’une durée de [[lead.loan_term]], au taux maximal de [[lead.rate_max]] hors assurance, au plus tard le [à compléter : date][[/]][[#!lead.loan_amount]]aucun prêt : l’acquéreur déclare payer sans emprunt[[/]] ;
- absence d’exercice d’un droit de préemption ;
- situation hypothécaire qui permet la vente libre de toute inscription ;
- [à compléter : autres conditions ou « aucune »].
## 4. Diagnostics et documents
Sont remis à l’acquéreur avant la signature : [à compléter : liste des diagnostics et documents, avec leurs dates].
## 5. Délai de rétractation
L’acquéreur non professionnel d’un logement peut se rétracter dans un délai de dix jours à compter du lendemain de la première présentation de la lettre recommandée qui lui notifie le présent acte (art. L. 271-1 du code de la construction et de l’habitation). La signature électronique ne remplace pas cette notification.
## 6. Acte authentique
L’acte est signé au plus tard le [à compléter : date], en l’étude de [à compléter : notaire]. L’entrée en jouissance a lieu [à compléter : date et conditions d’occupation].
## 7. Inexécution
Si une partie refuse de signer alors que les conditions sont remplies, l’autre peut poursuivre la vente ou demander la résolution, avec une indemnité de [à compléter : montant].
## 8. Enregistrement
Si le présent acte est une promesse unilatérale, il est enregistré dans les dix jours de son acceptation (art. 1589-2 du code civil).
## 9. Signature
${fr.signing}
${fr.done}
${signatures({ first: 'Le vendeur', second: 'L’acquéreur', firm: 'Pour l’étude' })}
`,
  en: `
${en.notice}
# Preliminary sale agreement (private)
Reference: [[lead.reference]]
This agreement is not a notarial deed. The sale will be recorded in a deed received by a notary.
## Between
the seller: ${en.first}, [[signer[1].marital_status]];
and the buyer: ${en.second}, [[signer[2].marital_status]].
Drawn up with the assistance of [[firm.name]], [[firm.legal_form]], [[firm.address]].
## 1. Property
The seller undertakes to sell, and the buyer to buy, the property at [[lead.property_address]]: [to complete: nature, extent, land register, lots and area].
Title: [to complete: title of the seller].
The property is sold in its condition on the day of the visit, with these known easements: [to complete: easements or "none"].
## 2. Price
The price is [[lead.price]] ([[lead.price|words]]), payable in full on the day of the notarial deed, through the notary’s accounts. The costs of the deed are borne by the buyer.
Deposit: [to complete: amount, date and depositary]. No payment may be asked for before the withdrawal period ends, except where the law allows it.
## 3. Conditions precedent
The sale depends on the following conditions, failing which both are free again:
- [[#lead.loan_amount]]a loan of [[lead.loan_amount]], with a term of [[lead.loan_term]], at a rate of [[lead.rate_max]] at most, without insurance, by [to complete: date] at the latest[[/]][[#!lead.loan_amount]]no loan: the buyer declares to pay without borrowing[[/]];
- no right of pre-emption is exercised;
- the mortgage register allows a sale free of any charge;
- [to complete: other conditions or "none"].
## 4. Surveys and documents
Given to the buyer before signing: [to complete: list of surveys and documents, with their dates].
## 5. Withdrawal period
A non-professional buyer of a dwelling may withdraw within ten days from the day after the first presentation of the registered letter that notifies this agreement (art. L. 271-1 of the French construction and housing code). The electronic signature does not replace that notification.
## 6. Notarial deed
The deed is signed by [to complete: date] at the latest, at the office of [to complete: notary]. Possession passes [to complete: date and terms of occupation].
## 7. Non-performance
If a party refuses to sign although the conditions are met, the other may pursue the sale or ask for termination, with an indemnity of [to complete: amount].
## 8. Registration
If this agreement is a unilateral promise, it is registered within ten days of its acceptance (art. 1589-2 of the French civil code).
## 9. Signature
${en.signing}
${en.done}
${signatures({ first: 'The seller', second: 'The buyer', firm: 'For the notary’s office' })}
`,
}
