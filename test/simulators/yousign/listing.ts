// Filters and cursors of the lists (contracts/yousign.md 1.4).
import { type Answer, type InvalidParam, json, no, type Outcome, refuse, value } from './answer.ts'
import type { RequestRecord } from './model.ts'
import { dayOf } from './time.ts'

interface Page {
  limit: number
  after: number | undefined
}

/** `limit` and `after`; cursors are opaque to callers and hold the place in the list. */
export function pageOf(query: URLSearchParams, bounds: { standard: number; most: number }): Outcome<Page> {
  const limit = query.get('limit') === null ? bounds.standard : Number(query.get('limit'))
  if (!Number.isInteger(limit) || limit < 1 || limit > bounds.most) {
    return no(refuse.query([{ name: 'limit', reason: `This value should be between 1 and ${bounds.most}.` }]))
  }
  const cursor = query.get('after')
  if (cursor === null) return value({ limit, after: undefined })
  const after = Number(/^c(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1] ?? Number.NaN)
  if (Number.isNaN(after)) return no(refuse.query([{ name: 'after', reason: 'This cursor is not valid.' }]))
  return value({ limit, after })
}

/** One page of `items`, which are in list order with falling `place`. */
export function paged<T>(items: T[], page: Page, place: (item: T) => number, view: (item: T) => unknown): Answer {
  const rest = page.after === undefined ? items : items.filter((item) => place(item) < (page.after ?? 0))
  const shown = rest.slice(0, page.limit)
  const last = shown.at(-1)
  const more = rest.length > shown.length && last !== undefined
  const next_cursor = more ? Buffer.from(`c${place(last)}`).toString('base64url') : null
  return json(200, { meta: { next_cursor }, data: shown.map(view) })
}

/** A short list whose order is its place. */
export function pagedPlain<T>(items: T[], page: Page, view: (item: T) => unknown): Answer {
  const numbered = items.map((item, index) => ({ item, place: items.length - index }))
  return paged(
    numbered,
    page,
    (each) => each.place,
    (each) => view(each.item),
  )
}

type Test = (request: RequestRecord) => boolean

const statuses = 'draft,approval,ongoing,paused,done,declined,rejected,expired,canceled,deleted'.split(',')
const sources = [
  'app',
  'public_api',
  'hubspot_integration',
  'connector_salesforce_api',
  'connector_google_api',
  'connector_zapier_api',
]
const dates = {
  created_at: (request) => request.created_at,
  activated_at: (request) => request.activated_at,
  completed_at: (request) => request.completed_at,
  approved_at: (request) => request.approved_at,
  rejected_at: (request) => request.rejection_information?.rejected_at ?? null,
  declined_at: (request) => request.decline_information?.declined_at ?? null,
} as const satisfies Record<string, (request: RequestRecord) => number | null>

/** What `GET /signature_requests` was asked for, as one test; unknown parameters, operators and values are refused. */
export function requestFilter(query: URLSearchParams): Outcome<Test> {
  const tests: Test[] = []
  const wrong: InvalidParam[] = []
  let bySource = false
  let byStatus = false

  for (const [key, text] of query) {
    if (key === 'limit' || key === 'after') continue
    const [, property = '', operator] = /^([\w.]+)(?:\[(\w+)\])?$/.exec(key) ?? []
    const test = testFor(property, operator, text)
    if (test === undefined) wrong.push({ name: key, reason: `This filter or the value "${text}" is not valid.` })
    else tests.push(test)
    bySource ||= property === 'source'
    byStatus ||= property === 'status'
  }
  if (wrong.length > 0) return no(refuse.query(wrong))
  if (!bySource) tests.push((request) => request.source === 'public_api')
  if (!byStatus) tests.push((request) => request.status !== 'deleted')
  return value((request) => tests.every((test) => test(request)))
}

function testFor(property: string, operator: string | undefined, text: string): Test | undefined {
  const among = (known: string[] | undefined, read: (request: RequestRecord) => string): Test | undefined => {
    const wanted = operator === 'in' ? text.split(',') : [text]
    if (operator !== 'eq' && operator !== 'in') return undefined
    if (known !== undefined && !wanted.every((one) => known.includes(one))) return undefined
    return (request) => wanted.includes(read(request))
  }
  if (property === 'q' && operator === undefined) {
    return (request) => request.name.toLowerCase().includes(text.toLowerCase())
  }
  if (property === 'status') return among(statuses, (request) => request.status)
  if (property === 'source') return among(sources, (request) => request.source)
  if (property === 'external_id' && operator === 'eq') return (request) => request.external_id === text
  if (property === 'workspace_id' && operator === 'eq') return (request) => request.workspace_id === text
  return isDate(property) ? dateTest(dates[property], operator, text) : undefined
}

function isDate(property: string): property is keyof typeof dates {
  return property in dates
}

/** Days are compared in UTC; `before` and `after` leave the day itself out, `between` takes both ends in. */
function dateTest(
  read: (request: RequestRecord) => number | null,
  operator: string | undefined,
  text: string,
): Test | undefined {
  const [first = '', second = ''] = text.split(',')
  if (!text.split(',').every((day) => /^\d{4}-\d\d-\d\d$/.test(day))) return undefined
  const compare = {
    eq: (day: string) => day === first,
    before: (day: string) => day < first,
    after: (day: string) => day > first,
    between: (day: string) => day >= first && day <= second,
  }
  if (operator === undefined || !(operator in compare)) return undefined
  const holds = compare[operator as keyof typeof compare]
  return (request) => {
    const at = read(request)
    return at !== null && holds(dayOf(at, 'UTC'))
  }
}
