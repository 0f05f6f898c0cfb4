// Where the places to sign of a document type lie in what is sent and signed, and what is not sent at all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { a4, rectanglesOn, type SheetWish } from '../fixtures/sheets.ts'
import { createWorld, type World } from '../world/world.ts'
import { codesOf, press, reached, remoteId, remoteRequestsOf, reviewed, send, signedBytes } from './story.ts'
import { formFor, places, typeOf } from './typed.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('a document of a type with places', () => {
  it('carries signatures, date, name and initials there and nowhere else', async () => {
    const { id } = await typeOf(world, 'Placé', { places })
    const { leadId, card, form } = await formFor(world, id, [a4, a4, a4])
    const review = await reviewed(card, form)
    expect(codesOf(review.findings)).toContain('info places_used')
    expect(review.documents[0]).toMatchObject({ signaturePage: false, pages: 3 })
    const request = await reached(world, (await send(card, form)).id, 'ongoing')
    const remote = remoteRequestsOf(world, leadId)[0]
    expect(remote?.fields.map(({ type, page, x, y, extra }) => [type, page, x, y, extra['mention']])).toEqual([
      ['signature', 1, 60, 640, undefined],
      ['mention', 1, 60, 705, '%date%'],
      ['signature', 3, 60, 640, undefined],
      ['mention', 3, 60, 705, 'Camille Durand'],
    ])
    expect(remote?.documents[0]?.initials).toEqual({ edge: 'bottom', alignment: 'right', y: 20 })
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    const signed = await signedBytes(world, request.yousignId ?? '', request.documents[0]?.yousignId ?? '')
    const drawn = await Promise.all([1, 2, 3].map((page) => rectanglesOn(signed, page)))
    expect(drawn.map((on) => on.map(({ x, y }) => [x, Math.round(y)]))).toEqual([
      [
        [60, 640],
        [60, 705],
        [expect.closeTo(a4.width - 64, 1), 802],
      ],
      [[expect.closeTo(a4.width - 64, 1), 802]],
      [
        [60, 640],
        [60, 705],
        [expect.closeTo(a4.width - 64, 1), 802],
      ],
    ])
  })

  it.each<[string, string, SheetWish[]]>([
    ['is too small', 'red places_outside', [{ width: 595, height: 420 }]],
    ['is rotated', 'red places_turned', [{ ...a4, turn: 90 }]],
    ['is cropped', 'red places_turned', [{ ...a4, crop: 20 }]],
    ['is one page where first and last must differ', 'red places_overlap', [a4]],
  ])('that %s is not sent, however often Send is pressed', async (what, code, pages) => {
    const { id } = await typeOf(world, `Refusé, ${what}`, { places })
    const { leadId, card, form } = await formFor(world, id, pages)
    const review = await reviewed(card, form)
    expect(codesOf(review.findings)).toContain(code)
    expect((await press(card, review.reviewId)).status).toBe(422)
    expect(remoteRequestsOf(world, leadId)).toEqual([])
  })

  it('is not sent to others than those who have a place', async () => {
    const { id } = await typeOf(world, 'Deux', { places, clients: { kind: 'all' } })
    const { card, form } = await formFor(world, id, [a4, a4])
    const [first] = form.signers
    if (first === undefined) throw new Error('nobody signs')
    const both = {
      ...form,
      signers: [first, { ...first, firstName: 'Nadia', email: 'n@example.fr', phone: '+33639980002' }],
    }
    expect(codesOf((await reviewed(card, both)).findings)).toContain('red places_signers')
  })

  it('keeps places that fit only another level from Qualified', async () => {
    const { id } = await typeOf(world, 'Relevé', { places })
    const { card, form } = await formFor(world, id, [a4, a4])
    const raised = {
      ...form,
      level: 'qualified_electronic_signature' as const,
      mode: null,
      order: 'one_by_one' as const,
    }
    expect(codesOf((await reviewed(card, raised)).findings)).toContain('red places_twice')
  })
})

describe('a foreign document', () => {
  const lines = ['{{s1|signature|120|40}}']
  it.each<[string, SheetWish[], string, boolean]>([
    ['upright, with anchors', [{ ...a4, lines }, a4], '', false],
    [
      'with a rotated page',
      [
        { ...a4, lines },
        { ...a4, turn: 270 },
      ],
      'info pages_turned',
      true,
    ],
    ['with a cropped page', [{ ...a4, lines, crop: 30 }, a4], 'info pages_turned', true],
    ['rotated, without anchors', [{ ...a4, turn: 90 }], 'info signature_page', true],
  ])('%s gets the signature page when it must', async (what, pages, code, appended) => {
    const { id } = await typeOf(world, `Étranger, ${what}`)
    const { card, form } = await formFor(world, id, pages)
    const review = await reviewed(card, form)
    expect(codesOf(review.findings).filter((one) => one.startsWith('info'))).toEqual(code === '' ? [] : [code])
    expect(review.documents[0]).toMatchObject({ signaturePage: appended, pages: pages.length + (appended ? 1 : 0) })
    const request = await reached(world, (await send(card, form)).id, 'ongoing')
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    if (!appended) return
    const [laid] = request.documents[0]?.boxes ?? []
    const signed = await signedBytes(world, request.yousignId ?? '', request.documents[0]?.yousignId ?? '')
    const drawn = await rectanglesOn(signed, pages.length + 1)
    const there = drawn.filter(({ x, y }) => Math.abs(x - (laid?.x ?? 0)) < 1 && Math.abs(y - (laid?.y ?? 0)) < 1)
    // The frame on our page, and the signature in it.
    expect(there.map(({ width, height }) => [width, height])).toEqual(Array(2).fill([laid?.width, laid?.height]))
  })
})
