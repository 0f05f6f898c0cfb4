// Names of documents that cannot be signed with this product, whatever the level (product.md 3.9).

/** A notarial deed is signed before the notary, in the notary's own system. */
export const notarial =
  /acte (?:authentique|notari[ée])|notarial deed|authentic (?:deed|power)|procuration authentique/i

/** The lawyers' countersigned deed has a platform of the bar. */
export const lawyersDeed = /acte d['’]avocat|divorce par consentement mutuel|divorce by consent/i
