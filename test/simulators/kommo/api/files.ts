// Which files hang at which lead, contact or company; the bytes live on the drive (contracts/kommo-api.md 6, step 5).
import { forbidden, invalid, noContent, ok } from '../answers.ts'
import { notAChoice } from '../fields.ts'
import { may } from '../rights.ts'
import type { EntityKind, KommoFileLink } from '../state.ts'
import type { World } from '../world.ts'
import { text } from './check.ts'
import { type Call, listItems, type Route, refuse, self } from './route.ts'

export function fileRoutes(world: World): Route[] {
  const { state } = world
  return [
    ...(['leads', 'contacts', 'companies'] as const).flatMap((kind) => routesOf(world, kind)),
    {
      method: 'GET',
      path: '/api/v4/files/:uuid/links',
      scope: 'files',
      run(call) {
        const links = state.fileLinks.filter((each) => each.fileUuid === call.params['uuid'])
        if (links.length === 0) return noContent()
        const entities = links.map((each) => ({ entity_id: each.entityId, entity_type: each.entityType }))
        return ok({ _links: self(world, call.path), _embedded: { links: entities } })
      },
    },
  ]
}

/** Links the file unless it is linked already; the newest link has the highest id. */
export function linkFile(world: World, kind: EntityKind, entityId: number, fileUuid: string): void {
  const { state } = world
  const known = state.fileLinks.some(
    (each) => each.entityType === kind && each.entityId === entityId && each.fileUuid === fileUuid,
  )
  if (known) return
  state.fileLinks.push({ id: state.nextId('fileLinks'), entityType: kind, entityId, fileUuid })
  world.changed({ entity: 'file', id: 0, ...(kind === 'leads' ? { leadId: entityId } : {}) })
}

function routesOf(world: World, kind: EntityKind): Route[] {
  const { state } = world
  const path = `/api/v4/${kind}/:id/files`
  const owner = (call: Call) => {
    const found = state[kind].get(Number(call.params['id']))
    return found === undefined || found.isDeleted ? undefined : found
  }
  return [
    {
      method: 'GET',
      path,
      scope: 'files',
      run(call) {
        const found = owner(call)
        if (found === undefined) return noContent()
        if (!may(state, call.caller, 'view', kind, found)) return forbidden()
        const before = Number(call.query['before_id'] ?? Number.MAX_SAFE_INTEGER)
        const limit = Math.min(Number(call.query['limit'] ?? 50), 250)
        const files = linksOf(world, kind, found.id)
          .filter((each) => each.id < before)
          .sort((a, b) => b.id - a.id)
          .slice(0, limit)
          .map((each) => ({ file_uuid: each.fileUuid, id: each.id }))
        return files.length === 0 ? noContent() : ok({ _links: self(world, call.path), _embedded: { files } })
      },
    },
    {
      method: 'PUT',
      path,
      scope: 'files',
      run(call) {
        const found = owner(call)
        if (found === undefined) return invalid([{ request_id: '0', errors: [notAChoice('entity_id')] }])
        if (!may(state, call.caller, 'edit', kind, found)) return forbidden()
        const listed = listItems(call.body)
        if (!listed.ok) return listed.answer
        const uuids = listed.items.map((item) => {
          const uuid = text(item, 'file_uuid', true) ?? ''
          if (item.errors.length === 0 && state.files.get(uuid)?.deletedAt !== null)
            item.errors.push(notAChoice('file_uuid'))
          return uuid
        })
        const refusal = refuse(listed.items)
        if (refusal !== undefined) return refusal
        for (const uuid of uuids) linkFile(world, kind, found.id, uuid)
        return ok({})
      },
    },
    {
      method: 'DELETE',
      path,
      scope: 'files',
      run(call) {
        const found = owner(call)
        if (found === undefined) return noContent()
        if (!may(state, call.caller, 'edit', kind, found)) return forbidden()
        const listed = listItems(call.body)
        if (!listed.ok) return listed.answer
        const gone = new Set(listed.items.map((item) => item.data['file_uuid']))
        state.fileLinks = state.fileLinks.filter(
          (each) => each.entityType !== kind || each.entityId !== found.id || !gone.has(each.fileUuid),
        )
        world.changed({ entity: 'file', id: 0, ...(kind === 'leads' ? { leadId: found.id } : {}) })
        return { status: 202 }
      },
    },
  ]
}

/** Links to files in the bin are kept and hidden. */
function linksOf(world: World, kind: EntityKind, id: number): KommoFileLink[] {
  return world.state.fileLinks.filter(
    (each) =>
      each.entityType === kind && each.entityId === id && world.state.files.get(each.fileUuid)?.deletedAt === null,
  )
}
