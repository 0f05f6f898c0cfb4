// `npm run backup [-- FILE]`: a consistent copy of database and documents, also while the server runs.
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { encryptFile } from '../server/crypto/passphrase.ts'
import { backUp } from '../server/db/backup.ts'
import { configured, documentsOf, fail } from './operator.ts'

const config = configured()
const stamp = new Date().toISOString().replace(/[:.]/g, '-')
const file = resolve(process.argv[2] ?? join(config.dataDir, 'backups', `${stamp}.backup`))
if (existsSync(file)) fail(`${file} is there already; name another file.`)
const made = await backUp(config.dataDir, documentsOf(config), file)
if (!made.ok) fail(made.failure.message)
if (config.backupPassphrase !== null) {
  await encryptFile(file, `${file}.part`, config.backupPassphrase.reveal())
  await rm(file)
  await rename(`${file}.part`, file)
}
const { documents, bytes } = made.value
const how = config.backupPassphrase === null ? 'not encrypted: BACKUP_PASSPHRASE is not set' : 'encrypted'
const what =
  config.storage.kind === 'file'
    ? `${documents} documents, ${Math.round(bytes / 1024)} kB`
    : 'the database; the documents stay in their bucket'
process.stdout.write(`${file}\n${what}, ${how}\n`)
