// Notices that a database is not the one that ran here last: a restored backup, or a copy on another machine (protocols.md
// P6). A random word is changed at every start, in the database and in a file beside it; they part when one is replaced.
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { err, ok, type Result } from '../../shared/result.ts'
import type { ReconcileReason } from '../domain/deployment.ts'
import { createDeployment, createMeta, deploymentOf } from './deployment.ts'
import type { Database } from './open.ts'

export interface MovedDatabase {
  kind: 'moved_database'
  /** For whoever started it. */
  message: string
}

/**
 * Compares, then begins a new epoch. When the database may be older than the world, reconcile mode is on when this
 * returns. Refuses a database that ran under another address, until the operator gives the word.
 */
export function beginEpoch(
  db: Database,
  dataDir: string,
  publicUrl: string,
  now: number,
): Result<{ reason: ReconcileReason | null }, MovedDatabase> {
  const meta = createMeta(db)
  const ranAs = meta.get('public_url')
  const moved = ranAs !== null && ranAs !== publicUrl
  if (moved && meta.get('may_move') === null)
    return err({ kind: 'moved_database', message: sentence(ranAs, publicUrl) })
  const path = join(dataDir, 'epoch')
  const last = readEpoch(path)
  const before = meta.get('epoch')
  const isSame = last === null ? before === null : [before, meta.get('epoch_before')].includes(last.epoch)
  const reason = moved ? 'moved' : isSame ? null : 'restored'
  const epoch = randomBytes(12).toString('hex')
  const deployment = deploymentOf(db, last?.deployment)
  db.transaction(() => {
    // The file's word, which may be older than the database's when the process before died between the two.
    meta.set('epoch_before', last?.epoch ?? before ?? '')
    meta.set('epoch', epoch)
    meta.set('public_url', publicUrl)
    meta.remove('may_move')
    if (reason !== null) createDeployment(db).beginReconcile(reason, now)
  }).immediate()
  // After the commit: a process that dies in between finds the file's word in `epoch_before`.
  writeEpoch(path, { epoch, deployment })
  return ok({ reason })
}

/** A copy must never pass for the original, whichever of the two is started next. */
export function markAsCopy(db: Database): void {
  const meta = createMeta(db)
  db.transaction(() => {
    meta.set('epoch', `copy-${randomBytes(12).toString('hex')}`)
    meta.set('epoch_before', '')
  }).immediate()
}

/** The operator's word: this database runs here from now on, under whatever address it is started with. */
export function allowMove(db: Database): void {
  createMeta(db).set('may_move', 'yes')
}

/** The deployment's id is kept beside the word, so that a lost database still knows its own requests at Yousign. */
interface Epoch {
  epoch: string
  deployment: string
}

function readEpoch(path: string): Epoch | null {
  try {
    const [epoch, deployment] = readFileSync(path, 'utf8').trim().split(' ')
    return epoch && deployment ? { epoch, deployment } : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function writeEpoch(path: string, { epoch, deployment }: Epoch): void {
  const temporary = `${path}.part`
  const file = openSync(temporary, 'w', 0o600)
  writeSync(file, `${epoch} ${deployment}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(temporary, path)
  // Else a power cut may bring the old file back, again and again, and a good database passes for a restored one.
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function sentence(before: string, after: string): string {
  return (
    `This database last ran as ${before}, and PUBLIC_URL is now ${after}. A second copy must never send documents by ` +
    'itself, so it was not started. If it has moved here for good and the other one is stopped, run: npm run restore -- --here'
  )
}
