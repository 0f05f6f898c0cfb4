// The drive: uploads in parts, metadata, downloads, bin (contracts/kommo-api.md 6). Its errors are plain JSON.
import { randomBytes, randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import type { Answer } from './answers.ts'
import type { Call, Route } from './api/route.ts'
import { asRecord } from './fields.ts'
import type { KommoFile } from './state.ts'
import type { World } from './world.ts'

interface Session {
  id: number
  name: string
  size: number
  /** As announced; null when it was not. */
  type: string | null
  /** The file that gets a new version; undefined for a new file. */
  version: KommoFile | undefined
  by: number
  until: number
  parts: Uint8Array[]
}

const maxNameLength = 255
const maxFileSize = 314_572_800
const dayMs = 86_400_000

export function driveRoutes(world: World): Route[] {
  const { state } = world
  // Every address takes one part; the next one is in the answer.
  const sessions = new Map<string, Session>()
  const scope = 'files'
  return [
    {
      method: 'POST',
      path: '/v1.0/sessions',
      scope,
      run: (call) => open(world, sessions, asRecord(call.body), call.caller.userId),
    },
    {
      method: 'POST',
      path: '/v1.0/sessions/upload/:token',
      scope,
      raw: true,
      run: (call) => receive(world, sessions, call.params['token'] ?? '', call),
    },
    {
      method: 'GET',
      path: '/v1.0/files/:uuid',
      scope,
      run(call) {
        const file = state.files.get(call.params['uuid'] ?? '')
        return file === undefined ? { status: 204 } : json(200, fileView(world, file))
      },
    },
    {
      method: 'DELETE',
      path: '/v1.0/files',
      scope: 'files_delete',
      run: (call) => bin(world, call.body, world.seconds()),
    },
    { method: 'POST', path: '/v1.0/files/restore', scope: 'files_delete', run: (call) => bin(world, call.body, null) },
    {
      method: 'GET',
      path: '/download/:account/:uuid/:name',
      scope,
      run(call) {
        const file = state.files.get(call.params['uuid'] ?? '')
        if (file === undefined || file.deletedAt !== null || call.params['account'] !== state.account.uuid)
          return json(404, { detail: 'Not found' })
        return { status: 200, type: file.mimeType, body: file.bytes }
      },
    },
  ]
}

/** Puts a finished file into the drive; also the way of people who upload in Kommo's pages. */
export function storeFile(
  world: World,
  about: { name: string; type?: string; bytes: Uint8Array; by: number },
): KommoFile {
  const extension = extname(about.name).slice(1).toLowerCase()
  const file: KommoFile = {
    uuid: randomUUID(),
    versionUuid: randomUUID(),
    name: extension === '' ? about.name : about.name.slice(0, -extension.length - 1),
    extension,
    mimeType: about.type ?? mimeTypes[extension] ?? 'application/octet-stream',
    bytes: Uint8Array.from(about.bytes),
    hasMultipleVersions: false,
    createdBy: about.by,
    createdAt: world.seconds(),
    updatedAt: world.seconds(),
    deletedAt: null,
  }
  world.state.files.set(file.uuid, file)
  return file
}

const mimeTypes: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  png: 'image/png',
  jpg: 'image/jpeg',
  txt: 'text/plain',
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json', body }
}

function open(world: World, sessions: Map<string, Session>, body: Record<string, unknown>, by: number): Answer {
  const { file_name: name, file_size: size, content_type: type, file_uuid: uuid } = body
  if (typeof name !== 'string' || name === '') return json(400, { detail: 'file_name: cannot be blank' })
  if (name.length > maxNameLength) return json(400, { detail: 'file_name: must have no more than 255 characters' })
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1)
    return json(400, { detail: 'file_size: must be a positive integer' })
  if (size > maxFileSize) return json(400, { detail: 'file_size: must be no greater than 314572800' })
  const version = typeof uuid === 'string' ? world.state.files.get(uuid) : undefined
  if (uuid !== undefined && version === undefined) return json(404, { detail: 'file_uuid: not found' })
  const session: Session = {
    id: world.state.nextId('sessions'),
    name,
    size,
    type: typeof type === 'string' ? type : null,
    version,
    by,
    until: world.clock.now() + dayMs,
    parts: [],
  }
  return json(200, {
    max_file_size: maxFileSize,
    max_part_size: world.partSize,
    session_id: session.id,
    upload_url: address(world, sessions, session),
  })
}

function receive(world: World, sessions: Map<string, Session>, token: string, call: Call): Answer {
  const part = call.body as Uint8Array
  const session = sessions.get(token)
  if (session === undefined || world.clock.now() >= session.until) return json(404, { detail: 'Session not found' })
  if (session.type !== null && call.headers['content-type'] !== session.type)
    return json(415, { detail: 'Not the announced content_type' })
  if (part.length === 0) return json(400, { detail: 'Part is empty' })
  if (part.length > world.partSize) return json(413, { detail: 'Part is too large' })
  const received = session.parts.reduce((sum, each) => sum + each.length, 0) + part.length
  if (received > session.size) return json(400, { detail: 'More bytes than announced' })
  session.parts.push(Uint8Array.from(part))
  sessions.delete(token)
  if (received < session.size) {
    return json(200, { session_id: session.id, next_url: address(world, sessions, session) })
  }
  const file = finish(world, session)
  world.changed({ entity: 'file', id: 0 })
  return json(200, { ...fileView(world, file), session_id: session.id })
}

function finish(world: World, session: Session): KommoFile {
  const bytes = new Uint8Array(Buffer.concat(session.parts))
  if (session.version === undefined) {
    return storeFile(world, {
      name: session.name,
      ...(session.type === null ? {} : { type: session.type }),
      bytes,
      by: session.by,
    })
  }
  return Object.assign(session.version, {
    bytes,
    versionUuid: randomUUID(),
    hasMultipleVersions: true,
    updatedAt: world.seconds(),
  })
}

function address(world: World, sessions: Map<string, Session>, session: Session): string {
  const token = randomBytes(48).toString('base64url')
  sessions.set(token, session)
  return `${world.origin.drive}/v1.0/sessions/upload/${token}`
}

function bin(world: World, body: unknown, deletedAt: number | null): Answer {
  if (!Array.isArray(body) || body.length === 0) return json(400, { detail: 'A list of files is needed' })
  for (const each of body) {
    const file = world.state.files.get(String(asRecord(each)['uuid']))
    if (file !== undefined) file.deletedAt = deletedAt
  }
  world.changed({ entity: 'file', id: 0 })
  return { status: 204 }
}

function fileView(world: World, file: KommoFile): Record<string, unknown> {
  const full = file.extension === '' ? file.name : `${file.name}.${file.extension}`
  const base = `${world.origin.drive}/download/${world.state.account.uuid}/${file.uuid}`
  const who = { id: file.createdBy, type: 'user' }
  const kind = /^(image|video|audio)\//.exec(file.mimeType)?.[1]
  return {
    uuid: file.uuid,
    version_uuid: file.versionUuid,
    name: file.name,
    sanitized_name: file.name.normalize('NFKD').replace(/[^\w.-]+/g, '_'),
    size: file.bytes.length,
    type: kind ?? (file.extension in mimeTypes ? 'document' : 'file'),
    metadata: { extension: file.extension, mime_type: file.mimeType },
    previews: [],
    is_trashed: file.deletedAt !== null,
    has_multiple_versions: file.hasMultipleVersions,
    source_id: null,
    created_at: file.createdAt,
    created_by: who,
    updated_at: file.updatedAt,
    updated_by: who,
    deleted_at: file.deletedAt,
    deleted_by: file.deletedAt === null ? null : who,
    _links: {
      self: { href: `${world.origin.drive}/v1.0/files/${file.uuid}` },
      download: { href: `${base}/${encodeURIComponent(full)}` },
      download_version: { href: `${base}/${encodeURIComponent(full)}?version_uuid=${file.versionUuid}` },
    },
  }
}
