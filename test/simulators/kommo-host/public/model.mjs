// A model with the part of Backbone 1.1 that widgets use on `APP.data.current_card.model`.

export class Model {
  #handlers = []

  constructor(attributes = {}) {
    this.attributes = { ...attributes }
    this.changed = {}
    this.id = attributes.id
  }

  get(key) {
    return this.attributes[key]
  }

  has(key) {
    return this.get(key) !== undefined && this.get(key) !== null
  }

  toJSON() {
    return { ...this.attributes }
  }

  /** `set(key, value[, options])` or `set(attributes[, options])`; `silent` sets without events. */
  set(key, value, options) {
    if (typeof key === 'object') return this.#apply(key, value ?? {})
    return this.#apply({ [key]: value }, options ?? {})
  }

  on(names, handler, context) {
    for (const name of names.split(/\s+/)) this.#handlers.push({ name, handler, context })
    return this
  }

  once(name, handler, context) {
    const run = (...args) => {
      this.off(name, run)
      handler.apply(context ?? this, args)
    }
    return this.on(name, run, context)
  }

  off(names, handler, context) {
    const listed = names?.split(/\s+/)
    this.#handlers = this.#handlers.filter(
      (entry) =>
        (listed && !listed.includes(entry.name)) ||
        (handler && entry.handler !== handler) ||
        (context && entry.context !== context),
    )
    return this
  }

  trigger(name, ...args) {
    for (const entry of [...this.#handlers]) {
      if (entry.name === name) entry.handler.apply(entry.context ?? this, args)
      else if (entry.name === 'all') entry.handler.apply(entry.context ?? this, [name, ...args])
    }
    return this
  }

  /** Not Backbone's: how many handlers are attached, for the audit. */
  handlerCount() {
    return this.#handlers.length
  }

  #apply(attributes, options) {
    const changed = Object.keys(attributes).filter((key) => this.attributes[key] !== attributes[key])
    this.changed = Object.fromEntries(changed.map((key) => [key, attributes[key]]))
    Object.assign(this.attributes, attributes)
    if ('id' in attributes) this.id = attributes.id
    if (options.silent || changed.length === 0) return this
    for (const key of changed) this.trigger(`change:${key}`, this, attributes[key], options)
    return this.trigger('change', this, options)
  }
}
