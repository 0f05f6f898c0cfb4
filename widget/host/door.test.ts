// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { closeBorder } from './border.ts'
import { openDoor } from './door.ts'
import { mirrorTheme } from './theme.ts'

beforeEach(() => {
  document.body.innerHTML = ''
})
afterEach(() => {
  document.documentElement.removeAttribute('data-color-scheme')
})

const page = (card: unknown) => ({ APP: { lang_id: 'es', data: { current_card: card } } })

test.each([
  ['a lead', { id: 42, element_type: 2 }, 42],
  ['a lead whose id is text', { id: '42', element_type: '2' }, 42],
  ['a new lead', { id: 0, element_type: 2 }, 0],
  ['no card', false, null],
  ['a contact', { id: 42, element_type: 1 }, null],
  ['something odd', { id: { evil: true }, element_type: 2 }, 0],
])('reads the lead of %s', (_, card, lead) => {
  expect(openDoor({}, page(card)).lead()).toBe(lead)
})

test('a page without anything is no error', () => {
  for (const nothing of [undefined, null, 42, {}]) {
    const host = openDoor(nothing, nothing)
    expect(host.lead()).toBeNull()
    expect(host.model()).toBeNull()
    expect(host.language).toBe('')
    expect(host.text('settings.where')).toBe('')
  }
})

test('the model is handed out only if it can be listened to', () => {
  expect(openDoor({}, page({ id: 1, model: { attributes: {} } })).model()).toBeNull()
  const model = { attributes: {}, on: () => {}, off: () => {} }
  expect(openDoor({}, page({ id: 1, model })).model()).toBe(model)
})

test('asks for its block once, however often it is drawn', () => {
  const self = {
    params: { widget_code: 'abc' },
    render_template: vi.fn(({ body }: { body: string }) => {
      document.body.innerHTML = `<div class="card-widgets__widget-abc"><div>${body}</div></div>`
    }),
  }
  const host = openDoor(self, {})
  expect(host.block()).toBe(host.block())
  expect(self.render_template).toHaveBeenCalledOnce()
})

test('finds Kommo’s own page for the settings, wherever it has one', () => {
  const host = openDoor({ params: { widget_code: 'abc' } }, {})
  expect(host.settingsPage()).toBeNull()
  document.body.innerHTML = '<main id="list_page_holder"></main>'
  expect(host.settingsPage()?.id).toBe('list_page_holder')
  document.body.innerHTML =
    '<main id="list_page_holder"><div id="work-area-abc"></div><div id="work-area-x"></div></main>'
  expect(host.settingsPage()?.id).toBe('work-area-abc')
})

test('calls methods as methods and reads both ends of a promise of the host', async () => {
  const self = {
    answer: { token: 'x' } as unknown,
    fails: false,
    $authorizedAjax(this: { answer: unknown; fails: boolean }, options: { data: string }) {
      expect(JSON.parse(options.data)).toEqual({ leadId: 1 })
      return this.fails ? Promise.reject(this.answer) : Promise.resolve(this.answer)
    },
  }
  const host = openDoor(self, {})
  expect(await host.ask('/x', { leadId: 1 })).toEqual({ status: 200, body: { token: 'x' } })
  self.fails = true
  self.answer = { status: 403, responseJSON: { code: 'forbidden' } }
  expect(await host.ask('/x', { leadId: 1 })).toEqual({ status: 403, body: { code: 'forbidden' } })
})

test('without a way to ask there is no connection, and no error', async () => {
  expect(await openDoor({}, {}).ask('/x', {})).toEqual({ status: 0, body: undefined })
})

test('loads files of the archive by their version', async () => {
  const self = { params: { path: '/upl/abc/1/widget/', cdn_path: '', version: '1.2.3' } }
  const require = vi.fn(([url]: string[], ok: (value: unknown) => void) => ok(url))
  expect(await openDoor(self, { require }).load('send.js')).toBe('/upl/abc/1/widget/send.js?v=1.2.3')
})

test('mirrors the theme until told to stop', async () => {
  const root = document.createElement('div')
  const stop = mirrorTheme(root)
  expect(root.getAttribute('data-theme')).toBe('light')
  document.documentElement.setAttribute('data-color-scheme', 'dark')
  await vi.waitFor(() => expect(root.getAttribute('data-theme')).toBe('dark'))
  stop()
  document.documentElement.removeAttribute('data-color-scheme')
  await Promise.resolve()
  expect(root.getAttribute('data-theme')).toBe('dark')
})

test('keys that are typed inside stay inside', () => {
  const inner = document.createElement('div')
  document.body.append(inner)
  const heard = vi.fn()
  document.body.addEventListener('keydown', heard)
  const open = closeBorder(inner)
  inner.dispatchEvent(new Event('keydown', { bubbles: true }))
  expect(heard).not.toHaveBeenCalled()
  open()
  inner.dispatchEvent(new Event('keydown', { bubbles: true }))
  expect(heard).toHaveBeenCalledOnce()
  document.body.removeEventListener('keydown', heard)
})
