// Our notes on a lead, told apart by how they read in English.

export const noteKinds = {
  sent: /Sent for signature: /,
  done: /Signed by everyone on /,
  declined: / declined to sign /,
  canceled: /signature request cancelled/,
  paper: /Signed on paper: .* Scan kept on /,
  expired: /^(TEST\. )?The deadline for .* has passed/,
  extended: /deadline extended to /,
  corrected: / corrected for .*->/,
  blocked: /^(TEST\. )?Identity check of .* blocked for /,
} as const
export type NoteKind = keyof typeof noteKinds

/** Null when it is none of them. */
export function kindOf(note: string): NoteKind | null {
  const found = Object.entries(noteKinds).find(([, words]) => words.test(note))
  return found === undefined ? null : (found[0] as NoteKind)
}
