// Levels, codes and orders: in which order people are asked, and that everything signed is filed (contracts/yousign.md 3).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SigningOrder } from '../../shared/levels.ts'
import { createWorld, type World } from '../world/world.ts'
import { expectFiled, levelChoice, sendTo, signAll } from './signing.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
  world.server.store.changeSettings({ noCodeAllowed: true })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('who signs when', () => {
  const [first, then] = ['notified', 'initiated']
  it.each<[string, number, keyof typeof levelChoice, SigningOrder, string[][]]>([
    ['one client', 1, 'simple', 'clients_then_firm', [[first]]],
    ['one client by e-mail code', 1, 'byMail', 'clients_then_firm', [[first]]],
    ['one client without a code', 1, 'none', 'clients_then_firm', [[first]]],
    [
      'client, then the firm',
      2,
      'simple',
      'clients_then_firm',
      [
        [first, then],
        ['signed', first],
      ],
    ],
    [
      'clients together, then the firm',
      3,
      'simple',
      'clients_then_firm',
      [
        [first, first, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
    [
      'one by one',
      3,
      'simple',
      'one_by_one',
      [
        [first, then, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
    [
      'all at once',
      3,
      'simple',
      'all_at_once',
      [
        [first, first, first],
        ['signed', first, first],
        ['signed', 'signed', first],
      ],
    ],
    ['one client at Advanced', 1, 'advanced', 'clients_then_firm', [[first]]],
    [
      'clients, then the firm at Advanced',
      3,
      'advanced',
      'clients_then_firm',
      [
        [first, first, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
    ['one client at Qualified', 1, 'qualified', 'one_by_one', [[first]]],
    [
      'one by one at Qualified',
      3,
      'qualified',
      'one_by_one',
      [
        [first, then, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
  ])('%s', async (_, count, choice, order, steps) => {
    const { request } = await sendTo(world, count, choice, order)
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    const { level, mode } = levelChoice[choice]
    expect(remote?.signers.map((one) => [one.signature_level, one.signature_authentication_mode])).toEqual(
      request.signers.map(() => [level, mode]),
    )
    if (choice === 'qualified') {
      expect(remote?.ordered_signers).toBe(true)
      const bodies = world.yousign.ledger
        .filter((one) => one.path.endsWith(`${request.yousignId}/signers`))
        .map((one) => Object.keys(one.requestBody as object))
      expect(bodies.flat()).not.toContain('signature_authentication_mode')
    }
    expect(await signAll(world, request)).toEqual(steps)
    await expectFiled(world, request)
  })
})
