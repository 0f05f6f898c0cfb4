// What widgets leave behind. Listeners, timers and observers are told apart by the caller's file, so the host's own do not count.

/** Everything wrong that was seen, in order: page errors, rejections, policy violations, callbacks that threw. */
export const errors = []
/** One entry for each destroyed instance: what it still held. */
export const leaks = []

const holders = new Map()
let baseline = { keys: new Set(), nodes: new Set() }

/** Starts watching. Called before any library is loaded; `begin` sets the state that later ones are compared with. */
export function install() {
  Error.stackTraceLimit = 50
  window.addEventListener('error', (event) => errors.push({ kind: 'error', text: String(event.message) }))
  window.addEventListener('unhandledrejection', (event) =>
    errors.push({ kind: 'rejection', text: String(event.reason) }),
  )
  document.addEventListener('securitypolicyviolation', (event) => {
    errors.push({ kind: 'policy', text: `${event.violatedDirective} ${event.blockedURI}` })
  })
  watchListeners()
  watchTimers('setTimeout', 'clearTimeout', 'timeouts')
  watchTimers('setInterval', 'clearInterval', 'intervals')
  for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver']) watchObserver(name)
}

export function begin() {
  baseline = { keys: new Set(Object.getOwnPropertyNames(window)), nodes: new Set(pageNodes()) }
}

/** Names on `window` that were not there when the first widget was loaded. */
export function newWindowKeys() {
  return Object.getOwnPropertyNames(window).filter((key) => !baseline.keys.has(key))
}

/** What the widget of that code holds now: counts, and descriptions of the listeners. */
export function held(code) {
  const holder = holders.get(code) ?? emptyHolder()
  const listeners = [...holder.listeners].filter(isReachable)
  return {
    listeners: listeners.map(({ target, type }) => `${describe(target)} ${type}`),
    timeouts: holder.timeouts.size,
    intervals: holder.intervals.size,
    observers: [...holder.observers].length,
    nodes: pageNodes()
      .filter((node) => !baseline.nodes.has(node))
      .map(describe),
  }
}

/** Notes down what is left after an instance was destroyed. */
export function recordLeaks(code, modelHandlers) {
  leaks.push({ code, ...held(code), modelHandlers })
  holders.delete(code)
}

function emptyHolder() {
  return { listeners: new Set(), timeouts: new Set(), intervals: new Set(), observers: new Set() }
}

// The first file on the stack that is neither this one nor a library: a widget's own, or the page acting for it.
function caller() {
  const frames = new Error().stack?.split('\n').slice(1) ?? []
  const frame = frames.find((line) => /https?:/.test(line) && !/\/audit\.mjs|\/frontend\/js\//.test(line))
  const code = /\/upl\/([a-z]+)\//.exec(frame ?? '')?.[1]
  if (code === undefined) return undefined
  if (!holders.has(code)) holders.set(code, emptyHolder())
  return holders.get(code)
}

// A listener on a node that is gone from the page goes with it; on `window`, `document` and what stays it is a leak.
function isReachable({ target }) {
  return !(target instanceof Node) || (target.isConnected && target.getRootNode() === document)
}

function pageNodes() {
  return [...document.head.children, ...document.body.children].filter(
    (node) => !node.hasAttribute('data-requiremodule') && !node.hasAttribute('data-agenda'),
  )
}

function describe(target) {
  if (target === window) return 'window'
  if (target === document) return 'document'
  if (!(target instanceof Element)) return target.constructor.name
  return target.tagName.toLowerCase() + (target.id ? `#${target.id}` : '')
}

function watchListeners() {
  const { addEventListener, removeEventListener } = EventTarget.prototype
  const capture = (options) =>
    typeof options === 'object' && options !== null ? options.capture === true : options === true
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window
    const holder = listener ? caller() : undefined
    if (holder !== undefined && options?.signal?.aborted !== true) {
      const entry = { target, type, listener, capture: capture(options) }
      holder.listeners.add(entry)
      const forget = () => holder.listeners.delete(entry)
      if (options?.signal) addEventListener.call(options.signal, 'abort', forget)
      if (options?.once) addEventListener.call(target, type, forget, { once: true, capture: entry.capture })
    }
    return addEventListener.call(target, type, listener, options)
  }
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window
    for (const { listeners } of holders.values()) {
      for (const entry of listeners) {
        const same = entry.target === target && entry.type === type && entry.listener === listener
        if (same && entry.capture === capture(options)) listeners.delete(entry)
      }
    }
    return removeEventListener.call(target, type, listener, options)
  }
}

function watchTimers(setName, clearName, kind) {
  const set = window[setName]
  const clear = window[clearName]
  window[setName] = (run, ms, ...args) => {
    const holder = caller()
    if (holder === undefined || typeof run !== 'function') return set(run, ms, ...args)
    const id = set(
      (...given) => {
        if (kind === 'timeouts') holder.timeouts.delete(id)
        run(...given)
      },
      ms,
      ...args,
    )
    holder[kind].add(id)
    return id
  }
  window[clearName] = (id) => {
    for (const holder of holders.values()) holder[kind].delete(id)
    clear(id)
  }
}

function watchObserver(name) {
  const Native = window[name]
  window[name] = class extends Native {
    #holder = caller()
    observe(...args) {
      this.#holder?.observers.add(this)
      super.observe(...args)
    }
    disconnect() {
      this.#holder?.observers.delete(this)
      super.disconnect()
    }
  }
}
