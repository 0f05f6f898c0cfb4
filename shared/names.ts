// Names and short texts as Yousign takes them (product.md 2; contracts/yousign.md 2.3 HumanName, 2.1 safe string).
// Used by the card for its immediate answer and by the server for the decision, so both say the same.

/** What a name becomes before it is shown to anybody: NFC, plain blanks, straight apostrophe, plain hyphen. */
export function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00a0\u2007\u202f\u2009\t\r\n]/g, ' ')
    .replace(/[\u2010\u2011\u2012\u2013\u2212]/g, '-')
    .replace(/[\u2018\u2019\u02bc\u00b4]/g, "'")
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** True when Yousign takes the text as a first or last name. */
export function isHumanName(text: string): boolean {
  return text.length >= 1 && text.length <= 255 && humanName.test(text)
}

/** A name that Yousign would take in place of a refused one, or null when nothing sensible is left. */
export function proposeName(text: string): string | null {
  const kept = [...tidyName(text).replace(/[_./,;:&]+/g, ' ')]
    .filter((letter) => humanName.test(`a${letter}a`))
    .join('')
  const proposal = kept.replace(/ {2,}/g, ' ').trim()
  return isHumanName(proposal) ? proposal : null
}

/** Letters of a name that Yousign refuses, each once, in order. */
export function refusedLetters(text: string): string {
  return [...new Set([...text].filter((letter) => !humanName.test(`a${letter}a`)))].join('')
}

/** A title at the start ("Maître", "Mme"), offered for removal; null when there is none. */
export function titleOf(text: string): string | null {
  return titles.exec(tidyName(text))?.[0].trim() ?? null
}

/** Words by which a contact's name looks like a company: a person signs, so the card asks for whom. */
export function looksLikeCompany(text: string): boolean {
  return company.test(text)
}

/** Splits "Jean-Baptiste Le Goff" at the last blank and "MERCIER Hélène" at the capitals; a proposal, never certain. */
export function splitName(full: string): { firstName: string; lastName: string } {
  const words = tidyName(full).split(' ').filter(Boolean)
  const upper = words.filter(isCapitals)
  if (upper.length > 0 && upper.length < words.length) {
    return { firstName: words.filter((word) => !isCapitals(word)).join(' '), lastName: upper.join(' ') }
  }
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' }
}

/** Makes a request name or a label safe: no addresses, no markup, no edge blanks, at most `max` characters. */
export function safeText(text: string, max = 128): string {
  const clean = text
    .normalize('NFC')
    .replace(/\S+@\S+\.\S+/g, ' ')
    .replace(/\b(?:https?:\/\/|www\.)\S*/gi, ' ')
    .replace(/[<>{}\\/]/g, ' ')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return [...clean].slice(0, max).join('').trim()
}

/** Same spelling but for accents, case, hyphens and apostrophes. */
export function sameName(a: string, b: string): boolean {
  return plain(a) === plain(b)
}

/** One address, no display name, as Yousign and Kommo take it. */
export function isEmail(text: string): boolean {
  return (
    text.length <= 100 && /^[^\s@<>(),;:"']+@[^\s@<>(),;:"']+\.[^\s@<>(),;:"'.]{2,}$/.test(text) && !text.includes('..')
  )
}

const humanName =
  /^(?!\s)[0-9A-Za-zĄÀÁÂÃÄÅÇĆÈÉÊËĘÌÍÎÏŁÑŃÒÓÔÕÖŚÙÚÛÜÝŹŻąàáâãäåæçćèéêëęìíîïłñńòóôõöśùúûüýÿźżßĀāĂăĈĉĊċČčĎďĐđĒēĔĕĖėĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĲĳĴĵĶķĸĹĺĻļĽľĿŀŅņŇňŉŊŋŌōŎŏŐőŒœŔŕŖŗŘřŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŽžſøØÆȘșȚț`'() -]+(?<!\s)$/

const titles = /^(?:ma[iî]tre|me|monsieur|madame|mademoiselle|mlle|mme|mrs?|ms|dr|prof|herr|frau|m)\.?\s+/i

const company =
  /(?:^|\s)(?:sci|sarl|sas|sasu|sa|eurl|snc|scp|selarl|selas|gmbh|ag|ug|kg|ohg|ltd|limited|llc|inc|plc|bv|nv|srl|spa|sp z o\.? ?o\.?|société|soci[eé]t[eé]|company|association|indivision)(?:[\s.,]|$)/i

function isCapitals(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
}

function plain(text: string): string {
  return tidyName(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}
