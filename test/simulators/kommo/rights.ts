// Who may do what: administrators everything, others by their right letters (contracts/kommo-api.md 3.6).
import type { EntityKind, KommoLead, KommoState, RightAction } from './state.ts'
import type { Caller } from './world.ts'

interface Owned {
  id: number
  responsibleUserId: number
  groupId: number
}

/** Whether the caller may do that with this very record. */
export function may(state: KommoState, caller: Caller, action: RightAction, kind: EntityKind, record: Owned): boolean {
  if (caller.admin) return true
  const user = state.users.get(caller.userId)
  if (user === undefined) return false
  const right = user.rights[kind][action]
  if (right === 'A') return true
  if (right === 'D') return false
  if (record.responsibleUserId === user.id) return true
  if (right === 'G') return record.groupId === user.groupId
  return right === 'L' && linkedLeads(state, kind, record.id).some((lead) => may(state, caller, 'view', 'leads', lead))
}

/** The record's leads that are not in the bin. */
export function linkedLeads(state: KommoState, kind: EntityKind, id: number): KommoLead[] {
  return [...state.leads.values()].filter((lead) => {
    if (lead.isDeleted) return false
    if (kind === 'contacts') return lead.contacts.some((contact) => contact.id === id)
    return kind === 'companies' && lead.companyId === id
  })
}
