import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, digestOf, listOf, readForm, readJsonTree, type Tree } from './form.ts'
import { readAccountHook } from './hooks.ts'
import { readPipelineHook } from './pipeline-hook.ts'

type Plain = string | Plain[] | { [key: string]: Plain }

const bytes = (text: string) => new TextEncoder().encode(text)

/** Brackets would be levels, bare numbers list places, and a key that is left out is asked for by the other test. */
const key = fc
  .oneof(
    fc.constantFrom(
      'leads',
      'id',
      'values',
      'constructor',
      'toString',
      'hasOwnProperty',
      'prototype',
      'a.b',
      'a b',
      'é',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  )
  .filter((text) => !/[[\]]/.test(text) && !/^\d+$/.test(text) && text !== '__proto__' && isWellFormed(text))

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(isWellFormed)

const { body } = fc.letrec<{ tree: Plain; body: { [key: string]: Plain } }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    text,
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 4 }),
  ),
  body: fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
}))

/** As Kommo writes it: brackets a level, lists by index; escaped or not, a blank as `+` or as `%20`. */
function encoded(tree: Plain, style: { brackets: boolean; plus: boolean }): string {
  const word = (plain: string) => {
    const safe = encodeURIComponent(plain)
    return style.plus ? safe.replaceAll('%20', '+') : safe
  }
  const [open, close] = style.brackets ? ['%5B', '%5D'] : ['[', ']']
  const pairs: string[] = []
  const walk = (one: Plain, path: string): void => {
    if (typeof one === 'string') pairs.push(`${path}=${word(one)}`)
    else
      for (const [part, value] of Object.entries(one))
        walk(value, path === '' ? word(part) : `${path}${open}${word(part)}${close}`)
  }
  walk(tree, '')
  return pairs.join('&')
}

describe('a form as Kommo writes it', () => {
  test('is read as it was meant, whatever its keys, its values and its way of escaping', () => {
    fc.assert(
      fc.property(body, fc.boolean(), fc.boolean(), (meant, brackets, plus) => {
        const read = readForm(bytes(encoded(meant, { brackets, plus })))
        expect(read).toEqual({ ok: true, value: meant })
      }),
      { numRuns: 200 },
    )
  })

  test('says the same as the JSON of the same content, and its digest does not hang on the order of the keys', () => {
    fc.assert(
      fc.property(body, (meant) => {
        const form = readForm(bytes(encoded(meant, { brackets: false, plus: false })))
        const json = readJsonTree(bytes(JSON.stringify(meant)))
        const turned = readJsonTree(bytes(JSON.stringify(reversed(meant))))
        if (!form.ok || !json.ok || !turned.ok) throw new Error('unreadable')
        expect(digestOf(form.value)).toBe(digestOf(json.value))
        expect(digestOf(turned.value)).toBe(digestOf(json.value))
      }),
    )
  })

  test('keeps every entry of a list of any length and with any gaps', () => {
    const places = fc.uniqueArray(fc.nat({ max: 3000 }), { minLength: 1, maxLength: 1200 })
    fc.assert(
      fc.property(places, (list) => {
        const ordered = list.toSorted((a, b) => a - b)
        const read = readForm(bytes(ordered.map((place) => `leads[add][${place}][id]=${place}`).join('&')))
        const items = read.ok ? listOf(at(read.value, 'leads', 'add')) : []
        expect(items.map((item) => at(item, 'id'))).toEqual(ordered.map(String))
      }),
      { numRuns: 30 },
    )
  })
})

describe('a hostile body', () => {
  const piece = fc.oneof(
    fc.constantFrom('[', ']', '[]', '=', '&', '%5B', '%5D', '%', '%00', '%FF', '%u0041', '+', '.', ',', ';', '\0'),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'polluted',
      'leads',
      'contacts',
      'event',
      'id',
      'toString',
    ),
    fc.constantFrom('0', '-1', '501', '4294967295', '999999999999', '{"', '"}', ':', 'null', '\ud800', 'é'),
    fc.string({ maxLength: 4 }),
  )
  const hostile = fc.oneof(
    { weight: 4, arbitrary: fc.array(piece, { maxLength: 60 }).map((parts) => bytes(parts.join(''))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 6 }).map(bytes) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(piece, fc.integer({ min: 1, max: 3000 }))
        .map(([one, times]) => bytes(`a${one.repeat(times)}=1`)),
    },
  )

  test('is read or refused, never thrown at, and reaches no prototype', () => {
    const before = prototypes()
    fc.assert(
      fc.property(hostile, (raw) => {
        for (const read of [readForm(raw), readJsonTree(raw)]) {
          if (read.ok) inspect(read.value)
          else expect(read.failure).toEqual({ kind: 'unreadable', reason: expect.any(String) })
        }
        for (const type of ['application/x-www-form-urlencoded', 'application/json']) {
          for (const hook of [readAccountHook(raw, type), readPipelineHook(raw, type)]) {
            if (!hook.ok) expect(hook.failure.kind).toBe('unreadable')
          }
        }
        expect(prototypes()).toEqual(before)
      }),
      { numRuns: 1_000 },
    )
  })

  test('with more parameters than any of Kommo has is refused', () => {
    expect(readForm(bytes('a=1&'.repeat(19_999))).ok).toBe(true)
    expect(readForm(bytes('a=1&'.repeat(20_001)))).toEqual({
      ok: false,
      failure: { kind: 'unreadable', reason: 'too many parameters' },
    })
  })
})

/** Every node is text, a list or a bare object, none of them under `__proto__`. */
function inspect(tree: Tree): void {
  if (typeof tree === 'string') return
  if (Array.isArray(tree)) {
    for (const item of tree) inspect(item)
    return
  }
  expect(Object.getPrototypeOf(tree)).toBeNull()
  expect(Object.keys(tree)).not.toContain('__proto__')
  for (const [name, item] of Object.entries(tree)) {
    expect(at(tree, name)).toBe(item)
    inspect(item)
  }
}

function prototypes(): string[][] {
  return [Object.prototype, Array.prototype, String.prototype, Function.prototype].map((one) =>
    Object.getOwnPropertyNames(one),
  )
}

function reversed(tree: Plain): Plain {
  if (typeof tree === 'string') return tree
  if (Array.isArray(tree)) return tree.map(reversed)
  return Object.fromEntries(
    Object.entries(tree)
      .reverse()
      .map(([name, item]) => [name, reversed(item)]),
  )
}

function isWellFormed(plain: string): boolean {
  return !/\p{Surrogate}/u.test(plain)
}
