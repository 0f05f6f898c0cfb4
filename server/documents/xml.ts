// A strict reader of the XML in Word files: it builds nothing and resolves nothing, so that what it passes is safe for a
// library that does. Runs in the child only.

export interface XmlElement {
  /** Without the prefix of its namespace. */
  name: string
  /** Without prefixes, entities resolved. */
  attributes: ReadonlyMap<string, string>
}

export interface XmlVisitor {
  open?(element: XmlElement): void
  close?(name: string): void
  /** As written, with its entities; `at` is where it begins. */
  text?(raw: string, at: number): void
}

/** `unusual`: CDATA or a processing instruction, which Word writes into no part of the text. */
export type XmlVerdict = 'fine' | 'broken' | 'dtd' | 'unusual'

/** Deeper than any document of people; libraries that recurse survive it. */
const deepest = 250

/**
 * The text of an XML part, or null when it is not UTF-8 or declares another encoding: in another one, markup could hide
 * from whoever reads it as UTF-8.
 */
export function decodeXml(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/i.exec(text)?.[1] ?? 'utf-8'
    return /^(?:utf-8|us-ascii)$/i.test(declared) && !text.includes('\0') ? text : null
  } catch {
    return null
  }
}

/** Goes through the text once. After any verdict but `fine` and `unusual` the visitor has seen the part before it only. */
export function scanXml(text: string, visitor: XmlVisitor = {}): XmlVerdict {
  const open: string[] = []
  let verdict: XmlVerdict = 'fine'
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const end = next === -1 ? text.length : next
    if (end > at) visitor.text?.(text.slice(at, end), at)
    if (next === -1) break
    const hidden = skipped.find(([start]) => text.startsWith(start, next))
    if (hidden !== undefined) {
      const [start, stop, isUsual] = hidden
      const stopped = text.indexOf(stop, next + start.length)
      if (stopped === -1) return 'broken'
      if (!isUsual && !(next === 0 && text.startsWith('<?xml '))) verdict = 'unusual'
      at = stopped + stop.length
      continue
    }
    if (text.startsWith('<!', next)) return 'dtd'
    tag.lastIndex = next
    const [whole = '', closing, name = '', attributes = '', alone] = tag.exec(text) ?? []
    if (whole === '') return 'broken'
    if (closing === '/') {
      if (attributes.trim() !== '' || alone === '/' || open.pop() !== name) return 'broken'
      visitor.close?.(local(name))
    } else {
      visitor.open?.({ name: local(name), attributes: attributesOf(attributes) })
      if (alone === '/') visitor.close?.(local(name))
      else if (open.push(name) > deepest) return 'broken'
    }
    at = next + whole.length
  }
  return open.length === 0 ? verdict : 'broken'
}

/** Resolves the five entities of XML and character references; others do not exist without a DTD. */
export function plainText(raw: string): string {
  return raw.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const skipped = [
  ['<!--', '-->', true],
  ['<![CDATA[', ']]>', false],
  ['<?', '?>', false],
] as const

const tag = /<(\/?)([^\s<>/="'!?]+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y

function attributesOf(text: string): Map<string, string> {
  const found = text.matchAll(/([^\s<>/="']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
  return new Map([...found].map(([, name = '', double, single]) => [local(name), plainText(double ?? single ?? '')]))
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
