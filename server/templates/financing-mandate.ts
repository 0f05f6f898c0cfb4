// Starter text: the mandate by which a borrower has a broker look for financing.
import { phrases, type StarterText, signatures } from './phrases.ts'

const { fr, en } = phrases

export const financingMandate: StarterText = {
  fr: `
${fr.notice}
# Mandat de recherche de financement
Mandat n° [[lead.mandate_number]]
## Entre
le mandant : ${fr.first},
${fr.orSecond(`et ${fr.second}, tenus ensemble,`)}
et le mandataire : [[firm.name]], [[firm.legal_form]], [[firm.address]], SIREN [[firm.siren]], immatriculé à l’ORIAS sous le n° [[firm.orias]], assuré auprès de [[firm.insurer]], représenté par [[user.name]], [[user.function]].
## 1. Objet
Le mandant charge le mandataire de rechercher pour lui, auprès d’établissements de crédit, un financement aux conditions suivantes :
- montant : [[lead.loan_amount]] ;
- durée : [[lead.loan_term]] ;
- taux nominal annuel maximal, hors assurance : [[lead.rate_max]] ;
- destination : [[lead.subject]][[#lead.property_address]], pour le bien situé [[lead.property_address]][[/]].
Le mandataire n’accorde pas de crédit et ne peut en garantir l’obtention. La décision appartient à l’établissement de crédit.
## 2. Obligations du mandataire
- présenter la demande aux établissements qu’il juge adaptés et en rendre compte ;
- informer, conseiller et mettre en garde le mandant au vu de sa situation ;
- ne transmettre ses données qu’aux établissements sollicités, pour la seule étude de la demande.
## 3. Obligations du mandant
- fournir des informations et des pièces complètes, exactes et à jour ;
- signaler tout changement de sa situation, ainsi que les demandes déjà déposées ;
- répondre dans les délais aux demandes du mandataire.
## 4. Rémunération
La rémunération du mandataire est de [[lead.broker_fee]] toutes taxes comprises. Elle n’est due que si le crédit est obtenu par son entremise et accepté par le mandant.
Aucune somme, sous quelque forme que ce soit, ne peut être perçue avant le versement effectif des fonds prêtés (art. L. 519-6 du code monétaire et financier).
Rémunération éventuellement versée par l’établissement de crédit : [à compléter : nature et montant, ou « aucune »].
## 5. Durée
Le mandat est donné pour [à compléter : durée] à compter de sa signature. Il est [à compléter : exclusif / non exclusif]. Chaque partie peut y mettre fin par écrit, avec un préavis de [à compléter : durée].
## 6. Droit de rétractation
Le mandant consommateur qui signe à distance peut se rétracter dans les quatorze jours, sans motif, par une déclaration écrite. S’il a demandé que la recherche commence avant la fin de ce délai, il paie ce qui a déjà été fourni, dans la limite de l’article 4.
## 7. Réclamations et médiation
Les réclamations sont adressées à [[firm.name]], [[firm.address]]. Le mandant peut saisir le médiateur : [[firm.mediator]].
## 8. Données personnelles et signature
Les données sont traitées pour l’exécution du mandat et les obligations légales du mandataire. ${fr.signing}
${fr.done}
${signatures({ first: 'Le mandant', second: 'Le mandant', firm: 'Le mandataire' })}
`,
  en: `
${en.notice}
# Financing mandate
Mandate no. [[lead.mandate_number]]
## Between
the principal: ${en.first},
${en.orSecond(`and ${en.second}, together,`)}
and the broker: [[firm.name]], [[firm.legal_form]], [[firm.address]], company number [[firm.siren]], registered with ORIAS under no. [[firm.orias]], insured with [[firm.insurer]], represented by [[user.name]], [[user.function]].
## 1. Purpose
The principal instructs the broker to look for financing with credit institutions on these terms:
- amount: [[lead.loan_amount]];
- term: [[lead.loan_term]];
- maximum nominal annual rate, without insurance: [[lead.rate_max]];
- purpose: [[lead.subject]][[#lead.property_address]], for the property at [[lead.property_address]][[/]].
The broker grants no credit and cannot promise that one is obtained. The decision is the credit institution’s.
## 2. What the broker undertakes
- to present the application to the institutions the broker considers suitable, and to report on it;
- to inform, advise and warn the principal in view of the principal’s situation;
- to pass the data only to the institutions approached, solely for the study of the application.
## 3. What the principal undertakes
- to give complete, correct and current information and papers;
- to report any change of situation, and applications already made;
- to answer the broker’s questions in time.
## 4. Remuneration
The broker’s fee is [[lead.broker_fee]] including VAT. It is due only if credit is obtained through the broker and accepted by the principal.
No sum of any kind may be received before the borrowed funds are actually paid out (art. L. 519-6 of the French monetary and financial code).
Remuneration paid by the credit institution, if any: [to complete: nature and amount, or "none"].
## 5. Duration
The mandate is given for [to complete: length] from signing. It is [to complete: exclusive / not exclusive]. Either party may end it in writing, with [to complete: length] notice.
## 6. Right of withdrawal
A consumer who signs at a distance may withdraw within fourteen days without giving a reason, by a written statement. Anyone who asked for the search to start before that period ends pays for what has been done, within the limits of article 4.
## 7. Complaints and mediation
Complaints are addressed to [[firm.name]], [[firm.address]]. The principal may turn to the mediator: [[firm.mediator]].
## 8. Personal data and signature
The data are processed to perform the mandate and to meet the broker’s legal duties. ${en.signing}
${en.done}
${signatures({ first: 'The principal', second: 'The principal', firm: 'The broker' })}
`,
}
