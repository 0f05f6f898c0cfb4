// Documents in a bucket, through a whole story: what fails on the way is done again, once, and only the very bytes that
// were signed are handed out.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '../../server/config/config.ts'
import { type EnvName, readEnv } from '../../server/config/env.ts'
import { storageOf } from '../../server/config/storage.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import type { Fault, Faults } from '../simulators/bucket/faults.ts'
import { createGcs } from '../simulators/gcs/simulator.ts'
import { createS3 } from '../simulators/s3/simulator.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { createLeapingClock, type LeapingClock } from './leaping-clock.ts'
import { expectFiled } from './signing.ts'
import { calm, notesOn, openNew, reached, remoteId, sendNew, signedBytes, stored } from './story.ts'

interface Cloud {
  objects: Map<string, Uint8Array>
  faults: Faults
  close(): Promise<void>
  storage: Config['storage']
  secret: string
}

async function s3(clock: LeapingClock): Promise<Cloud> {
  const { url, region, accessKeyId, secretAccessKey, ...simulator } = await createS3({ clock })
  const storage = configured({
    STORAGE_URL: `s3://documents/firm?region=${region}&endpoint=${url}`,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  })
  return { ...simulator, storage, secret: secretAccessKey }
}

async function gcs(clock: LeapingClock): Promise<Cloud> {
  const { url, keyFile, ...simulator } = await createGcs({ clock })
  const storage = configured({
    STORAGE_URL: `gs://documents/firm?endpoint=${url}`,
    GCS_CREDENTIALS: JSON.stringify(keyFile),
  })
  // What every token begins with.
  return { ...simulator, storage, secret: 'ya29.' }
}

/** As an operator would write it. */
function configured(env: Partial<Record<EnvName, string>>): Config['storage'] {
  return storageOf(readEnv(env), '/', '/data', (_name, sentence) => {
    throw new Error(sentence)
  })
}

describe.each([
  ['S3', 'PUT', s3],
  ['Google Cloud Storage', 'POST', gcs],
] as const)('a server that keeps documents in %s', (_name, upload, start) => {
  const clock = createLeapingClock()
  const logLines: string[] = []
  let cloud: Cloud
  let world: World
  beforeAll(async () => {
    cloud = await start(clock)
    world = await createWorld({
      clock,
      logLines,
      yousign: { auditTrailDelay: 0 },
      overrides: { storageTimeouts: { base: 1_000, bytesPerSecond: 100_000 } },
      config: (config) => ({ ...config, storage: cloud.storage }),
    })
  })
  afterAll(async () => {
    await world[Symbol.asyncDispose]()
    await cloud.close()
  })

  const kept = (requestId: string, what: string) =>
    [...cloud.objects.keys()].filter((key) => key.startsWith(`documents/firm/requests/${requestId}/${what}`))
  const filed = (requestId: string, kind: string) =>
    world.server.store.files(requestId).filter((file) => file.kind === kind)
  const breakUpload = (path: RegExp, when: Fault['when'], kind: Fault['kind']) =>
    cloud.faults.add({ match: { method: upload, path }, when, kind })

  /** Until the faults have struck so often, and then past the wait after a failure. */
  async function struck(times: number): Promise<void> {
    await until(`struck ${times} times`, () => cloud.faults.struck === times)
    await calm(world)
    clock.leap(31_000)
  }

  it('files the signed document once, although the bucket fails and an answer is lost', async () => {
    const { leadId, request } = await sendNew(world)
    const before = cloud.faults.struck
    breakUpload(/signed-0/, 'before', { status: 503 })
    const lost = breakUpload(/signed-0/, 'after', 'reset')
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    await struck(before + 1)
    await struck(before + 2)
    lost()
    await expectFiled(world, request)
    const note = await until('noted', () => notesOn(world, leadId).find((text) => text.includes('/files/')))
    await until('trail', () => filed(request.id, 'audit_trail').length === 1)
    await calm(world)

    expect(notesOn(world, leadId).filter((text) => text.includes('/files/'))).toHaveLength(1)
    expect(kept(request.id, 'signed')).toHaveLength(1)
    const theirs = await signedBytes(
      world,
      request.yousignId ?? '',
      stored(world, request.id).documents[0]?.yousignId ?? '',
    )
    expect(Buffer.from(cloud.objects.get(kept(request.id, 'signed')[0] ?? '') ?? []).equals(theirs)).toBe(true)
    const opened = await fetch(`${world.url}/files/${/\/files\/([\w-]+)/.exec(note)?.[1]}`)
    expect(opened.status).toBe(200)
    expect(Buffer.from(await opened.arrayBuffer()).equals(theirs)).toBe(true)
    expect(existsSync(join(world.config.dataDir, 'documents'))).toBe(false)
    expect(logLines.join('\n')).not.toContain(cloud.secret)
  })

  it('does not hand out what somebody put in place of the signed document', async () => {
    const { leadId, request } = await sendNew(world)
    world.yousign.sign(remoteId(request))
    await expectFiled(world, request)
    const note = await until('noted', () => notesOn(world, leadId).find((text) => text.includes('/files/')))
    const link = `${world.url}/files/${/\/files\/([\w-]+)/.exec(note)?.[1]}`
    const [key = ''] = kept(request.id, 'signed')
    const signed = cloud.objects.get(key) ?? new Uint8Array()
    cloud.objects.set(key, new TextEncoder().encode('%PDF-1.7 forged %%EOF'))
    const card = await world.session(leadId)
    const file = filed(request.id, 'signed')[0]?.id ?? ''
    expect((await fetch(link)).status).toBe(503)
    expect((await card.call('file', { request: request.id, file })).status).toBe(503)
    cloud.objects.set(key, signed)
    expect((await fetch(link)).status).toBe(200)
  })

  it('tells an administrator where documents are kept, and whether the place does what it must', async () => {
    const { leadId } = await openNew(world)
    const card = await world.session(leadId)
    const page = (await card.call('settings')).body as SettingsPage
    expect(page.storage).toMatchObject({ bucket: 'documents', host: expect.stringContaining('127.0.0.1'), area: null })
    expect(JSON.stringify(page)).not.toContain(cloud.secret)
    const objects = cloud.objects.size
    const test = async () => (await card.call('testStorage')).body
    expect(await test()).toEqual({ trouble: null, detail: null, milliseconds: expect.any(Number) })
    cloud.faults.add({ match: { method: upload, path: /probe/ }, when: 'before', kind: { status: 403 } })
    expect(await test()).toMatchObject({ trouble: 'no_write', detail: 'HTTP 403' })
    expect(cloud.objects.size).toBe(objects)
  })

  it('never files an audit trail that arrived torn', async () => {
    const { request } = await sendNew(world)
    const before = cloud.faults.struck
    breakUpload(new RegExp(`${request.id}.*audit_trail`), 'before', 'torn upload')
    world.yousign.sign(remoteId(request))
    await expectFiled(world, request)
    clock.leap(6_000)
    await struck(before + 1)
    await calm(world)
    clock.leap(31_000)
    await calm(world)
    expect(kept(request.id, 'audit_trail-')).toHaveLength(1)
    expect(filed(request.id, 'audit_trail')).toEqual([])
  })
})
