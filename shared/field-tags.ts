// How a tag of a template is written and what it means: `signer[2].last_name`, `lead["Case number"]`,
// `lead.price|words`. The same reading for the settings page and for the server.
import { catalogue, catalogueField, type FieldKind, type FieldPath } from './fields.ts'
import { err, ok, type Result } from './result.ts'

export type FieldFormat = 'words' | 'amount' | 'short' | 'long' | 'upper'

/** The signer counts from 1; null stands for the one whose turn it is in a loop, and for the first outside of loops. */
export type FieldReference =
  | { kind: 'field'; path: FieldPath; signer: number | null; format: FieldFormat | null }
  | {
      kind: 'custom'
      of: 'lead' | 'company' | 'signer'
      signer: number | null
      by: { name: string } | { id: number }
      format: FieldFormat | null
    }

/** What the tags around a part of the text do with it. */
export type BlockReference =
  /** Repeats it for every signer. */
  | { kind: 'loop'; over: 'signers' }
  /** Keeps it when the field has a value; negated, when it has none. */
  | { kind: 'condition'; negated: boolean; field: FieldReference }

export type TagFault =
  /** Nothing has this name; the nearest known tags, best first. */
  | { kind: 'unknown'; tag: string; suggestions: string[] }
  /** The field exists, but cannot be shown in this way. */
  | { kind: 'format'; tag: string; allowed: FieldFormat[] }

/** Reads the text between the double brackets, or the name of a form field. Blanks and kinds of quotes do not matter. */
export function parseTag(tag: string): Result<FieldReference, TagFault> {
  const [, address = '', suffix] = /^(.*?)(?:\|([^|"]*))?$/.exec(tidy(tag)) ?? []
  const found = parseCustom(address.trim()) ?? parseField(address.trim())
  if (found === null) return err({ kind: 'unknown', tag, suggestions: suggestTags(tag) })
  if (suffix === undefined) return ok(found)
  const wanted = suffix.trim().toLowerCase()
  const allowed = formatsOf(found)
  const format = allowed.find((each) => each === wanted)
  return format === undefined ? err({ kind: 'format', tag, allowed }) : ok({ ...found, format })
}

/** Reads the text of an opening tag without its `#`: `signers`, `company.name`, `!company.name`. */
export function parseBlock(tag: string): Result<BlockReference, TagFault> {
  const text = tag.trim()
  if (text.toLowerCase() === 'signers') return ok({ kind: 'loop', over: 'signers' })
  const negated = text.startsWith('!')
  const field = parseTag(negated ? text.slice(1) : text)
  return field.ok ? ok({ kind: 'condition', negated, field: field.value }) : err({ ...field.failure, tag })
}

/** The way in which we write a reference: `signer[1].last_name` for "Signer.last_name". */
export function tagOf(reference: FieldReference): string {
  const index = reference.signer === null ? '' : `[${reference.signer}]`
  const suffix = reference.format === null ? '' : `|${reference.format}`
  if (reference.kind === 'field') return `${reference.path.replace(/^signer(?=\.)/, `signer${index}`)}${suffix}`
  const by = 'id' in reference.by ? String(reference.by.id) : `"${reference.by.name}"`
  return `${reference.of}${index}[${by}]${suffix}`
}

/** What a person calls the field; signers are numbered when the reference says which. */
export function fieldName(reference: FieldReference, language: 'en' | 'fr'): string {
  const { signer, field } = names[language]
  const whose = reference.signer === null ? '' : ` (${signer} ${reference.signer})`
  if (reference.kind === 'field') return `${catalogueField(reference.path)?.[language] ?? reference.path}${whose}`
  return `${'id' in reference.by ? `${field} ${reference.by.id}` : reference.by.name}${whose}`
}

/** At most three known tags whose path or name is near to what was written. */
export function suggestTags(tag: string): string[] {
  const wanted = plain(tag.replace(/\[\d*\]|\|.*$/g, ''))
  if (wanted === '') return []
  const near = catalogue
    .map(({ path, en, fr }) => {
      const tail = path.split('.').at(-1) ?? path
      const distances = [path, tail, en, fr].map((name) => remoteness(wanted, plain(name)))
      return { path, far: Math.min(...distances) }
    })
    .filter(({ far }) => far <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((one, other) => one.far - other.far)
  const nearest = near[0]?.far ?? 0
  return near
    .filter(({ far }) => far <= nearest + 1)
    .slice(0, 3)
    .map(({ path }) => path)
}

const names = { en: { signer: 'signer', field: 'Field' }, fr: { signer: 'signataire', field: 'Champ' } }

const formatsByKind: Record<FieldKind, FieldFormat[]> = {
  text: ['upper'],
  date: ['long', 'short'],
  money: ['amount', 'words'],
  money_words: [],
  number: ['words'],
  percent: [],
  list: ['upper'],
}

/** What a custom field holds is known with its value only, so every format may be asked of it. */
function formatsOf(reference: FieldReference): FieldFormat[] {
  if (reference.kind === 'custom') return ['words', 'amount', 'short', 'long', 'upper']
  return formatsByKind[catalogueField(reference.path)?.kind ?? 'text']
}

/** Word turns straight quotes into the language's own and blanks into fixed ones. */
function tidy(tag: string): string {
  return tag
    .normalize('NFC')
    .replace(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/\s*[\u201c\u201d\u201e\u201f\u00ab\u00bb]\s*/g, '"')
    .replace(/(?<=\[)\s*['\u2018\u2019]|['\u2018\u2019]\s*(?=\])/g, '"')
    .trim()
}

/** A signer's index has two digits at most; a longer number is the id of a custom field. */
function parseCustom(address: string): FieldReference | null {
  const match = /^(lead|company|signer)\s*(?:\[\s*(\d{1,2})\s*\])?\s*\[\s*(?:"([^"]+)"|(\d+))\s*\]$/i.exec(address)
  if (match === null) return null
  const [, owner = '', index, name, id] = match
  const of = (['lead', 'company', 'signer'] as const).find((each) => each === owner.toLowerCase())
  const signer = index === undefined ? null : Number(index)
  if (of === undefined || signer === 0 || (signer !== null && of !== 'signer')) return null
  if (of === 'signer' && id !== undefined && id.length <= 2) return null
  const by = name === undefined ? { id: Number(id) } : { name: name.trim() }
  return { kind: 'custom', of, signer, by, format: null }
}

function parseField(address: string): FieldReference | null {
  const [, owner = '', index, rest = ''] = /^([a-z_]+)\s*(?:\[\s*(\d{1,2})\s*\])?\s*(.*)$/i.exec(address) ?? []
  const known = catalogueField(`${owner}${rest}`.replace(/\s*\.\s*/g, '.').toLowerCase())
  if (known === null) return null
  if (index !== undefined && (Number(index) === 0 || !known.path.startsWith('signer.'))) return null
  return { kind: 'field', path: known.path, signer: index === undefined ? null : Number(index), format: null }
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
}

/** A beginning of four letters counts as one slip: the rest was forgotten. */
function remoteness(wanted: string, name: string): number {
  return wanted.length >= 4 && name.startsWith(wanted) && name !== wanted ? 1 : distance(wanted, name)
}

/** Letters to change, add, leave out or swap with their neighbour, from one word to the other. */
function distance(from: string, to: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1
      const steps = [(last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same]
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) steps.push((before[column - 2] ?? 0) + 1)
      line.push(Math.min(...steps))
    }
    ;[before, last] = [last, line]
  }
  return last[to.length] ?? 0
}
