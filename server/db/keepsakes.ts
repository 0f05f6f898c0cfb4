// Small tables: settings of the firm, links of ours, uploads and reviews before a send, what somebody typed once.
import type { Database } from 'better-sqlite3'
import type { FirmSettings } from '../domain/firm-settings.ts'
import { usualReviewYears } from '../domain/keeping/periods.ts'
import type { Review, Store, StoredLink, Upload } from '../domain/store.ts'

export type Keepsakes = Pick<
  Store,
  | 'settings'
  | 'changeSettings'
  | 'link'
  | 'recordOpening'
  | 'saveReview'
  | 'review'
  | 'saveUpload'
  | 'upload'
  | 'remember'
  | 'remembered'
>

/** What holds until the firm decides otherwise (product.md 3.2). */
const defaultSettings: FirmSettings = {
  firmName: null,
  language: null,
  timeZone: null,
  country: null,
  undoSeconds: 5,
  emailCodeAllowed: true,
  noCodeAllowed: false,
  stageAfterDone: null,
  fallbackUserId: null,
  declineReasonInNotes: false,
  accountId: null,
  declineRefused: false,
  levelsOff: [],
  mayLowerLevel: [],
  details: {},
  people: [],
  copyToKommo: false,
  reviewYears: usualReviewYears,
}

interface LinkRow {
  token_hash: string
  kind: StoredLink['kind']
  request_id: string
  target: string
  created_at: number
  expires_at: number
  revoked_at: number | null
}

export function createKeepsakes(db: Database): Keepsakes {
  const settings = db.prepare<[], { key: string; value: string }>('select key, value from settings')
  const setting = db.prepare(
    'insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  )
  const link = db.prepare<[string], LinkRow>('select * from links where token_hash = ?')
  const opening = db.prepare('insert into link_openings (token_hash, at) values (?, ?)')
  const saveReview = db.prepare(
    'insert into reviews (id, lead_id, user_id, content, created_at) values (?, ?, ?, ?, ?)',
  )
  const review = db.prepare<
    [string],
    { id: string; lead_id: number; user_id: number; content: string; created_at: number }
  >('select * from reviews where id = ?')
  const saveUpload = db.prepare(
    'insert into uploads (id, lead_id, user_id, name, storage_key, sha256, bytes, pages, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const upload = db.prepare<[string], Upload>(
    'select id, lead_id as leadId, user_id as userId, name, storage_key as storageKey, sha256, bytes, pages, created_at as createdAt from uploads where id = ?',
  )
  const remember = db.prepare(
    'insert into memory (kind, id, value, updated_at) values (?, ?, ?, ?) on conflict (kind, id) do update set value = excluded.value, updated_at = excluded.updated_at',
  )
  const remembered = db.prepare<[string, string], { value: string }>(
    'select value from memory where kind = ? and id = ?',
  )

  return {
    settings: () => ({
      ...defaultSettings,
      ...Object.fromEntries(settings.all().map((row) => [row.key, JSON.parse(row.value)])),
    }),
    changeSettings: db.transaction((change: Partial<FirmSettings>) => {
      for (const [key, value] of Object.entries(change)) setting.run(key, JSON.stringify(value))
    }),
    link(tokenHash) {
      const row = link.get(tokenHash)
      if (!row) return null
      return {
        tokenHash: row.token_hash,
        kind: row.kind,
        requestId: row.request_id,
        target: row.target,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        revokedAt: row.revoked_at,
      }
    },
    recordOpening: (tokenHash, now) => void opening.run(tokenHash, now),
    saveReview: (one: Review) =>
      void saveReview.run(one.id, one.leadId, one.userId, JSON.stringify(one.content), one.createdAt),
    review(id) {
      const row = review.get(id)
      return row
        ? {
            id: row.id,
            leadId: row.lead_id,
            userId: row.user_id,
            createdAt: row.created_at,
            content: JSON.parse(row.content),
          }
        : null
    },
    saveUpload: (one) =>
      void saveUpload.run(
        one.id,
        one.leadId,
        one.userId,
        one.name,
        one.storageKey,
        one.sha256,
        one.bytes,
        one.pages,
        one.createdAt,
      ),
    upload: (id) => upload.get(id) ?? null,
    remember: (kind, id, value, now) => void remember.run(kind, id, value, now),
    remembered: (kind, id) => remembered.get(kind, id)?.value ?? null,
  }
}
