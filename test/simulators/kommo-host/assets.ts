// Static files: the page's own, the libraries Kommo's pages have, and the two unpacked widgets.
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { WidgetArchive } from './archive.ts'
import { contentType } from './archive.ts'

export interface Upload {
  /** About 40 random letters, another one each run: nothing may depend on it. */
  code: string
  /** Where the archive's files are served, without a slash at the end. */
  path: string
  archive: () => Promise<WidgetArchive>
}

// Paths below baseUrl as the page's RequireJS asks for them.
const libraries: Record<string, string> = {
  'require.js': 'requirejs/require.js',
  'vendor/jquery.js': 'jquery/dist/jquery.min.js',
  'vendor/underscore.js': 'underscore/underscore-min.js',
  'vendor/moment.js': 'moment/min/moment.min.js',
}

const publicFolder = new URL('public/', import.meta.url)

/** Serves `/frontend/js/`, `/_host/public/` and each upload below its own path. */
export function registerAssets(app: FastifyInstance, uploads: Upload[]): void {
  const resolve = createRequire(import.meta.url).resolve

  app.get('/frontend/js/*', async (request, reply) => {
    const file = libraries[wildcard(request)]
    if (file === undefined) return missing(reply)
    return send(reply, file, await readFile(resolve(file)), 'max-age=3600')
  })

  app.get('/_host/public/*', async (request, reply) => {
    const bytes = await publicFile(wildcard(request))
    return bytes === undefined ? missing(reply) : send(reply, wildcard(request), bytes, 'no-cache')
  })

  for (const upload of uploads) {
    app.get(`${upload.path}/*`, async (request, reply) => {
      const bytes = (await upload.archive()).files.get(wildcard(request))
      return bytes === undefined ? missing(reply) : send(reply, wildcard(request), bytes, 'no-cache')
    })
  }
}

/** Addresses of the page's modules, for preloading: without it they load one import level after the other. */
export async function pageModules(): Promise<string[]> {
  const names = await readdir(publicFolder)
  return names.filter((name) => name.endsWith('.mjs')).map((name) => `/_host/public/${name}`)
}

/** A file of public/, undefined when there is none; names with a path going up are none. */
export async function publicFile(name: string): Promise<Uint8Array | undefined> {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)?\.(mjs|css|json)$/.test(name)) return undefined
  try {
    return await readFile(new URL(name, publicFolder))
  } catch {
    return undefined
  }
}

function wildcard(request: { params: unknown }): string {
  return (request.params as { '*': string })['*']
}

function missing(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/html; charset=utf-8').send('<h1>404 Not Found</h1>')
}

function send(reply: FastifyReply, name: string, bytes: Uint8Array, cache: string): FastifyReply {
  return reply.type(contentType(name)).header('cache-control', cache).send(Buffer.from(bytes))
}
