// What the stories of erasing share: what is left of a person in the database and on the disk, and the next process.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { PersonReply } from '../../shared/keeping.ts'
import type { CardClient, World } from '../world/world.ts'
import { type LeadWish, reached, remoteId, sendNew } from './story.ts'

export interface Person {
  firstName: string
  lastName: string
  emails: string[]
  phones: string[]
}

let made = 0

/** Somebody whom no other test knows, and whose name is in nothing else. */
export function somebody(): Person {
  made += 1
  const word =
    ['Zéphyrine', 'Ysolde', 'Wandrille', 'Ursuline', 'Thaïs', 'Sidonie', 'Radegonde', 'Quitterie'][made - 1] ??
    `Nom${made}`
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return {
    firstName: word,
    lastName: `${word}eau`,
    emails: [`${plain}@personne${made}.example`],
    phones: [`+33 6 39 98 77 ${String(made).padStart(2, '0')}`],
  }
}

/** A request to that person alone, declined with a reason. */
export async function declined(world: World, person: Person, wish: LeadWish = {}) {
  const sent = await sendNew(world, { contacts: [person], ...wish })
  world.yousign.decline(remoteId(sent.request), `Pas moi, ${person.lastName}`)
  const request = await reached(world, sent.request.id, 'declined')
  return { ...sent, request }
}

export async function erase(card: CardClient, person: Person, requestIds: string[]) {
  return card.call('erasePerson', {}, { email: person.emails[0], contactId: null, requestIds })
}

export async function recordsOf(card: CardClient, person: Person) {
  const answer = await card.call('findPerson', {}, { email: person.emails[0], contactId: null })
  return (answer.body as PersonReply).records
}

/** Every row that still speaks of the person: "table: row". */
export function tracesOf(dataDir: string, person: Person): string[] {
  const needles = [person.firstName, ...person.emails, ...person.phones.map((phone) => phone.replaceAll(' ', ''))]
  const encoded = needles.map((needle) => encodeURIComponent(needle))
  const db = new Sqlite(join(dataDir, 'kommo-yousign.sqlite'), { readonly: true })
  try {
    const tables = db.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all()
    return tables.flatMap((table) =>
      db
        .prepare<[], Record<string, unknown>>(`select * from ${table}`)
        .all()
        .map(
          (row) =>
            `${table}: ${JSON.stringify(row, (_, value) => (isBytes(value) ? Buffer.from(value.data).toString() : value))}`,
        )
        .filter((line) => [...needles, ...encoded].some((needle) => line.includes(needle))),
    )
  } finally {
    db.close()
  }
}

function isBytes(value: unknown): value is { data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer'
}

/** Originals and uploads that lie on the disk. */
export function unsignedFiles(dataDir: string): string[] {
  return ['originals', 'uploads'].flatMap((folder) => {
    try {
      return readdirSync(join(dataDir, 'documents', folder)).map((name) => `${folder}/${name}`)
    } catch {
      return []
    }
  })
}

/** All notes and tasks of ours on the lead. */
export function textsOn(world: World, leadId: number): string[] {
  const { notes, tasks } = world.kommo.state
  return [
    ...[...notes.values()].filter((note) => note.entityId === leadId).map((note) => String(note.params['text'])),
    ...[...tasks.values()].filter((task) => task.entityId === leadId).map((task) => task.text),
  ].filter((text) => text.includes('YS-'))
}
