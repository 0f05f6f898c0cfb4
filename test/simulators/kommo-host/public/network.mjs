// `$authorizedAjax`: jQuery ajax with the host's one-time token, and the bad days a test can order (H27).
import { query } from './app.mjs'

/** `mode` null: no trouble. `times` counts down; null means until it is switched off. */
const trouble = { mode: query.get('network'), times: null, delay: 10_000 }

const reuse = 25 * 60 * 1000
const tokens = new Map()
let calls = 0

/** How often the page asked the account for a token. */
export function tokenCalls() {
  return calls
}

/** Orders trouble for the next calls that leave the page's origin, through `$authorizedAjax` and `fetch` alike. */
export function setNetwork(mode, options) {
  Object.assign(trouble, { mode: mode ?? null, times: options?.times ?? null, delay: options?.delay ?? 10_000 })
}

/** Sends jQuery ajax options with `X-Auth-Token`. The promise is jQuery's and cannot abort: contracts/kommo-widget.md 6. */
export function authorizedAjax(uuid, options) {
  const { $ } = window
  const done = $.Deferred()
  const mode = strike()
  token(uuid, mode === 'expired')
    .then((value) => after(mode).then(() => value))
    .then(
      (value) => {
        const url = redirected(options.url, mode)
        const headers = { ...options.headers, 'X-Auth-Token': value }
        $.ajax({ ...options, url, headers }).then(done.resolve, done.reject)
      },
      (reason) => done.reject({ status: 0, responseText: String(reason) }, 'error', String(reason)),
    )
  return done.promise()
}

/** Puts ordered trouble into `fetch` too; the page's own calls stay as they are. */
export function watchFetch() {
  const native = window.fetch
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href)
    const mode = url.origin === location.origin ? null : strike()
    if (mode === null) return native(input, init)
    await after(mode, init?.signal)
    return mode === 'slow' || mode === 'expired' ? native(input, init) : native(redirected(url.href, mode), init)
  }
}

function strike() {
  if (trouble.mode === null || trouble.times === 0) return null
  if (trouble.times !== null) trouble.times -= 1
  return trouble.mode
}

function redirected(url, mode) {
  return mode === null || mode === 'slow' || mode === 'expired' ? url : `/_host/fault/${mode}`
}

function after(mode, signal) {
  if (mode !== 'slow') return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, trouble.delay)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

async function token(uuid, expired) {
  const kept = tokens.get(uuid)
  if (!expired && kept !== undefined && Date.now() - kept.at < reuse) return kept.value
  calls += 1
  const response = await fetch(`/ajax/v2/integrations/${uuid}/disposable_token${expired ? '?life=-120' : ''}`, {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  })
  if (!response.ok) throw new Error(`no token: ${response.status}`)
  const { token: value } = await response.json()
  if (!expired) tokens.set(uuid, { value, at: Date.now() })
  return value
}
