import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Upload } from './call.ts'

export type ReceivedBody =
  | { kind: 'nothing'; shown: undefined }
  | { kind: 'json'; body: unknown; shown: unknown }
  | { kind: 'malformed'; shown: string }
  | { kind: 'upload'; upload: Upload; shown: Record<string, unknown> }
  /** The caller went away while sending. */
  | { kind: 'aborted'; shown: undefined }

/** 50 MB for one document (contracts/yousign.md 1.7). */
const largest = 50 * 1024 * 1024

/** Bodies arrive as bytes, so that what is no JSON can be refused by us and not by the framework. */
export async function acceptBodies(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers()
  await app.register(multipart, { limits: { fileSize: largest, files: 1, fields: 50 } })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))
}

/** The body, and how the ledger shows it: of a file its name and type only. */
export async function readBody(request: FastifyRequest): Promise<ReceivedBody> {
  if (request.isMultipart()) {
    try {
      const upload = await readUpload(request)
      const { file, parts } = upload
      const shownFile = file === undefined ? {} : { file: { filename: file.filename, contentType: file.contentType } }
      return { kind: 'upload', upload, shown: { ...shownFile, ...parts } }
    } catch {
      return request.raw.destroyed ? { kind: 'aborted', shown: undefined } : { kind: 'malformed', shown: 'multipart' }
    }
  }
  if (!Buffer.isBuffer(request.body) || request.body.byteLength === 0) return { kind: 'nothing', shown: undefined }
  const text = request.body.toString('utf8')
  try {
    const body: unknown = JSON.parse(text)
    return { kind: 'json', body, shown: body }
  } catch {
    return { kind: 'malformed', shown: text }
  }
}

async function readUpload(request: FastifyRequest): Promise<Upload> {
  const upload: Upload = { parts: {}, file: undefined, tooLarge: false }
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      upload.parts[part.fieldname] = String(part.value)
      continue
    }
    const chunks: Buffer[] = []
    for await (const chunk of part.file) chunks.push(chunk as Buffer)
    upload.tooLarge = part.file.truncated
    upload.file = { filename: part.filename, contentType: part.mimetype, bytes: Buffer.concat(chunks) }
  }
  return upload
}
