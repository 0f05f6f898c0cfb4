// Which lead somebody means: its number, or the address of its card in Kommo. Pure.

/** Digits of the number; null when there is none. */
export function leadNumber(text: string): string | null {
  return /^(?:#?|\S*\/leads\/detail\/)(\d{1,15})(?:[/?#]\S*)?$/.exec(text.trim())?.[1] ?? null
}
