// What a route of the API is, and the reading of queries and lists that all of them share.
import qs from 'qs'
import {
  type Answer,
  badRequest,
  type FieldError,
  type ItemErrors,
  invalid,
  noContent,
  ok,
  overLimit,
} from '../answers.ts'
import { asRecord } from '../fields.ts'
import type { Caller, World } from '../world.ts'

export type Query = Record<string, unknown>

export interface Call {
  caller: Caller
  /** From the path; ids are digits only, other paths are 404. */
  params: Record<string, string>
  query: Query
  /** Path and query as asked. */
  path: string
  /** Parsed JSON, or the bytes for `raw` routes. */
  body: unknown
  headers: Record<string, string>
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: string
  /** True: no access token is asked for. */
  open?: true
  /** Scope the token must carry; default `crm`. */
  scope?: 'files' | 'files_delete'
  /** True: the body is bytes, not JSON. */
  raw?: true
  run(call: Call): Answer | Promise<Answer>
}

/** One item of a write list with what is wrong about it. */
export interface Item {
  data: Record<string, unknown>
  requestId: string
  errors: FieldError[]
}

/** `a[b][]=1` in the way PHP reads it. */
export function parseQuery(text: string): Query {
  return qs.parse(text, { depth: 10, arrayLimit: 500, parameterLimit: 2000 }) as Query
}

/** `filter[name]` as a list of strings, whether one, several, comma separated, or keyed by index; undefined when absent. */
export function filterList(query: Query, name: string): string[] | undefined {
  const value = asRecord(query['filter'])[name]
  if (value === undefined) return undefined
  if (typeof value === 'string') return value.split(',')
  return Object.values(value as object).map(String)
}

/** `filter[name][from|to]`; a plain number counts as `from`. */
export function filterRange(query: Query, name: string): ((seconds: number | null) => boolean) | undefined {
  const value = asRecord(query['filter'])[name]
  if (value === undefined) return undefined
  const range = typeof value === 'string' ? { from: value } : asRecord(value)
  const from = Number(range['from'] ?? 0)
  const to = Number(range['to'] ?? Number.MAX_SAFE_INTEGER)
  return (seconds) => seconds !== null && seconds >= from && seconds <= to
}

export function withs(query: Query): Set<string> {
  return new Set(typeof query['with'] === 'string' ? query['with'].split(',').map((each) => each.trim()) : [])
}

/** Sorts by the first known key of `order[key]=asc|desc`. */
export function ordered<T>(query: Query, rows: T[], keys: Record<string, (row: T) => number>, fallback: string): T[] {
  const [asked, direction] = Object.entries(asRecord(query['order']))[0] ?? [fallback, 'asc']
  const key = keys[asked] ?? keys[fallback]
  if (key === undefined) return rows
  const sign = direction === 'desc' ? -1 : 1
  return [...rows].sort((a, b) => sign * (key(a) - key(b)))
}

/** One page of a list: 204 when it is empty, `_links.next` while more follows, 422 over the limit. */
export function page(world: World, call: Call, name: string, rows: unknown[], maximum = 250, usual = 50): Answer {
  const limit = Number(call.query['limit'] ?? usual)
  const number = Number(call.query['page'] ?? 1)
  if (!Number.isInteger(limit) || limit < 1 || !Number.isInteger(number) || number < 1)
    return badRequest('Invalid page')
  if (limit > maximum) return overLimit()
  const from = (number - 1) * limit
  const shown = rows.slice(from, from + limit)
  if (shown.length === 0) return noContent()
  const links: Record<string, { href: string }> = { self: { href: world.origin.api + call.path } }
  if (from + limit < rows.length) links['next'] = { href: world.origin.api + pathOfPage(call, number + 1) }
  return ok({ _page: number, _links: links, _embedded: { [name]: shown } })
}

/** The items of a POST or batch PATCH: an array of 1 to 250 objects, or the refusal. */
export function listItems(body: unknown): { ok: true; items: Item[] } | { ok: false; answer: Answer } {
  if (!Array.isArray(body) || body.length === 0)
    return { ok: false, answer: badRequest('Request body must be a non-empty array') }
  if (body.length > 250) return { ok: false, answer: overLimit() }
  return { ok: true, items: body.map((raw: unknown, index) => oneItem(raw, String(index))) }
}

/** `request_id` is echoed; without one it is the index. */
export function oneItem(raw: unknown, fallback = '0'): Item {
  const data = asRecord(raw)
  const own = data['request_id']
  return { data, requestId: typeof own === 'string' || typeof own === 'number' ? String(own) : fallback, errors: [] }
}

/** 400 when any item has errors; nothing of the list is written then. */
export function refuse(items: Item[]): Answer | undefined {
  const bad: ItemErrors[] = items
    .filter((item) => item.errors.length > 0)
    .map((item) => ({ request_id: item.requestId, errors: item.errors }))
  return bad.length === 0 ? undefined : invalid(bad)
}

export function self(world: World, path: string): { self: { href: string } } {
  return { self: { href: world.origin.api + path } }
}

function pathOfPage(call: Call, number: number): string {
  const [path, query] = call.path.split('?')
  const search = new URLSearchParams(query)
  search.set('page', String(number))
  return `${path}?${search.toString()}`
}
