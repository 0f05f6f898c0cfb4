// Who signs for the firm, told from the document types: Kommo has the people, the types have the rules. Pure.
import type { SettingsPage } from '../../shared/settings.ts'

export interface FirmSigner {
  userId: number
  /** Null for somebody who is no longer in Kommo at all. */
  name: string | null
  /** No longer active, so nobody can send what this person should sign. */
  hasLeft: boolean
  /** Names of the document types that are offered. */
  types: string[]
}

/** Everybody whom a type that is offered names, those who have left first, else by name. */
export function firmSigners({ types, users }: Pick<SettingsPage, 'types' | 'users'>): FirmSigner[] {
  const offered = types.filter(({ retiredAt }) => retiredAt === null)
  const ids = new Set(
    offered.flatMap(({ firm }) => firm.flatMap((rule) => (rule.kind === 'user' ? [rule.userId] : []))),
  )
  const signers = [...ids].map((userId): FirmSigner => {
    const user = users.find((one) => one.userId === userId)
    const signed = offered.filter(({ firm }) => firm.some((rule) => rule.kind === 'user' && rule.userId === userId))
    return {
      userId,
      name: user?.name ?? null,
      hasLeft: user?.isActive !== true,
      types: signed.map(({ name }) => name),
    }
  })
  return signers.sort((a, b) => Number(b.hasLeft) - Number(a.hasLeft) || (a.name ?? '').localeCompare(b.name ?? ''))
}

/** Names of the types whose rule is whoever is responsible for the lead. */
export function signedByResponsible({ types }: Pick<SettingsPage, 'types'>): string[] {
  return types
    .filter(({ retiredAt, firm }) => retiredAt === null && firm.some(({ kind }) => kind === 'responsible'))
    .map(({ name }) => name)
}
