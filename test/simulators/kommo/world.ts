// What all rooms of the simulator share: the state, time, tokens, and where changes are announced.
import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { HookDesk } from './hooks/desk.ts'
import type { FormTree } from './hooks/form.ts'
import type { Change, KommoIntegration } from './simulator.ts'
import type { KommoEvent, KommoState } from './state.ts'
import type { Tokens } from './tokens.ts'

export interface World {
  /** Bytes of the drive's largest part. */
  partSize: number
  readonly state: KommoState
  readonly clock: Clock
  readonly integration: KommoIntegration
  /** Scopes ticked in the integration: `crm`, `files`, `files_delete`. */
  readonly scopes: ReadonlySet<string>
  readonly tokens: Tokens
  readonly desk: HookDesk
  /** Where the two servers listen; set once they do. */
  readonly origin: { api: string; drive: string }
  /** Unix seconds, as Kommo counts. */
  seconds(): number
  changed(change: Change): void
}

/** Who a call runs as, after `X-Context-User-ID`. */
export interface Caller {
  userId: number
  admin: boolean
}

export type EventEntity = KommoEvent['entityType']

/** Writes one line of the account's history; ids sort like Kommo's (by time) and are unique. */
export function writeEvent(
  world: World,
  type: string,
  entityType: EventEntity,
  entityId: number,
  by: number,
  after: unknown[] = [],
  before: unknown[] = [],
): void {
  world.state.events.push({
    id: `01${world.clock.now().toString(36)}${randomBytes(9).toString('hex')}`,
    type,
    entityType,
    entityId,
    createdBy: by,
    createdAt: world.seconds(),
    valueAfter: after,
    valueBefore: before,
  })
}

/** Hands a webhook event to every subscriber; the form is complete but for the `account` part. */
export function fireHook(world: World, event: string, form: FormTree): void {
  world.desk.fire(event, form)
}
