import { decodeJwt, jwtVerify } from 'jose'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import type { NetworkMode } from '../simulators/kommo-host/host-api.ts'
import type { ProbePage } from '../simulators/kommo-host/probe-page.ts'
import { createProbePage } from '../simulators/kommo-host/probe-page.ts'
import { ines, marc, sophie, succession } from '../simulators/kommo-host/sample-account.ts'

interface Answer {
  ok: boolean
  status: number
  data: unknown
  retryAfter: string | null
}

interface Xhr {
  status: number
  getResponseHeader(name: string): string | null
}

interface Ajax {
  then(done: (data: unknown, text: string, xhr: Xhr) => void, fail: (xhr: Xhr) => void): void
}

let browser: Browser
let probe: ProbePage
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  probe = await createProbePage(browser)
  page = probe.page
})
afterAll(async () => {
  await probe.close()
  await browser.close()
})
beforeEach(async () => {
  probe.backend.calls.length = 0
  await probe.open()
})

/** One call of the live widget through `$authorizedAjax`. */
function call(): Promise<Answer> {
  return page.evaluate((url) => {
    const { APP } = window as unknown as {
      APP: { widgets: { list: Record<string, { $authorizedAjax(options: unknown): Ajax }> } }
    }
    const widget = APP.widgets.list[window.__host.code() ?? '']
    return new Promise<Answer>((resolve) => {
      const told = (xhr: Xhr) => (xhr.getResponseHeader === undefined ? null : xhr.getResponseHeader('retry-after'))
      widget
        ?.$authorizedAjax({ url, method: 'POST', contentType: 'application/json', dataType: 'json', data: '{"a":1}' })
        .then(
          (data, _text, xhr) => resolve({ ok: true, status: xhr.status, data: data ?? null, retryAfter: told(xhr) }),
          (xhr) => resolve({ ok: false, status: xhr.status, data: null, retryAfter: told(xhr) }),
        )
    })
  }, `${probe.backend.url}/echo`)
}

describe('$authorizedAjax', () => {
  it('asks the other origin for leave first, then sends the token of the acting user', async () => {
    expect(await call()).toMatchObject({ ok: true, status: 200, data: { received: { a: 1 } } })
    expect(probe.backend.calls.map((each) => each.method)).toEqual(['OPTIONS', 'POST'])
    const sent = probe.backend.calls[1]
    expect(sent?.origin).toBe(probe.kommo.url)
    const key = new TextEncoder().encode(probe.kommo.integration.clientSecret)
    const { payload } = await jwtVerify(sent?.token ?? '', key, { algorithms: ['HS256'] })
    expect(payload).toMatchObject({
      iss: probe.kommo.url,
      aud: 'http://127.0.0.1',
      account_id: probe.kommo.state.account.id,
      user_id: sophie,
      client_uuid: probe.kommo.integration.clientId,
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(1800)
  })

  it('reuses one token for calls soon after each other', async () => {
    await call()
    await call()
    const tokens = probe.backend.calls.filter((each) => each.method === 'POST').map((each) => each.token)
    expect(tokens).toHaveLength(2)
    expect(tokens[0]).toBe(tokens[1])
    expect(await page.evaluate(() => window.__host.tokenCalls())).toBe(1)
  })

  it('speaks for another user after a switch', async () => {
    await probe.open(`foreign=none&user=${marc}`, '/leads/detail/1002')
    await call()
    expect(decodeJwt(probe.backend.calls.at(-1)?.token ?? '')['user_id']).toBe(marc)
    await probe.open(`foreign=none&user=${sophie}`)
  })

  it('gives no token for another integration, nor without the header of the page', async () => {
    const own = `${probe.kommo.url}/ajax/v2/integrations/${probe.kommo.integration.clientId}/disposable_token`
    const other = `${probe.kommo.url}/ajax/v2/integrations/other/disposable_token`
    const headers = { 'x-requested-with': 'XMLHttpRequest' }
    expect((await fetch(own)).status).toBe(404)
    expect((await fetch(other, { headers })).status).toBe(404)
    expect((await fetch(own, { headers })).status).toBe(200)
  })
})

describe('trouble on the way', () => {
  it.each<[NetworkMode, number, boolean]>([
    ['401', 401, false],
    ['403', 403, false],
    ['409', 409, false],
    ['422', 422, false],
    ['html500', 500, false],
    ['offline', 0, false],
    ['empty', 204, true],
  ])('%s is seen as status %i', async (mode, status, ok) => {
    await page.evaluate((name) => window.__host.setNetwork(name, { times: 1 }), mode)
    expect(await call()).toMatchObject({ ok, status })
    expect(probe.backend.calls).toEqual([])
    expect(await call()).toMatchObject({ ok: true, status: 200 })
  })

  it('429 says how long to wait', async () => {
    await page.evaluate(() => window.__host.setNetwork('429'))
    expect(await call()).toMatchObject({ status: 429, retryAfter: '30' })
  })

  it('expired sends a token that has run out, once', async () => {
    await page.evaluate(() => window.__host.setNetwork('expired', { times: 1 }))
    await call()
    await call()
    const ends = probe.backend.calls.filter((each) => each.token).map((each) => decodeJwt(each.token ?? '').exp ?? 0)
    expect(ends[0]).toBeLessThan(Date.now() / 1000 - 60)
    expect(ends[1]).toBeGreaterThan(Date.now() / 1000)
  })

  it('slow reaches the backend late, and goes for fetch as well', async () => {
    await page.evaluate(() => window.__host.setNetwork('slow', { delay: 300 }))
    const waited = await page.evaluate(async (url) => {
      const start = performance.now()
      await fetch(url)
      return performance.now() - start
    }, `${probe.backend.url}/echo`)
    expect(waited).toBeGreaterThanOrEqual(300)
  })

  it('can be ordered by the address', async () => {
    await probe.open('foreign=none&network=403')
    expect(await call()).toMatchObject({ status: 403 })
  })
})

describe('the API of the account', () => {
  it('answers its own page with the rights of the acting user, and nobody else without a token', async () => {
    const read = () => page.evaluate(async (id) => (await fetch(`/api/v4/leads/${id}`)).status, succession)
    expect(await read()).toBe(200)
    await probe.open(`foreign=none&user=${ines}`)
    expect(await read()).not.toBe(200)
    expect((await fetch(`${probe.kommo.url}/api/v4/leads/${succession}`)).status).toBe(401)
    await probe.open(`foreign=none&user=${sophie}`)
  })
})

describe('the page policy', () => {
  it('keeps what the page loads to itself and the backend', async () => {
    await page.evaluate(async () => {
      const image = new Image()
      image.src = 'https://elsewhere.test/pixel.png'
      await fetch('https://elsewhere.test/').catch(() => {})
    })
    const blocked = () => page.evaluate(() => window.__host.errors.map((error) => error.text).sort())
    await expect
      .poll(blocked)
      .toEqual(['connect-src https://elsewhere.test/', 'img-src https://elsewhere.test/pixel.png'])
  })
})
