// Checks of single fields of a written item; each notes its error at the item and answers undefined then.
import { missing, notAChoice, wrongType } from '../fields.ts'
import type { Item } from './route.ts'

/** A text; `required` also refuses a blank one. */
export function text(item: Item, name: string, required = false): string | undefined {
  const value = item.data[name]
  if (value === undefined || (value === '' && required)) {
    if (required) item.errors.push(missing(name))
    return undefined
  }
  if (typeof value === 'string') return value
  item.errors.push(wrongType(name, 'string'))
  return undefined
}

/** A whole number, not negative; Kommo takes no numeric strings here. */
export function whole(item: Item, name: string, required = false): number | undefined {
  const value = item.data[name]
  if (value === undefined) {
    if (required) item.errors.push(missing(name))
    return undefined
  }
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  item.errors.push(wrongType(name, 'int'))
  return undefined
}

export function flag(item: Item, name: string): boolean | undefined {
  const value = item.data[name]
  if (value === undefined || typeof value === 'boolean') return value
  item.errors.push(wrongType(name, 'bool'))
  return undefined
}

/** The id of something that must exist. */
export function idOf(item: Item, name: string, exists: (id: number) => boolean, required = false): number | undefined {
  const id = whole(item, name, required)
  if (id === undefined || exists(id)) return id
  item.errors.push(notAChoice(name))
  return undefined
}

/** A user id, or 0 for the robot. */
export function author(item: Item, name: string, exists: (id: number) => boolean): number | undefined {
  return idOf(item, name, (id) => id === 0 || exists(id))
}
