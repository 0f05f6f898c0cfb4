// After the last signature: note, stage, stored document; and the link that is handed to a signer (product.md 3.2).

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { calm, camille, clientsOf, nadia, notesOn, remoteId, sendNew, shown, signedBytes, stored } from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const sendToBoth = () =>
  sendNew(world, { contacts: [camille, nadia] }, (form, card) => ({ ...form, signers: clientsOf(card) }))

describe('a signed request', () => {
  const target = { pipelineId: pipelines.successions, statusId: stages.signed }

  it('moves the lead from the stage in which it was sent, and closes what is open', async () => {
    world.server.store.changeSettings({ stageAfterDone: target })
    const { leadId, request } = await sendNew(world)
    world.yousign.sign(remoteId(request))
    await until('moved', () => world.kommo.state.leads.get(leadId)?.statusId === stages.signed)
    world.server.store.changeSettings({ stageAfterDone: null })
    await calm(world)
    expect(world.server.store.ledger(request.id, 50).some((line) => line.event === 'stage_moved')).toBe(true)
  })

  it('leaves a lead where somebody moved it meanwhile, and the card says so', async () => {
    world.server.store.changeSettings({ stageAfterDone: target })
    const { leadId, request, card } = await sendNew(world)
    await calm(world)
    world.kommo.moveLead(leadId, stages.lost, undefined, people.marc)
    world.yousign.sign(remoteId(request))
    await until('decided', () => world.server.store.ledger(request.id, 50).some((line) => line.event === 'stage_kept'))
    world.server.store.changeSettings({ stageAfterDone: null })
    expect(world.kommo.state.leads.get(leadId)?.statusId).toBe(stages.lost)
    expect((await shown(card, request.id)).filing).toMatchObject({
      signedDocuments: 'done',
      note: 'done',
      stage: 'done',
    })
  })

  it('has a note whose link opens the very bytes that Yousign holds', async () => {
    const { leadId, request } = await sendNew(world)
    world.yousign.sign(remoteId(request))
    const note = await until('noted', () => notesOn(world, leadId).find((text) => text.includes('/files/')))
    const token = /\/files\/([\w-]+)/.exec(note)?.[1] ?? ''
    const opened = await fetch(`${world.url}/files/${token}`)
    expect(opened.status).toBe(200)
    const yousignId = request.yousignId ?? ''
    const theirs = await signedBytes(world, yousignId, stored(world, request.id).documents[0]?.yousignId ?? '')
    expect(Buffer.from(await opened.arrayBuffer()).equals(theirs)).toBe(true)
    expect(theirs.includes('/ByteRange')).toBe(true)
    expect((await fetch(`${world.url}/files/${token.slice(0, -1)}x`)).status).toBe(404)
  })
})

describe('the link that is handed to a signer', () => {
  it('opens a page of ours, fetches the signing link only when the button is pressed, and ends with the turn', async () => {
    const { request, card } = await sendToBoth()
    const signer = stored(world, request.id).signers[0]
    const answer = (await card.call('link', { request: request.id, signer: signer?.id ?? '' })).body as {
      url: string
      qr: string[]
    }
    expect(answer.qr.length).toBeGreaterThan(20)
    const url = answer.url.replace('https://sign.example.test', world.url)
    const asked = () => world.yousign.ledger.filter((one) => one.path.includes(request.yousignId ?? '-')).length
    const before = asked()
    const page = await fetch(url)
    expect([page.status, asked() - before]).toEqual([200, 0])
    expect(await page.text()).toContain('Mandat')
    const pressed = await fetch(url, { method: 'POST', redirect: 'manual' })
    expect(pressed.status).toBe(303)
    expect(pressed.headers.get('location')).toContain(`${world.yousign.url}/sign/`)
    world.yousign.sign(remoteId(request))
    await until('signed', () => stored(world, request.id).signers[0]?.status === 'signed')
    const over = await fetch(url, { method: 'POST', redirect: 'manual' })
    expect([over.status, over.headers.get('location')]).toEqual([200, null])
    expect((await card.call('link', { request: request.id, signer: signer?.id ?? '' })).status).toBe(409)
  })

  it('is not handed out where no code protects the signature', async () => {
    world.server.store.changeSettings({ noCodeAllowed: true })
    const { request, card } = await sendNew(world, {}, (form) => ({ ...form, mode: 'no_otp' }))
    world.server.store.changeSettings({ noCodeAllowed: false })
    const signer = stored(world, request.id).signers[0]
    expect((await card.call('link', { request: request.id, signer: signer?.id ?? '' })).status).toBe(400)
    expect((await shown(card, request.id)).signers[0]?.actions).not.toContain('copy_link')
  })
})
