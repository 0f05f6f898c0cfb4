// Runs in the browser: mounts the built widget once per fixture, each in a panel of its own, with the session answered from
// the fixture. Just enough of the host for that; the real loading order is tested on the Kommo-like page.

let pending = null
window.define = (_needs, factory) => {
  pending = factory()
}
window.require = (urls, done, failed) => {
  const script = document.createElement('script')
  script.src = `/widget${urls[0].replace(/^.*\//, '/')}`
  script.onload = () => {
    const part = pending
    pending = null
    done(part)
  }
  script.onerror = failed
  document.head.append(script)
}
window.APP = { lang_id: 'en', data: { current_card: false } }
window.fetch = async (address) => {
  if (!String(address).includes('/stream')) return new Response('{"code":"unavailable"}', { status: 503 })
  return new Response(new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode(': here\n\n')) }))
}

const fixtures = await (await Reflect.apply(realFetch(), window, ['/fixtures.json'])).json()
window.require(['/script.js'], (Widget) => {
  for (const [index, fixture] of fixtures.entries()) mount(Widget, fixture, index)
  document.documentElement.dataset.ready = 'yes'
})

/** `fetch` above is the product's; the page's own comes from a fresh frame. */
function realFetch() {
  const frame = document.createElement('iframe')
  frame.hidden = true
  document.body.append(frame)
  return frame.contentWindow.fetch
}

function mount(Widget, fixture, index) {
  const code = `board${index}`
  const section = document.createElement('section')
  const title = document.createElement('h2')
  title.textContent = fixture.name
  const body = document.createElement('div')
  body.className = `card-widgets__widget-${code}`
  section.append(title, body)
  document.querySelector('main').append(section)
  window.APP.data.current_card = { id: fixture.leadId, element_type: 2 }
  Widget.prototype = {
    params: { widget_code: code, version: '0.1.0', path: '' },
    system: () => ({ area: 'lcard' }),
    i18n: () => '',
    render_template: ({ body: html }) => {
      body.innerHTML = html
    },
    // biome-ignore lint/suspicious/noThenProperty: the host answers a jQuery promise, which has only `then`
    $authorizedAjax: () => ({ then: (done, failed) => setTimeout(() => settle(fixture, done, failed)) }),
  }
  const widget = new Widget()
  widget.callbacks.render()
  widget.callbacks.init()
  widget.callbacks.bind_actions()
}

function settle({ answer }, done, failed) {
  if (answer === null) failed({ status: 0 })
  else if (answer.code) failed({ status: 403, responseJSON: answer })
  else done(answer)
}
