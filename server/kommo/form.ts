// Kommo's form-encoded bodies: PHP-style brackets, many levels deep (contracts/kommo-api.md 7.2, 7.3).
import { createHash } from 'node:crypto'
import qs from 'qs'
import { err, ok, type Result } from '../../shared/result.ts'
import type { HookProblem } from '../domain/event.ts'

/** A decoded body: text at the leaves. Lists may be arrays or objects keyed by index; `listOf` reads both. */
export type Tree = string | Tree[] | { [key: string]: Tree }

/**
 * Decodes once. The library's defaults would fold the deeper levels into literal keys and drop parameters beyond the
 * 1,000th in silence; here more than 20,000 parameters or broken text are a problem, and `__proto__` is never a key.
 * The library's own alarm is no help: it also goes off at `linked_leads_id[1001]`, whose index is an id.
 */
export function readForm(rawBody: Uint8Array): Result<{ [key: string]: Tree }, HookProblem> {
  const text = textOf(rawBody)
  if (text === null) return err({ kind: 'unreadable', reason: 'no UTF-8' })
  if (text.split('&', mostParameters + 1).length > mostParameters) {
    return err({ kind: 'unreadable', reason: 'too many parameters' })
  }
  const limits = { depth: 20, arrayLimit: 500, parameterLimit: mostParameters }
  try {
    return ok(branch(qs.parse(text, { ...limits, plainObjects: true, allowPrototypes: false })))
  } catch {
    return err({ kind: 'unreadable', reason: 'no form' })
  }
}

/** A JSON body as the same kind of tree: numbers and booleans become text, null becomes empty text. */
export function readJsonTree(rawBody: Uint8Array): Result<{ [key: string]: Tree }, HookProblem> {
  const text = textOf(rawBody)
  if (text === null) return err({ kind: 'unreadable', reason: 'no UTF-8' })
  try {
    const tree = treeOf(JSON.parse(text), 0)
    return typeof tree === 'string' || Array.isArray(tree) ? err({ kind: 'unreadable', reason: 'no object' }) : ok(tree)
  } catch {
    return err({ kind: 'unreadable', reason: 'no JSON' })
  }
}

/** The branch under a key; undefined for text, lists and absent keys on the way. */
export function at(tree: Tree | undefined, ...path: string[]): Tree | undefined {
  let here = tree
  for (const key of path) {
    if (here === undefined || typeof here === 'string' || Array.isArray(here)) return undefined
    here = Object.hasOwn(here, key) ? here[key] : undefined
  }
  return here
}

/** Items of a list, written as an array or as an object with numbers for keys. */
export function listOf(tree: Tree | undefined): Tree[] {
  if (tree === undefined || typeof tree === 'string') return []
  return Array.isArray(tree) ? tree : Object.values(tree)
}

/** A positive whole number, as ids and Unix times are; null for anything else. */
export function numberAt(tree: Tree | undefined, ...path: string[]): number | null {
  const value = at(tree, ...path)
  if (typeof value !== 'string' || !/^[1-9]\d{0,15}$/.test(value)) return null
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : null
}

/** SHA-256 of what was said, whatever the order of the keys: equal for the retry of a call. */
export function digestOf(tree: Tree): string {
  return createHash('sha256').update(canonical(tree)).digest('hex')
}

/** The same for a body that could not be decoded. */
export function digestOfBytes(rawBody: Uint8Array): string {
  return createHash('sha256').update(rawBody).digest('hex')
}

const mostParameters = 20_000

function textOf(rawBody: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(rawBody)
  } catch {
    return null
  }
}

/** Deeper than any of Kommo's bodies; below it the walk itself would become the danger. */
const deepest = 64

function treeOf(value: unknown, depth: number): Tree {
  if (depth > deepest) return ''
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((item) => treeOf(item, depth + 1))
  if (typeof value === 'object') return branch(value, depth)
  return String(value)
}

function branch(value: object, depth = 0): { [key: string]: Tree } {
  const tree: { [key: string]: Tree } = Object.create(null)
  for (const [key, item] of Object.entries(value)) {
    if (key !== '__proto__') tree[key] = treeOf(item, depth + 1)
  }
  return tree
}

function canonical(tree: Tree): string {
  if (typeof tree === 'string') return JSON.stringify(tree)
  if (Array.isArray(tree)) return `[${tree.map(canonical).join(',')}]`
  const entries = Object.keys(tree)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(tree[key] ?? '')}`)
  return `{${entries.join(',')}}`
}
