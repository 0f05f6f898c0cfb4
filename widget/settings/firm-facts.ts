// The firm's details and its people as they are edited: what is empty is not kept, and the order never changes. Pure.
import { type FirmDetails, type FirmPerson, firmDetails } from '../../shared/settings.ts'

const most = 300

/** With that detail; blank takes it away. Always in the catalogue's order, so that a change taken back is no change. */
export function withDetail(details: FirmDetails, key: keyof FirmDetails, text: string): FirmDetails {
  const next = { ...details, [key]: text.slice(0, most) }
  return Object.fromEntries(
    firmDetails.flatMap((each) => {
      const value = next[each] ?? ''
      return value.trim() === '' ? [] : [[each, value]]
    }),
  )
}

/** With what is known of that person, in the place where it was; nothing known takes the person out. */
export function withPerson(people: readonly FirmPerson[], person: FirmPerson): FirmPerson[] {
  const isEmpty = person.function.trim() === '' && person.phone.trim() === ''
  const isThere = people.some(({ userId }) => userId === person.userId)
  if (!isThere) return isEmpty ? [...people] : [...people, person]
  return people.flatMap((one) => (one.userId !== person.userId ? [one] : isEmpty ? [] : [person]))
}
