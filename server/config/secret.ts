// A value that must not be shown: it prints as [secret] wherever text is made of it by mistake.
import { inspect } from 'node:util'

const shown = '[secret]'

export class Secret<T extends string | Uint8Array = string> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** The value itself. Every use of this word is a place to look at in a review. */
  reveal(): T {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  [inspect.custom](): string {
    return shown
  }
}
