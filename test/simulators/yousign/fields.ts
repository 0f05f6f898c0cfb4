import { type Answer, empty, type InvalidParam, json, refuse } from './answer.ts'
import { type Call, documentOf, draftRequest, seenRequest } from './call.ts'
import { pagedPlain, pageOf } from './listing.ts'
import type { FieldRecord, RequestRecord } from './model.ts'
import { parse } from './parse.ts'
import { documentField, type InlineField } from './schemas.ts'
import { fieldView } from './views.ts'
import type { World } from './world.ts'

export function list(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const document = documentOf(found.value, call)
  if (!document.ok) return document.answer
  const page = pageOf(call.query, { standard: 100, most: 100 })
  if (!page.ok) return page.answer
  const types = (call.query.get('type[eq]') ?? call.query.get('type[in]'))?.split(',')
  const signerId = call.query.get('signer_id[eq]')
  const fields = found.value.fields.filter(
    (field) =>
      field.document_id === document.value.id &&
      (types === undefined || types.includes(field.type)) &&
      (signerId === null || field.signer_id === signerId),
  )
  return pagedPlain(fields, page.value, (field) => fieldView(found.value, field))
}

export function create(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const document = documentOf(found.value, call)
  if (!document.ok) return document.answer
  const parsed = parse(documentField, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const { signer_id, ...rest } = parsed.value
  if (!found.value.signers.some((signer) => signer.id === signer_id)) {
    return refuse.invalid([{ name: 'signer_id', reason: 'This signer is not known.' }])
  }
  const field: InlineField = { ...rest, document_id: document.value.id }
  const problems = fieldProblems(found.value, field, '')
  if (problems.length > 0) return refuse.invalid(problems)
  const record = addField(world, found.value, signer_id, field)
  world.history.changed(found.value)
  return json(201, fieldView(found.value, record))
}

export function destroy(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const before = found.value.fields.length
  found.value.fields = found.value.fields.filter((field) => field.id !== call.id('field'))
  if (found.value.fields.length === before) return refuse.notFound('The field was not found.')
  world.history.changed(found.value)
  return empty(204)
}

/** The document is one of the request's, to be signed, and has that page. */
export function fieldProblems(request: RequestRecord, field: InlineField, at: string): InvalidParam[] {
  const document = request.documents.find((each) => each.id === field.document_id)
  if (document === undefined) return [{ name: `${at}document_id`, reason: 'This document is not known.' }]
  if (document.nature !== 'signable_document') {
    return [{ name: `${at}document_id`, reason: 'An attachment takes no fields.' }]
  }
  const pages = document.total_pages
  if (pages !== null && field.page > pages) {
    return [{ name: `${at}page`, reason: `The document has ${pages} page${pages === 1 ? '' : 's'}.` }]
  }
  if (request.fields.length >= 500) return [{ name: at, reason: 'There may be at most 500 fields.' }]
  return []
}

export function addField(world: World, request: RequestRecord, signerId: string, field: InlineField): FieldRecord {
  const { document_id, type, page, x, y, ...rest } = field
  const { width, height, ...extra } = { width: 24, height: 24, ...rest }
  const record: FieldRecord = {
    id: world.random.uuid(),
    document_id,
    signer_id: signerId,
    type,
    page,
    x,
    y,
    width,
    height: height ?? 24,
    extra: withoutUndefined(extra),
  }
  request.fields.push(record)
  return record
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, it]) => it !== undefined))
}
