// Baseline: what a webhook receiver looks like that is durable in the obvious way, one forced commit a call.
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { bareHook, serve } from './bare-hook.ts'

const [secret = '', dir = ''] = process.argv.slice(2)
const db = new Sqlite(join(dir, 'bare.sqlite'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('create table if not exists inbox (id integer primary key, received_at integer not null, body blob not null)')
const insert = db.prepare('insert into inbox (received_at, body) values (?, ?)')
await serve(bareHook(secret, (body) => void insert.run(Date.now(), body)))
