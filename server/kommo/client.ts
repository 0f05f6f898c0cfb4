// Kommo as the domain's port, put together from its resources.
import type { Clock } from '../domain/clock.ts'
import type { Crm } from '../domain/crm.ts'
import type { Lane } from '../domain/lane.ts'
import { type Remote, type Timeouts, usualTimeouts } from '../remote/call.ts'
import { createAccount } from './account.ts'
import { createContacts } from './contacts.ts'
import { createCustomFields } from './custom-fields.ts'
import { createDoor, kommoDialect } from './door.ts'
import { createFileHost } from './file-host.ts'
import { createFiles } from './files.ts'
import { createLeads } from './lead.ts'
import { createNotes } from './notes.ts'
import { createTasks } from './tasks.ts'
import type { AccessTokens } from './tokens.ts'
import { createUploads } from './uploads.ts'
import { createUsers } from './users.ts'

export interface KommoOptions {
  /** Origin of the account: `https://example.kommo.com`. */
  baseUrl: string
  tokens: AccessTokens
  lane: Lane
  clock: Clock
  userAgent: string
  /** The provider's name above our notes. */
  service?: string
  timeouts?: Timeouts
}

/** Nothing is repeated here but the one call whose token had to be renewed. */
export function createKommo(options: KommoOptions): Crm {
  const baseUrl = new URL(options.baseUrl).origin
  const door = createDoor(kommoRemote(options), options.tokens)
  const host = createFileHost(door, baseUrl)
  return {
    ...createAccount(door, baseUrl),
    ...createLeads(door, baseUrl),
    ...createContacts(door, baseUrl),
    ...createCustomFields(door, baseUrl),
    ...createUsers(door, baseUrl),
    ...createFiles(door, host, baseUrl, options.clock),
    ...createUploads(door, host, baseUrl, options.clock),
    ...createNotes(door, baseUrl, options.service ?? 'Yousign'),
    ...createTasks(door, baseUrl),
  }
}

/** The account as a remote, for the token endpoint too. */
export function kommoRemote(options: Pick<KommoOptions, 'lane' | 'clock' | 'userAgent' | 'timeouts'>): Remote {
  const { lane, clock, userAgent } = options
  return { lane, clock, userAgent, dialect: kommoDialect, timeouts: options.timeouts ?? usualTimeouts }
}
