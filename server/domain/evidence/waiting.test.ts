import { describe, expect, it } from 'vitest'
import type { FileKind, StoredFile } from '../store.ts'
import { camille, now, sampleRequest, sampleSnapshot, sophie } from '../testing/sample-request.ts'
import { type Filed, missingTrails } from './waiting.ts'

const request = sampleRequest({ state: 'done', endedAt: now }, [camille, sophie])
const file = (kind: FileKind, position: number): StoredFile => ({
  id: `${kind}${position}`,
  requestId: request.id,
  kind,
  position,
  name: 'x',
  storageKey: 'x',
  sha256: 'x',
  bytes: 1,
  createdAt: now,
})
const noted = [{ key: `${request.id}:note:done` }]
const all = [0, 1].flatMap((position) => [file('audit_trail', position), file('audit_trail_data', position)])
const filed = (change: Partial<Filed> = {}): Filed => ({
  request,
  files: [file('signed', 0), ...all],
  effects: noted,
  ledger: () => [],
  ...change,
})
const day = 24 * 60 * 60_000

describe('the complete file waits', () => {
  it('for nothing when everything is there', () => {
    expect(missingTrails(filed(), now)).toEqual([])
  })

  it('until everybody has signed and every document is filed', () => {
    expect(missingTrails(filed({ request: { ...request, state: 'ongoing' } }), now)).toBeNull()
    expect(missingTrails(filed({ effects: [] }), now)).toBeNull()
  })

  it('for each trail, as PDF and as data, until it is told that it never came', () => {
    for (const gone of all) {
      const files = all.filter((one) => one !== gone)
      expect(missingTrails(filed({ files }), now + day), gone.id).toBeNull()
      const key = `${gone.kind === 'audit_trail' ? 'no-trail' : 'no-trail-data'}:s${gone.position}`
      expect(missingTrails(filed({ files, ledger: () => [{ key }] }), now + day)).toEqual([
        { signer: request.signers[gone.position], kind: gone.kind, reason: 'not_provided' },
      ])
    }
  })

  it('a week at most for what nobody has told anything about', () => {
    const files = all.slice(1)
    expect(missingTrails(filed({ files }), now + 7 * day - 1)).toBeNull()
    expect(missingTrails(filed({ files }), now + 7 * day)).toMatchObject([
      { kind: 'audit_trail', reason: 'not_fetched' },
    ])
  })

  it('at Qualified for the identity proofs alone', () => {
    const form = { ...sampleSnapshot.form, level: 'qualified_electronic_signature' as const, signers: [camille] }
    const qualified = sampleRequest({ state: 'done', endedAt: now, snapshot: { ...sampleSnapshot, form } })
    expect(missingTrails(filed({ request: qualified, files: [file('identity_proof', 0)] }), now)).toEqual([])
    expect(missingTrails(filed({ request: qualified, files: all }), now)).toBeNull()
  })
})
