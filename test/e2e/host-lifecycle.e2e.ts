import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import type { ProbePage } from '../simulators/kommo-host/probe-page.ts'
import { createProbePage } from '../simulators/kommo-host/probe-page.ts'
import type { ProbeOptions } from '../simulators/kommo-host/probe-widget.ts'
import { divorce, helene, succession } from '../simulators/kommo-host/sample-account.ts'

interface Probe {
  seen: { constructed: number; methods: string[]; params: string[]; langs: string[]; card: number | false }
  calls: string[]
}

let browser: Browser
let probe: ProbePage

beforeAll(async () => {
  browser = await launchChromium()
  probe = await createProbePage(browser)
})
afterAll(async () => {
  await probe.close()
  await browser.close()
})

async function start(options: ProbeOptions = {}, query?: string): Promise<void> {
  probe.upload(options)
  await probe.open(query)
}

const calls = async () => (await live())?.calls
const live = () =>
  probe.page.evaluate(() => {
    const { APP } = window as unknown as { APP: { widgets: { list: Record<string, Probe> } } }
    const code = window.__host.code()
    const widget = code === undefined ? undefined : APP.widgets.list[code]
    return widget === undefined ? undefined : { seen: widget.seen, calls: widget.calls }
  })

const docs = 'foreign=none&panel=open&order=docs'
const beginning = ['construct', 'set_lang', 'set_settings', 'render']

describe('the order of callbacks', () => {
  it('is render, loaded, init, bind_actions when render answers true, in both modes', async () => {
    await start()
    expect(await probe.steps()).toEqual([...beginning, 'loaded', 'init', 'bind_actions'])
    await probe.open(docs)
    expect(await probe.steps()).toEqual([...beginning, 'loaded', 'init', 'bind_actions'])
  })

  it('leaves init out after a false render, but not bind_actions', async () => {
    await start({ render: 'return false' })
    expect(await calls()).toEqual(['render', 'bind_actions'])
  })

  it('stops at a false render as documented', async () => {
    await start({ render: 'return false' }, docs)
    expect(await calls()).toEqual(['render'])
  })

  it('has bind_actions before init while the promise of render is pending', async () => {
    await start({ render: 'return new Promise(function (done) { self.finish = done })' })
    expect(await calls()).toEqual(['render', 'bind_actions'])
    await probe.page.evaluate(() => {
      const { APP } = window as unknown as {
        APP: { widgets: { list: Record<string, { finish(value: boolean): void }> } }
      }
      APP.widgets.list[window.__host.code() ?? '']?.finish(true)
    })
    await expect.poll(calls).toEqual(['render', 'bind_actions', 'init'])
  })

  it('waits for the promise of render as documented', async () => {
    await start({ render: 'return Promise.resolve(true)' }, docs)
    expect(await calls()).toEqual(['render', 'init', 'bind_actions'])
  })

  it('never reaches init when render rejects, in either mode', async () => {
    await start({ render: "return Promise.reject('no')" })
    await expect.poll(probe.steps).toContain('render rejected: no')
    expect(await calls()).toEqual(['render', 'bind_actions'])
    await probe.open(docs)
    expect(await calls()).toEqual(['render'])
  })

  it('goes on after a callback that throws, and the error is kept', async () => {
    await start({ render: "throw new Error('broken')" })
    expect(await calls()).toEqual(['render', 'bind_actions'])
    const errors = await probe.page.evaluate(() => window.__host.errors)
    expect(errors).toEqual([{ kind: 'callback', text: expect.stringContaining('render: Error: broken') }])
  })
})

describe('what a constructor finds', () => {
  it('is the host methods, the card, and neither params nor langs', async () => {
    await start()
    expect((await live())?.seen).toEqual({
      constructed: 1,
      methods: ['i18n', 'get_settings', 'render_template', '$authorizedAjax'],
      params: [],
      langs: [],
      card: succession,
    })
  })

  it('is nothing for a class, whose widget does not appear', async () => {
    await start({ script: 'define([], function () { return class { callbacks = {} } })' })
    expect(await live()).toBeUndefined()
    expect(await probe.page.evaluate(() => window.__host.dropped[0]?.why)).toMatch(/set_lang is not a function/)
  })
})

describe('a widget does not appear, without a word to the user,', () => {
  it.each([
    [
      'when a callback is missing',
      { construct: 'delete this.callbacks.bind_actions' },
      'callbacks.bind_actions is missing',
    ],
    [
      'when its script throws',
      { script: "define([], function () { throw new Error('x') })" },
      'the module is no function',
    ],
    [
      'when its module is named',
      { script: "define('me', [], function () { return function () {} })" },
      'the module is no function',
    ],
    [
      'when a dependency does not exist',
      { script: "define(['lib/none'], function () { return function () {} })" },
      'the module is no function',
    ],
  ])('%s', async (_, options, why) => {
    await start(options)
    expect(await live()).toBeUndefined()
    expect(await probe.page.evaluate(() => window.__host.dropped)).toEqual([{ code: expect.any(String), why }])
    expect(await probe.page.locator('.k-toast').count()).toBe(0)
  })
})

describe('going from card to card', () => {
  it('destroys the instance and makes a new one from the same module', async () => {
    await start()
    await probe.page.evaluate((id) => window.__host.gotoCard(id), divorce)
    const steps = await probe.steps()
    expect(steps.slice(7)).toEqual(['destroy', ...beginning, 'loaded', 'init', 'bind_actions'])
    expect((await live())?.seen).toMatchObject({ constructed: 2, card: divorce })
    expect(await probe.page.locator('.probe-root').count()).toBe(1)
  })

  it('tells what a careless widget leaves behind, and nothing of a clean one', async () => {
    const messy = `window.addEventListener('scroll', function () {}); document.addEventListener('click', this.click = function () {})
      this.timer = setInterval(function () {}, 1000); setTimeout(function () {}, 60000)
      APP.data.current_card.model.on('change', function () {}); window.probeGlobal = 1
      document.body.appendChild(document.createElement('aside'))`
    await start({ construct: messy, destroy: "document.removeEventListener('click', self.click)" })
    expect(await probe.page.evaluate(() => window.__host.newWindowKeys())).toEqual(['probeGlobal'])
    await probe.page.evaluate((id) => window.__host.gotoCard(id), divorce)
    expect(await probe.page.evaluate(() => window.__host.leaks)).toEqual([
      {
        code: expect.any(String),
        listeners: ['window scroll'],
        timeouts: 1,
        intervals: 1,
        observers: 0,
        nodes: ['aside'],
        modelHandlers: 1,
      },
    ])

    await start()
    await probe.page.evaluate((id) => window.__host.gotoCard(id), divorce)
    const clean = { listeners: [], timeouts: 0, intervals: 0, observers: 0, nodes: [], modelHandlers: 0 }
    expect(await probe.page.evaluate(() => window.__host.leaks)).toEqual([{ code: expect.any(String), ...clean }])
  })

  it('keeps an init_once widget and only renders it again', async () => {
    await start({ initOnce: true })
    await probe.page.evaluate((id) => window.__host.gotoCard(id), divorce)
    expect((await live())?.calls).toEqual(['render', 'init', 'bind_actions', 'render'])
    expect((await live())?.seen.constructed).toBe(1)
  })

  it('starts a new lead with id 0, which becomes real on saving, with or without new instances', async () => {
    await start()
    await probe.page.evaluate(() => window.__host.openNewCard())
    expect((await live())?.seen.card).toBe(0)
    const id = await probe.page.evaluate(async () => {
      window.__host.editField('name', 'Bail commercial')
      return window.__host.saveNewCard()
    })
    expect(probe.kommo.state.leads.get(Number(id))?.name).toBe('Bail commercial')
    expect((await live())?.seen.card).toBe(0)
    await probe.page.evaluate(async () => {
      await window.__host.openNewCard()
      await window.__host.saveNewCard({ reinit: true })
    })
    expect((await live())?.seen.card).toBeGreaterThan(Number(id))
  })

  it('has no place for it on contacts and lists, unless a test forces it', async () => {
    await start()
    await probe.page.evaluate((id) => window.__host.openContactCard(id), helene)
    expect(await live()).toBeUndefined()
    await probe.page.evaluate((id) => window.__host.openContactCard(id, { everywhere: true }), helene)
    expect((await live())?.seen.card).toBe(helene)
    await probe.page.evaluate(() => window.__host.leaveCard({ everywhere: true }))
    expect((await live())?.seen.card).toBe(false)
  })

  it('goes back with the browser', async () => {
    await start()
    await probe.page.evaluate((id) => window.__host.gotoCard(id), divorce)
    await probe.page.goBack()
    await expect.poll(async () => (await live())?.seen.card).toBe(succession)
  })
})
