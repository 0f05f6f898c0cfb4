// Texts of the card: looked up by key, filled with facts. Facts go in last, so a name may hold braces or stars.
import type { ComponentChildren } from 'preact'
import type { TextKey } from '../../shared/texts/dictionaries.ts'

export type Facts = Record<string, string | number | null | undefined>

export interface Words<K extends string = TextKey> {
  language: string
  /** The same for Intl. */
  tag: string
  say(key: K, facts?: Facts): string
  /** The same with its `*bold*` parts as `<b>`. */
  rich(key: K, facts?: Facts): ComponentChildren
  /** "a, b and c". */
  list(names: readonly string[]): string
}

/** Lookup over dictionaries, the first that knows the key wins; `always` are facts of every text. */
export function createWords<K extends string = TextKey>(
  language: string,
  dictionaries: Partial<Record<K, string>>[],
  always: Facts,
): Words<K> {
  // Day before month, and no comma before "and".
  const tag = language === 'en' ? 'en-GB' : language
  const plural = new Intl.PluralRules(tag)
  const text = (key: K, facts: Facts) => {
    const template = dictionaries.find((dictionary) => dictionary[key] !== undefined)?.[key] ?? ''
    return template.replace(/\[(.*?)\]/g, (_, part: string) => (isKnown(part, facts) ? part : ''))
  }
  const fill = (part: string, facts: Facts) =>
    part
      .replace(/\{(\w+)(?:\|(.*?)\|(.*?))?\}/g, (_, name: string, one?: string, many?: string) => {
        if (one === undefined) return String(facts[name] ?? '')
        return (plural.select(Number(facts[name])) === 'one' ? one : many) || ''
      })
      // "24 nov." at the end of a sentence brings its own full stop.
      .replace(/\.\.$/, '.')
  const say = (key: K, given?: Facts) => {
    const facts = { ...always, ...given }
    return fill(text(key, facts).replace(/\*/g, ''), facts)
  }
  const rich = (key: K, given?: Facts) => {
    const facts = { ...always, ...given }
    const parts = text(key, facts).split('*')
    return parts.map((part, index) => (index % 2 === 1 ? <b>{fill(part, facts)}</b> : fill(part, facts)))
  }
  const list = (names: readonly string[]) => new Intl.ListFormat(tag).format(names)
  return { language, tag, say, rich, list }
}

function isKnown(part: string, facts: Facts): boolean {
  return (part.match(/\{\w+/g) ?? []).every((mark) => (facts[mark.slice(1)] ?? '') !== '')
}
