// `npm run build`: dist/server.js and dist/widget.zip. The archive names the server it talks to, so PUBLIC_URL must be set.
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPlaceEditor } from './build-place-editor.ts'
import { buildServer } from './build-server.ts'
import { buildWidget } from './build-widget.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
await mkdir(join(root, 'dist'), { recursive: true })
await Promise.all([buildServer(root), buildPlaceEditor(root, join(root, 'dist', 'places'))])
process.stdout.write('dist/server.js and dist/places\n')
if (!process.argv.includes('--server-only')) await archive()

async function archive(): Promise<void> {
  const publicUrl = process.env['PUBLIC_URL']
  if (publicUrl === undefined || publicUrl === '') {
    process.stderr.write(
      'Set PUBLIC_URL (in the environment or in .env) to the https address of the server; widget.zip calls it and nothing else.\n',
    )
    process.exitCode = 1
    return
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const { zip } = await buildWidget({ publicUrl: new URL(publicUrl).origin, version })
  await writeFile(join(root, 'dist', 'widget.zip'), zip)
  process.stdout.write(
    `dist/widget.zip (${Math.ceil(zip.length / 1024)} kB, version ${version}, for ${new URL(publicUrl).origin})\n`,
  )
}
