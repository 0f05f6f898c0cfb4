// Starter text: a lawyer's fee agreement with one or two clients.
import { phrases, type StarterText, signatures } from './phrases.ts'

const { fr, en } = phrases

export const feeAgreement: StarterText = {
  fr: `
${fr.notice}
# Convention d’honoraires
Dossier n° [[lead.reference]]
## Entre
[[firm.name]], [[firm.legal_form]], [[firm.address]], SIREN [[firm.siren]], inscrit au barreau de [[firm.bar]], représenté par [[user.name]], [[user.function]], ci-après « le cabinet »,
et ${fr.first},
${fr.orSecond(`et ${fr.second},`)}
ci-après « le client »[[#company.name]], agissant pour [[company.name]], [[company.legal_form]], [[company.registration]], dont le siège est [[company.registered_office]][[/]].
## 1. Mission
Le client confie au cabinet la mission suivante : [[lead.subject]].
La mission ne comprend pas [à compléter : diligences exclues, voies de recours, exécution]. Toute mission nouvelle fait l’objet d’un avenant ou d’une convention distincte.
## 2. Honoraires
Les honoraires du cabinet sont fixés à [[lead.fee_net]] hors taxes, soit, au taux de TVA de [[lead.vat_rate]], [[lead.fee_gross]] toutes taxes comprises ([[lead.fee_gross_words]]).
[[#lead.hourly_rate]]Les diligences qui dépassent la mission sont facturées au temps passé, au taux horaire de [[lead.hourly_rate]] hors taxes, après information du client.[[/]]
[[#lead.success_fee]]Un honoraire complémentaire de résultat est dû dans les conditions suivantes : [[lead.success_fee]]. Il s’ajoute à l’honoraire ci-dessus et n’est dû qu’une fois le résultat définitivement acquis.[[/]]
## 3. Provision, frais et débours
[[#lead.retainer]]Une provision de [[lead.retainer]] est versée à la signature ; elle s’impute sur les honoraires.[[/]]
Ne sont pas compris dans les honoraires et restent à la charge du client :
- les frais et débours exposés pour son compte, sur justificatifs ;
- les droits, taxes et honoraires des tiers : commissaires de justice, experts, postulants ;
- [à compléter : frais de déplacement et leur mode de calcul].
## 4. Paiement
Les factures sont payables à [à compléter : délai] jours de leur réception. Le client est tenu informé de l’évolution des honoraires, frais et débours prévisibles.
## 5. Fin de la mission
Chaque partie peut mettre fin à la mission par écrit. Les diligences déjà accomplies sont alors dues, selon les modalités de la présente convention.
## 6. Droit de rétractation
Le client consommateur qui conclut la présente convention à distance dispose d’un délai de quatorze jours pour se rétracter, sans motif. Le formulaire de rétractation est annexé. Il peut demander que la mission commence avant la fin de ce délai ; les prestations déjà fournies sont alors dues en cas de rétractation.
## 7. Réclamations et assurance
En cas de contestation des honoraires, le client peut saisir le bâtonnier de l’ordre des avocats du barreau de [[firm.bar]]. Le client consommateur peut aussi saisir le médiateur : [[firm.mediator]]. Le cabinet est assuré auprès de [[firm.insurer]].
## 8. Données personnelles et signature
Le cabinet traite les données du client pour l’exécution de la mission et conserve le dossier pendant la durée que la loi impose. ${fr.signing}
${fr.done}
${signatures({ first: 'Le client', second: 'Le client', firm: 'Pour le cabinet' })}
## Annexe : formulaire de rétractation
À renvoyer uniquement si vous souhaitez vous rétracter. À l’attention de [[firm.name]], [[firm.address]] : je vous notifie ma rétractation de la convention d’honoraires n° [[lead.reference]]. Nom, adresse, date et signature du client :
`,
  en: `
${en.notice}
# Fee agreement
File no. [[lead.reference]]
## Between
[[firm.name]], [[firm.legal_form]], [[firm.address]], company number [[firm.siren]], member of the bar of [[firm.bar]], represented by [[user.name]], [[user.function]], "the firm",
and ${en.first},
${en.orSecond(`and ${en.second},`)}
"the client"[[#company.name]], acting for [[company.name]], [[company.legal_form]], [[company.registration]], with its registered office at [[company.registered_office]][[/]].
## 1. Engagement
The client entrusts the firm with the following: [[lead.subject]].
The engagement does not include [to complete: work excluded, appeals, enforcement]. Any new matter needs an amendment or a separate agreement.
## 2. Fees
The fees of the firm are [[lead.fee_net]] excluding VAT, that is, at a VAT rate of [[lead.vat_rate]], [[lead.fee_gross]] including VAT ([[lead.fee_gross_words]]).
[[#lead.hourly_rate]]Work beyond the engagement is charged by time at an hourly rate of [[lead.hourly_rate]] excluding VAT, after the client has been told.[[/]]
[[#lead.success_fee]]A success fee is due as follows: [[lead.success_fee]]. It comes on top of the fee above and is due only once the result is final.[[/]]
## 3. Retainer, costs and disbursements
[[#lead.retainer]]A retainer of [[lead.retainer]] is paid on signing; it is set off against the fees.[[/]]
The fees do not include, and the client bears:
- costs and disbursements incurred on the client’s behalf, against receipts;
- duties, taxes and the fees of third parties: bailiffs, experts, correspondent counsel;
- [to complete: travel expenses and how they are calculated].
## 4. Payment
Invoices are payable within [to complete: number] days of receipt. The client is kept informed of the fees, costs and disbursements to be expected.
## 5. End of the engagement
Either party may end the engagement in writing. Work already done is then due on the terms of this agreement.
## 6. Right of withdrawal
A consumer who concludes this agreement at a distance may withdraw within fourteen days without giving a reason. The withdrawal form is annexed. The client may ask for the work to start before that period ends; what has been done is then due in case of withdrawal.
## 7. Complaints and insurance
Disputes about fees may be brought before the president of the bar of [[firm.bar]]. A consumer may also turn to the mediator: [[firm.mediator]]. The firm is insured with [[firm.insurer]].
## 8. Personal data and signature
The firm processes the client’s data to perform the engagement and keeps the file for as long as the law requires. ${en.signing}
${en.done}
${signatures({ first: 'The client', second: 'The client', firm: 'For the firm' })}
## Annex: withdrawal form
To be returned only if you wish to withdraw. To [[firm.name]], [[firm.address]]: I hereby give notice that I withdraw from the fee agreement no. [[lead.reference]]. Name, address, date and signature of the client:
`,
}
