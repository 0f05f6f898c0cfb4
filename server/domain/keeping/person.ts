// A person as the list of erasures knows them: keyed hashes of an e-mail address or a contact's id, and how a text is
// searched for them when nothing but the hashes is left.
import type { Deps } from '../deps.ts'
import type { Speaks } from './tables.ts'

export function emailMark(deps: Pick<Deps, 'markPerson'>, email: string): string {
  return deps.markPerson(`email:${email.trim().toLowerCase()}`)
}

export function contactMark(deps: Pick<Deps, 'markPerson'>, contactId: number | string): string {
  return deps.markPerson(`contact:${contactId}`)
}

/** Whether a text holds one of the addresses, or a contact's id where reviews and Kommo's hooks have one. */
export function speaksOf(deps: Pick<Deps, 'markPerson'>, persons: readonly string[]): Speaks {
  const wanted = new Set(persons)
  const known = new Map<string, boolean>()
  const isWanted = (key: string, mark: () => string) => {
    const isKnown = known.get(key) ?? wanted.has(mark())
    known.set(key, isKnown)
    return isKnown
  }
  return (text) => {
    const plain = decoded(text)
    const emails = plain.match(email) ?? []
    if (emails.some((one) => isWanted(one, () => emailMark(deps, one)))) return true
    return [...plain.matchAll(contact)].some(([, inJson, inForm]) => {
      const id = inJson ?? inForm ?? ''
      return isWanted(`#${id}`, () => contactMark(deps, id))
    })
  }
}

const email = /[^\s"'<>&=,;:()[\]]+@[^\s"'<>&=,;:()[\]]+/g
const contact = /"contactId":(\d+)|contacts\[\w+\]\[\d+\]\[id\]=(\d+)/g

/** Kommo's hooks are form-encoded; a text that is not stays as it is. */
function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
