import { strToU8, zipSync } from 'fflate'
import { afterEach, describe, expect, it } from 'vitest'
import type { KommoSimulator } from '../kommo/simulator.ts'
import { createKommo } from '../kommo/simulator.ts'
import { openArchive } from './archive.ts'
import { pagePolicy } from './page.ts'
import { probeWidget } from './probe-widget.ts'
import { registerHost } from './register.ts'
import { divorce, ines, marc, sampleAccount, succession } from './sample-account.ts'

let kommo: KommoSimulator | undefined

afterEach(async () => {
  await kommo?.close()
  kommo = undefined
})

async function start(): Promise<KommoSimulator> {
  kommo = await createKommo({
    seed: sampleAccount,
    extend: (app, account) =>
      registerHost({ app, kommo: account, widgetZip: () => probeWidget(), audience: 'http://127.0.0.1' }),
  })
  return kommo
}

const as = (user: number) => ({ headers: { cookie: `other=1; kommo_user=${user}` } })

describe('the archive', () => {
  it('is refused without manifest or script, and with backslashes', () => {
    const manifest = strToU8('{"widget":{"locale":["en"]}}')
    expect(() => openArchive(zipSync({ 'script.js': strToU8('') }))).toThrow('no manifest.json')
    expect(() => openArchive(zipSync({ 'manifest.json': manifest, 'i18n/en.json': strToU8('{}') }))).toThrow(
      'no script.js',
    )
    expect(() => openArchive(zipSync({ 'i18n\\en.json': manifest }))).toThrow('backslash')
  })

  it('lists a location with and without its suffix under one area', () => {
    expect([...openArchive(probeWidget()).areas]).toEqual(['lcard', 'settings'])
  })

  it('is served under letters that differ in every account', async () => {
    const list = async (account: KommoSimulator) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"area":"lcard"}' }
      const reply = await fetch(`${account.url}/ajax/widgets/list`, init)
      return Object.entries(
        ((await reply.json()) as { widgets: Record<string, { src: string; settings: string }> }).widgets,
      )
    }
    const first = await list(await start())
    expect(first).toHaveLength(1)
    const [code, record] = first[0] ?? ['', { src: '', settings: '' }]
    expect(code).toMatch(/^[a-z]{40}$/)
    expect(record.src).toMatch(new RegExp(`^/upl/${code}/\\d+/widget/script\\.js$`))
    expect(record.settings).toBe('{}')
    expect((await fetch(`${kommo?.url}${record.src}?v=1.2.3`)).headers.get('content-type')).toContain('text/javascript')
    await kommo?.close()
    expect((await list(await start()))[0]?.[0]).not.toBe(code)
  })
})

describe('the page', () => {
  it('lets its scripts reach the backend on any port when the audience has none', () => {
    expect(pagePolicy('https://sign.example.test')).toContain("connect-src 'self' https://sign.example.test:*;")
    expect(pagePolicy('http://127.0.0.1:4711')).toContain("connect-src 'self' http://127.0.0.1:4711;")
  })

  it('carries no markup of the account in its settings', async () => {
    const { url, state } = await start()
    state.account.name = '</script><script>alert(1)</script>'
    const html = await (await fetch(`${url}/leads/list`)).text()
    expect(html).not.toContain('</script><script>alert')
  })

  it('leads from the root to the first lead that the user may see', async () => {
    const { url } = await start()
    const target = async (user: number) => {
      const response = await fetch(url, { ...as(user), redirect: 'manual' })
      return response.headers.get('location')
    }
    expect(await target(marc)).toBe(`/leads/detail/${succession}?panel=open`)
    expect(await target(ines)).toBe('/leads/list')
  })

  it('gives out no file from outside its folder', async () => {
    const { url } = await start()
    for (const path of ['%2e%2e%2fregister.ts', 'foreign/..%2F..%2Fpage.ts', 'none.mjs']) {
      expect((await fetch(`${url}/_host/public/${path}`)).status).toBe(404)
    }
  })
})

describe('the acts of people', () => {
  it('need the right to see the lead, and a body that can be read', async () => {
    const { url, state } = await start()
    const post = async (path: string, body: unknown, user: number) => {
      const headers = { ...as(user).headers, 'content-type': 'application/json' }
      return (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status
    }
    expect(await post(`/_host/lead/${divorce}/stage`, { statusId: 142 }, ines)).toBe(403)
    expect(await post(`/_host/lead/${divorce}/stage`, { statusId: 'won' }, marc)).toBe(400)
    expect(state.leads.get(divorce)?.statusId).not.toBe(142)
    expect(await post(`/_host/lead/${divorce}/stage`, { statusId: 142 }, marc)).toBe(200)
    expect(state.leads.get(divorce)).toMatchObject({ statusId: 142, updatedBy: marc })
  })

  it('hide a lead that is not shared', async () => {
    const { url } = await start()
    expect((await fetch(`${url}/_host/lead/${divorce}`, as(ines))).status).toBe(403)
    expect(await (await fetch(`${url}/_host/leads`, as(ines))).json()).toEqual([])
  })
})
