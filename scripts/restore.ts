// `npm run restore -- FILE` puts a backup in place; `npm run restore -- --here` says that a moved database runs here from now on.
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../server/config/config.ts'
import { decryptFile, isEncrypted } from '../server/crypto/passphrase.ts'
import { restore, settleHere } from '../server/db/backup.ts'
import { lockDataDir } from '../server/db/open.ts'
import { configured, documentsOf, fail } from './operator.ts'

const [argument] = process.argv.slice(2)
if (argument === undefined)
  fail('Name the backup: npm run restore -- FILE (or --here after moving the data directory).')
const config = configured()
mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
const lock = lockDataDir(config.dataDir)
if (!lock.ok) fail(`The server is running on ${config.dataDir}. Stop it first.`)
process.stdout.write(`${argument === '--here' ? stayHere(config) : await putBack(config, resolve(argument))}\n`)
lock.value.release()

function stayHere({ dataDir, publicUrl }: Config): string {
  const settled = settleHere(dataDir)
  if (!settled.ok) fail(settled.failure.message)
  return `${dataDir} runs as ${publicUrl} from the next start on. Never start the other copy again.`
}

async function putBack(config: Config, file: string): Promise<string> {
  const { dataDir, backupPassphrase } = config
  const plain = join(dataDir, 'restore.part')
  const encrypted = await isEncrypted(file).catch(() => false)
  if (encrypted) {
    if (backupPassphrase === null) fail(`${file} is encrypted: set BACKUP_PASSPHRASE.`)
    const opened = await decryptFile(file, plain, backupPassphrase.reveal())
    if (!opened.ok) fail(`${file} cannot be opened: BACKUP_PASSPHRASE is another one, or the file was changed.`)
  }
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const done = await restore(dataDir, documentsOf(config), encrypted ? plain : file, stamp)
  await rm(plain, { force: true })
  if (!done.ok) fail(done.failure.message)
  const { documents, before } = done.value
  return [
    `Restored ${file}: database and ${documents} documents.`,
    before === null ? '' : `What was there before is kept as ${before}.`,
    'The next start compares everything with Yousign before it sends; what was about to be sent waits for a person.',
  ]
    .filter(Boolean)
    .join('\n')
}
