// Starter text: a mutual confidentiality agreement.
import { phrases, type StarterText, signatures } from './phrases.ts'

const { fr, en } = phrases

export const nda: StarterText = {
  fr: `
${fr.notice}
# Accord de confidentialité
## Entre
[[firm.name]], [[firm.legal_form]], [[firm.address]], SIREN [[firm.siren]], représenté par [[user.name]], [[user.function]],
et ${fr.first},
${fr.orSecond(`et ${fr.second},`)}
[[#company.name]]agissant pour [[company.name]], [[company.legal_form]] au capital de [[company.capital]], [[company.registration]], [[company.registered_office]], représentée par [[company.represented_by]],[[/]]
chacun pouvant communiquer et recevoir des informations confidentielles.
## 1. Objet
Les parties échangent des informations pour : [[lead.subject]].
## 2. Informations confidentielles
Est confidentielle toute information, quel qu’en soit le support, qui est présentée comme telle ou dont la nature le commande. Ne le sont pas les informations dont celui qui les reçoit prouve qu’elles :
- étaient publiques, ou le sont devenues sans faute de sa part ;
- étaient déjà licitement en sa possession ;
- lui ont été communiquées licitement par un tiers, ou ont été développées par lui seul.
## 3. Obligations
Celui qui reçoit une information confidentielle s’engage à :
- ne l’utiliser que pour l’objet ci-dessus ;
- ne la communiquer qu’aux personnes qui doivent la connaître et qui sont tenues à la même confidentialité ;
- la protéger avec au moins le soin qu’il apporte à ses propres informations ;
- avertir sans délai l’autre partie de toute divulgation dont il a connaissance.
La loi, un juge ou une autorité peut imposer une communication ; l’autre partie en est alors avertie si cela est permis. Le secret professionnel de l’avocat ou du notaire n’est pas affecté.
## 4. Durée et restitution
L’accord prend effet à sa signature et dure [à compléter : durée]. Les obligations demeurent [à compléter : durée] après sa fin. Sur demande, les supports sont restitués ou détruits, sauf ce que la loi impose de conserver.
## 5. Propriété
Aucun droit sur les informations n’est cédé.
## 6. Droit applicable
Le présent accord est soumis au droit [à compléter : droit]. Les tribunaux compétents sont ceux que la loi désigne.
## 7. Signature
${fr.signing}
${fr.done}
${signatures({ first: 'La partie', second: 'La partie', firm: 'Pour le cabinet' })}
`,
  en: `
${en.notice}
# Confidentiality agreement
## Between
[[firm.name]], [[firm.legal_form]], [[firm.address]], company number [[firm.siren]], represented by [[user.name]], [[user.function]],
and ${en.first},
${en.orSecond(`and ${en.second},`)}
[[#company.name]]acting for [[company.name]], [[company.legal_form]] with a share capital of [[company.capital]], [[company.registration]], [[company.registered_office]], represented by [[company.represented_by]],[[/]]
each of whom may give and receive confidential information.
## 1. Purpose
The parties exchange information for: [[lead.subject]].
## 2. Confidential information
Any information, in whatever form, is confidential if it is presented as such or if its nature demands it. Information is not confidential if the recipient proves that it:
- was public, or became so through no fault of the recipient;
- was already lawfully in the recipient’s possession;
- was lawfully given by a third party, or was developed by the recipient alone.
## 3. Obligations
Whoever receives confidential information undertakes:
- to use it only for the purpose above;
- to pass it only to persons who need to know it and who are bound by the same confidentiality;
- to protect it with at least the care given to the recipient’s own information;
- to tell the other party without delay of any disclosure that comes to the recipient’s knowledge.
The law, a court or an authority may require disclosure; the other party is then told if that is allowed. The professional secrecy of lawyers and notaries is not affected.
## 4. Term and return
The agreement takes effect on signing and lasts [to complete: length]. The obligations continue for [to complete: length] after its end. On request, papers and files are returned or destroyed, except for what the law requires to be kept.
## 5. Ownership
No right in the information is transferred.
## 6. Governing law
This agreement is governed by the law of [to complete: law]. The courts that the law designates have jurisdiction.
## 7. Signature
${en.signing}
${en.done}
${signatures({ first: 'The party', second: 'The party', firm: 'For the firm' })}
`,
}
