// The repository's own rules: who may import whom, no circles, file sizes, nothing of the tests in the product.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tracked = listFiles()
const code = tracked.filter((path) => /\.(?:ts|tsx|mjs|js)$/.test(path) && existsSync(join(root, path)))
const product = code.filter((path) => /^(?:shared|server|widget)\//.test(path) && !isTest(path))
const imports = new Map(product.map((path) => [path, importsOf(path)]))

/** Room -> rooms and packages it may import; `server/domain` is the centre and knows nobody but shared. */
const mayImport: Record<string, readonly string[]> = {
  shared: ['shared', 'zod'],
  widget: ['widget', 'shared', 'preact'],
  'widget/places': ['widget', 'shared', 'preact', 'pdfjs-dist'],
  'server/domain': ['server/domain', 'shared'],
  'server/config': ['server/config', 'shared', 'zod'],
  'server/crypto': ['server/crypto', 'shared'],
  'server/db': ['server/db', 'server/domain', 'shared', 'better-sqlite3'],
  'server/documents': [
    'server/documents',
    'server/domain',
    'shared',
    '@cantoo/pdf-lib',
    '@pdf-lib/fontkit',
    'pdfjs-dist',
    'dejavu-fonts-ttf',
    'easy-template-x',
    'fflate',
  ],
  'server/evidence': ['server/evidence', 'server/domain', 'shared', 'fflate', 'zod'],
  'server/http': ['server/http', 'server/domain', 'shared', 'fastify', 'zod', 'jose', 'prom-client'],
  'server/jobs': ['server/jobs', 'server/db', 'server/domain', 'shared', 'zod', 'better-sqlite3'],
  'server/kommo': ['server/kommo', 'server/remote', 'server/domain', 'shared', 'zod', 'qs', 'jose'],
  'server/live': ['server/live', 'server/domain', 'shared'],
  'server/phones': ['server/phones', 'server/domain', 'shared', 'libphonenumber-js'],
  'server/remote': ['server/remote', 'server/domain', 'shared', 'ky', 'zod'],
  'server/storage': ['server/storage', 'server/remote', 'server/domain', 'shared', 'zod', 'jose', 'aws4fetch'],
  'server/templates': ['server/templates', 'server/documents', 'server/domain', 'shared', '@cantoo/pdf-lib', 'fflate'],
  'server/yousign': ['server/yousign', 'server/remote', 'server/domain', 'shared', 'zod'],
}

/** Knows every room, or starts the process; `log.ts` makes the one logger. */
const anywhere: ReadonlySet<string> = new Set([
  'server/wiring.ts',
  'server/account.ts',
  'server/health.ts',
  'server/main.ts',
  'server/log.ts',
])

describe('the repository', () => {
  it('lets imports run one way', () => {
    const wrong = product
      .filter((path) => !anywhere.has(path))
      .flatMap((path) => {
        const allowed = mayImport[roomOf(path)] ?? []
        return (imports.get(path) ?? [])
          .filter((target) => !isAllowed(target, allowed))
          .map((target) => `${path} -> ${target}`)
      })
    expect(wrong).toEqual([])
  })

  it('keeps zod out of what the widget imports', () => {
    const seen = new Set<string>()
    const visit = (path: string): void => {
      if (seen.has(path)) return
      seen.add(path)
      for (const target of imports.get(path) ?? []) if (imports.has(target)) visit(target)
    }
    for (const path of product.filter((one) => one.startsWith('widget/'))) visit(path)
    const withZod = [...seen].filter((path) => imports.get(path)?.includes('zod'))
    expect(withZod).toEqual([])
  })

  it('has no import circle', () => {
    const circles: string[] = []
    const done = new Set<string>()
    const walk = (path: string, trail: string[]): void => {
      const at = trail.indexOf(path)
      if (at >= 0) {
        circles.push([...trail.slice(at), path].join(' -> '))
        return
      }
      if (done.has(path)) return
      for (const target of valueImportsOf(path)) if (imports.has(target)) walk(target, [...trail, path])
      done.add(path)
    }
    for (const path of product) walk(path, [])
    expect(circles).toEqual([])
  })

  it('keeps files within 300 lines', () => {
    const long = code
      .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length }))
      .filter((one) => one.lines > 301)
    expect(long).toEqual([])
  })

  it('has no `any`, no silenced checks and no unfinished marks', () => {
    // A rule of the linter may be set aside where the reason stands beside it.
    const marks =
      /\bas any\b|: any\b|<any>|@ts-ignore|@ts-expect-error|@ts-nocheck|biome-ignore(?! [\w/]+: \S)|\.only\(|\bTODO\b|\bFIXME\b/
    const isComment = /^\s*(?:\/\/|\/?\*)(?!.*(?:biome-ignore|TODO|FIXME|@ts-))/
    const found = code
      .filter((path) => path !== 'test/repo-rules.test.ts')
      .flatMap((path) =>
        readFileSync(join(root, path), 'utf8')
          .split('\n')
          .flatMap((line, index) =>
            marks.test(line) && !isComment.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
          ),
      )
    expect(found).toEqual([])
  })

  it('reads the environment in one place', () => {
    const readers = product.filter((path) => /process\.env\b/.test(readFileSync(join(root, path), 'utf8')))
    expect(readers.sort()).toEqual(['server/config/env.ts'])
  })

  it('has a README that names every command', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const missing = Object.keys(scripts).filter((name) => !new RegExp(`npm (?:run )?${name}\\b`).test(readme))
    expect(missing).toEqual([])
  })

  it('keeps download addresses out of the lock file', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/)
  })
})

function isTest(path: string): boolean {
  return /\.(?:test|e2e)\.tsx?$|\/testing\//.test(path)
}

function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/')
  if (second === 'places' && first === 'widget') return 'widget/places'
  return first === 'server' ? `server/${second}` : first
}

function isAllowed(target: string, allowed: readonly string[]): boolean {
  if (target.startsWith('node:')) return true
  return allowed.some((one) => target === one || target.startsWith(`${one}/`))
}

function importsOf(path: string): string[] {
  return statements(path).map(({ from }) => from)
}

function valueImportsOf(path: string): string[] {
  return statements(path).flatMap(({ from, type }) => (type ? [] : [from]))
}

/** Relative targets become paths of the repository; packages stay as they are. */
function statements(path: string): { from: string; type: boolean }[] {
  const text = readFileSync(join(root, path), 'utf8')
  const found = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)]
  const lazy = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)]
  const all = [
    ...found.map((match) => ({ from: match[2] ?? '', type: match[1] !== undefined })),
    ...lazy.map((match) => ({ from: match[1] ?? '', type: true })),
  ]
  return all.map(({ from, type }) => ({
    from: from.startsWith('.') ? relative(root, join(root, dirname(path), from)) : from,
    type,
  }))
}

/** What git knows and what it would take; a folder without git (an unpacked archive) has nothing to check against. */
function listFiles(): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean)
}
