// The number of a request that people read: in notes, on the card, over the phone.

/** `YS-7F3A…`: six letters of the id, which are enough within one lead. */
export function referenceOf(id: string): string {
  return `YS-${id.slice(0, 6).toUpperCase()}`
}
