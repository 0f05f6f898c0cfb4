// A small widget that writes down what the host did to it, packed like a built one; for tests of this page itself.
import { strToU8, zipSync } from 'fflate'

export interface ProbeOptions {
  /** Statements of `callbacks.render`, after the block was drawn; default `return true`. */
  render?: string
  /** Statements of the constructor, at its end. */
  construct?: string
  /** Statements of `callbacks.destroy`. */
  destroy?: string
  /** The whole script instead. */
  script?: string
  initOnce?: boolean
}

/** The archive. Instances have `seen` (what the constructor found) and `calls` (callbacks in order). */
export function probeWidget(options: ProbeOptions = {}): Uint8Array {
  const manifest = {
    widget: {
      name: 'widget.name',
      description: 'widget.description',
      short_description: 'widget.short_description',
      version: '1.2.3',
      interface_version: 2,
      init_once: options.initOnce === true,
      locale: ['en', 'es'],
      installation: true,
      support: { link: 'https://example.test', email: 'support@example.test' },
    },
    locations: ['lcard-1', 'settings'],
    settings: { note: { name: 'settings.note', type: 'text', required: false } },
  }
  return zipSync({
    'manifest.json': strToU8(JSON.stringify(manifest)),
    'script.js': strToU8(options.script ?? script(options)),
    'i18n/en.json': strToU8(JSON.stringify(language('Probe', 'Hello'))),
    'i18n/es.json': strToU8(JSON.stringify(language('Sonda', 'Hola'))),
    'images/logo_medium.png': pixel,
    'images/logo_min.png': pixel,
  })
}

const pixel = new Uint8Array(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=', 'base64'),
)

function language(name: string, greeting: string) {
  return {
    widget: { name, description: name, short_description: name },
    settings: { note: 'Note' },
    probe: { greeting },
  }
}

function script(options: ProbeOptions): string {
  return `define([], function () {
  var constructed = 0
  function Probe() {
    var self = this
    constructed += 1
    var card = APP.data.current_card
    this.seen = {
      constructed: constructed,
      methods: ['i18n', 'get_settings', 'render_template', '$authorizedAjax'].filter(function (name) { return typeof self[name] === 'function' }),
      params: Object.keys(this.params),
      langs: Object.keys(this.langs),
      card: card ? card.id : card,
    }
    this.calls = []
    var draw = function () {
      self.render_template({
        caption: { class_name: 'probe-caption' },
        body: '<div class="probe-root">' + self.i18n('probe.greeting') + '</div>',
        render: '',
      })
    }
    this.callbacks = {
      render: function () { self.calls.push('render'); draw(); ${options.render ?? 'return true'} },
      init: function () { self.calls.push('init'); return true },
      bind_actions: function () { self.calls.push('bind_actions'); return true },
      settings: function () { return true },
      onSave: function () { return true },
      destroy: function () { ${options.destroy ?? ''} },
    }
    ${options.construct ?? ''}
    return this
  }
  return Probe
})`
}
