// RequireJS as the account's pages set it up: base path, the loader plugins and the modules that widgets may name.

import { createModal } from './modal.mjs'
import { Model } from './model.mjs'

/** Defines the named modules and resolves when the libraries are in place as globals. */
export function setUpAmd() {
  const { requirejs, define } = window
  requirejs.config({
    baseUrl: '/frontend/js/',
    waitSeconds: 45,
    paths: { jquery: 'vendor/jquery', underscore: 'vendor/underscore', moment: 'vendor/moment' },
  })
  define('text', [], () => ({ load: (name, _require, onload) => fetchText(name).then(onload, onload.error) }))
  define('json', [], () => ({
    load: (name, _require, onload) =>
      fetchText(name)
        .then((text) => onload(JSON.parse(text)))
        .catch(onload.error),
  }))
  define('optional', [], () => ({ load: loadOptional }))
  define('css', [], () => ({ load: loadStyle }))
  define('backbone', [], () => ({ Model }))
  define('twigjs', [], () => twig)
  define('store', [], () => ({
    get: (key) => localStorage.getItem(key),
    set: (key, value) => localStorage.setItem(key, value),
  }))
  define('lib/components/base/modal', ['jquery'], ($) => createModal($))
  return new Promise((resolve, reject) => {
    window.require(
      ['jquery', 'underscore', 'moment'],
      ($, underscore, moment) => {
        Object.assign(window, { $, jQuery: $, _: underscore, Twig: twig })
        define('moment-timezone', [], () => moment)
        resolve()
      },
      reject,
    )
  })
}

// Any failure of the script, 404 and exceptions included, becomes an empty object: the widget just does not appear.
function loadOptional(name, require, onload) {
  require([name], onload, () => {
    window.requirejs.undef(name)
    onload({})
  })
}

function loadStyle(name, require, onload) {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = require.toUrl(name)
  document.head.append(link)
  onload(link)
}

// Twig in miniature: `{{ name }}` and `{{ a.b }}` from the parameters, escaped. Enough for captions; README.md says so.
const twig = {
  twig: ({ data }) => ({ render: (params) => fill(data ?? '', params ?? {}) }),
}

function fill(template, params) {
  return template.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, path) => {
    const value = path.split('.').reduce((from, key) => from?.[key], params)
    const text = document.createElement('i')
    text.textContent = value ?? ''
    return text.innerHTML
  })
}

async function fetchText(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${response.status} for ${url}`)
  return response.text()
}
