// What the place editor's page loads: our own bundle, and the parts of the PDF reader, which come with its package.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { placeEditorPaths } from '../../shared/place-editor.ts'
import { answerNotFound } from './errors.ts'

/** Nothing but this server's own code runs or is asked; the reader compiles its image decoders (WebAssembly). */
export const editorPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data: blob:',
  "font-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `folder` holds editor.js and editor.css. */
export function placeFileRoutes(scope: FastifyInstance, folder: string): void {
  const files: Record<string, string> = {
    'editor.js': join(folder, 'editor.js'),
    'editor.css': join(folder, 'editor.css'),
    'pdf.mjs': join(reader, 'legacy', 'build', 'pdf.min.mjs'),
    'pdf.worker.mjs': join(reader, 'legacy', 'build', 'pdf.worker.min.mjs'),
  }

  scope.get<{ Params: { file: string } }>(placeEditorPaths.file, (request, reply) => {
    const { file } = request.params
    return sendFile(request, reply, Object.hasOwn(files, file) ? files[file] : undefined)
  })

  scope.get<{ Params: { folder: string; file: string } }>(placeEditorPaths.data, (request, reply) => {
    const { folder: kind, file } = request.params
    const known = dataFolders.includes(kind) && /^[\w-]+\.\w{2,6}$/.test(file)
    return sendFile(request, reply, known ? join(reader, kind, file) : undefined)
  })
}

const reader = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
const dataFolders = ['cmaps', 'standard_fonts', 'wasm', 'iccs']

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
}

/** Asked again each time and sent only when it has changed, so that no two versions ever meet in a browser. */
async function sendFile(request: FastifyRequest, reply: FastifyReply, path: string | undefined): Promise<FastifyReply> {
  const bytes = path === undefined ? null : await read(path)
  if (path === undefined || bytes === null) return answerNotFound(request, reply)
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  reply
    .header('cache-control', 'no-cache')
    .header('etag', tag)
    .header('content-security-policy', editorPolicy)
    .header('x-content-type-options', 'nosniff')
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.type(types[extname(path)] ?? 'application/octet-stream').send(bytes)
}

async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
