// The one door to Kommo's page. The page is not ours: what is read from it is looked for, never assumed, and coerced.
// Facts about the host: contracts/kommo-widget.md 2.7, 2.8, 3.1.

export interface Host {
  /** Kommo's random code of this widget. */
  code: string
  version: string
  /** Kommo's language of this user. */
  language: string
  /** A text of the archive's own language file, in the language Kommo chose. */
  text(key: string): string
  /** The integration's settings are open, not a card. */
  inSettings: boolean
  /** The open lead: null where there is none, 0 for one that was never saved. */
  lead(): number | null
  /** The lead's form as it is being edited; null when the host shows none. */
  model(): HostModel | null
  /** Asks for our block in the right panel and returns it; the same one however often it is asked. */
  block(): Element | null
  /** Kommo's page of this widget under Settings; null where there is none. */
  settingsPage(): Element | null
  /** A call of Kommo's own that adds its one-time token. Status 0 when nothing answered. */
  ask(url: string, body: unknown): Promise<{ status: number; body: unknown }>
  /** Loads a file of our archive through the page's loader. */
  load(file: string): Promise<unknown>
}

/** The part of Kommo's Backbone model that we use. */
export interface HostModel {
  attributes: Record<string, unknown>
  on(event: string, handler: () => void): void
  off(event: string, handler: () => void): void
}

/** Opens the door for one instance. `self` is what Kommo calls the widget, `page` its window. */
export function openDoor(self: unknown, page: unknown): Host {
  const params = (name: string) => text(read(self, 'params', name))
  const area = text(read(call(self, 'system'), 'area'))
  return {
    code: params('widget_code'),
    version: params('version'),
    language: text(read(page, 'APP', 'lang_id')),
    text: (key) => text(call(self, 'i18n', key)),
    inSettings: /settings/.test(area),
    lead: () => {
      const card = read(page, 'APP', 'data', 'current_card')
      const type = read(card, 'element_type')
      if (!card || (type !== undefined && Number(type) !== 2)) return null
      return Number(read(card, 'id')) || 0
    },
    model: () => {
      const model = read(page, 'APP', 'data', 'current_card', 'model')
      return isModel(model) ? model : null
    },
    block: () => {
      const find = () => document.querySelector(`.card-widgets__widget-${CSS.escape(params('widget_code'))} .ysg-mount`)
      const body = '<div class="ysg-mount"></div>'
      if (find() === null) call(self, 'render_template', { caption: { class_name: 'ysg-caption' }, body, render: '' })
      return find()
    },
    settingsPage: () =>
      document.querySelector(`#work-area-${CSS.escape(params('widget_code'))}`) ??
      document.querySelector('#list_page_holder'),
    ask: (url, body) =>
      new Promise((resolve) => {
        const sent = call(self, '$authorizedAjax', {
          url,
          method: 'POST',
          contentType: 'application/json',
          dataType: 'json',
          data: JSON.stringify(body),
        })
        // jQuery 2 has no `catch`, and its promise hands over (data, text, xhr) or (xhr, text, error).
        const done = (data: unknown) => resolve({ status: 200, body: data })
        const failed = (xhr: unknown) =>
          resolve({ status: Number(read(xhr, 'status')) || 0, body: read(xhr, 'responseJSON') })
        if (call(sent, 'then', done, failed) === undefined) failed(undefined)
      }),
    load: (file) =>
      new Promise((resolve, reject) => {
        const base = params('cdn_path') || params('path')
        const url = `${base.replace(/\/$/, '')}/${file}?v=${encodeURIComponent(params('version'))}`
        call(page, 'require', [url], resolve, reject)
      }),
  }
}

function read(from: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value === null || value === undefined ? undefined : (value as Record<string, unknown>)[key]),
    from,
  )
}

function call(on: unknown, name: string, ...args: unknown[]): unknown {
  const method = read(on, name)
  return typeof method === 'function' ? Reflect.apply(method, on, args) : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function isModel(value: unknown): value is HostModel {
  return typeof read(value, 'on') === 'function' && typeof read(value, 'attributes') === 'object'
}
