// How a page loads, starts and ends widgets (contracts/kommo-widget.md 2.3 to 2.5).
import { query } from './app.mjs'
import { errors, recordLeaks } from './audit.mjs'
import { BaseWidget } from './base-widget.mjs'

/** What happened to which widget, in order: construct, set_settings, render, loaded, init, bind_actions, destroy, ... */
export const trace = []
/** Widgets that did not appear, with the reason that the real host never tells. */
export const dropped = []

let generation = 0

/** Asks which widgets an area has and starts them one after the other. `everywhere` lists widgets of other areas too. */
export async function loadArea(area, everywhere) {
  generation += 1
  const mine = generation
  const { $, APP } = window
  APP.widgets.system = { area }
  $(document).trigger('widgets:load', [area])
  const hostile = query.get('hostile') === '1'
  const response = await fetch('/ajax/widgets/list', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'XMLHttpRequest' },
    body: JSON.stringify({
      area,
      lang: APP.lang_id,
      foreign: query.get('foreign') ?? (hostile ? 'first' : 'last'),
      hostile: hostile ? '1' : '0',
      everywhere: everywhere ? '1' : '0',
    }),
  })
  const { widgets, message } = await response.json()
  if (widgets === undefined) {
    report('', 'list', message)
    return
  }
  for (const [code, record] of Object.entries(widgets)) {
    const loaded = await fetchWidget(record)
    // The user has gone on to another page meanwhile; its own load starts what belongs there.
    if (mine !== generation) return
    if (loaded === undefined) drop(code, 'language file')
    else await start(code, record, loaded)
  }
  $(document).trigger('widgets-in-card:show')
}

/** Leaves an area: every widget but active `init_once` ones is destroyed and forgotten. */
export function destroyAll() {
  const { $, APP } = window
  generation += 1
  for (const [code, widget] of Object.entries(APP.widgets.list)) {
    if (widget.init_once === 'Y' && widget.params.widget_active === 'Y') continue
    call(code, widget, 'destroy')
    $(document).off(widget.ns)
    $('#widgets_block').find(`.card-widgets__widget-${code}`).remove()
    delete APP.widgets.list[code]
    recordLeaks(code, APP.data.current_card?.model?.handlerCount() ?? 0)
  }
}

/** Its own page: the place is there before it is asked. */
export function runSettings(code, widget) {
  const holder = document.getElementById('list_page_holder')
  const place = document.createElement('div')
  place.id = `work-area-${code}`
  holder?.append(place)
  call(code, widget, 'advancedSettings')
}

function fetchWidget(record) {
  const version = `?v=${record.installed_version}`
  return new Promise((resolve) => {
    window.require(
      [`optional!${record.src}${version}`, `json!${record.lang}${version}`],
      (module, lang) => resolve({ module, lang: structuredClone(lang) }),
      () => resolve(undefined),
    )
  })
}

async function start(code, record, { module, lang }) {
  const { APP } = window
  const kept = APP.widgets.list[code]
  if (kept !== undefined) {
    call(code, kept, 'render')
    return
  }
  const widget = construct(code, record, module, lang)
  if (widget === undefined) return
  APP.widgets.list[code] = widget
  if (query.get('order') === 'docs') await runAsDocumented(code, widget)
  else runAsHost(code, widget)
}

function construct(code, record, module, lang) {
  if (typeof module !== 'function') return drop(code, 'the module is no function')
  try {
    const Widget = new BaseWidget().extend(module)
    trace.push({ code, step: 'construct' })
    const widget = new Widget()
    widget.ns = `.widget:${code}`
    widget.init_once = record.init_once
    Object.assign(lang.widget, { name: record.name, description: record.description })
    widget.set_lang(lang)
    trace.push({ code, step: 'set_lang' })
    widget.set_settings({ ...JSON.parse(record.settings), ...hostSettings(code, record) })
    trace.push({ code, step: 'set_settings' })
    for (const name of ['render', 'init', 'bind_actions']) {
      if (typeof widget.callbacks?.[name] !== 'function') return drop(code, `callbacks.${name} is missing`)
    }
    return widget
  } catch (error) {
    report(code, 'construct', error)
    return drop(code, String(error))
  }
}

function hostSettings(code, record) {
  const { id, status, path, images_path, oauth_client_uuid, support } = record
  const version = record.installed_version
  return {
    id,
    status,
    widget_code: code,
    path,
    version,
    oauth_client_uuid,
    widget_active: record.active,
    images_path,
    support,
  }
}

// What the web client does: bind_actions follows at once, whatever render answered.
function runAsHost(code, widget) {
  const answer = call(code, widget, 'render')
  if (typeof answer?.then === 'function') {
    answer.then(
      (value) => value && initialise(code, widget),
      (reason) => trace.push({ code, step: `render rejected: ${reason}` }),
    )
  } else if (answer) {
    initialise(code, widget)
  }
  call(code, widget, 'bind_actions')
}

// What the documentation says: each step needs the one before.
async function runAsDocumented(code, widget) {
  let answer
  try {
    answer = await call(code, widget, 'render')
  } catch (reason) {
    trace.push({ code, step: `render rejected: ${reason}` })
  }
  if (answer && (await initialise(code, widget))) call(code, widget, 'bind_actions')
}

function initialise(code, widget) {
  trace.push({ code, step: 'loaded' })
  window.$(document).trigger(`widget:${code}:loaded`)
  return call(code, widget, 'init')
}

function call(code, widget, name, ...args) {
  trace.push({ code, step: name })
  try {
    return widget.callbacks[name]?.(...args)
  } catch (error) {
    return report(code, name, error)
  }
}

function report(code, step, error) {
  errors.push({ kind: 'callback', text: `${code} ${step}: ${error}` })
  console.error(error)
  return undefined
}

function drop(code, why) {
  dropped.push({ code, why })
  return undefined
}
