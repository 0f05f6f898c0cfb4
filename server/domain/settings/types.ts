// Saving and withdrawing document types, and the starter packs.

import type { DocumentTypeBody } from '../../../shared/document-type.ts'
import type { TypeProblem } from '../../../shared/document-type-problems.ts'
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { AddPackBody, PackEntry, Profession, SaveTypeBody, SettingsPage } from '../../../shared/settings.ts'
import type { Deps } from '../deps.ts'
import { problemsOf } from '../document-types/rules.ts'
import { checkTags, type FillFault } from '../fields/fill-plan.ts'
import { starterTypes } from '../packs/packs.ts'
import { problemOfKommo } from '../rights.ts'
import { faultsOfTexts } from '../templates/texts.ts'
import { fieldFaultText } from '../words/field-faults.ts'
import { proveTemplate } from './prove-template.ts'

/** The next version, if its parts fit each other and what Kommo and Yousign have now. */
export async function saveType(
  deps: Deps,
  by: string,
  { id, base, body }: SaveTypeBody,
): Promise<Result<null, Problem>> {
  const found = await problemsWithRemotes(deps, id, body)
  if (!found.ok) return found
  if (found.value.length > 0) return err({ code: 'document_type', problems: found.value })
  const now = deps.clock.now()
  const saved = deps.store.saveDocumentType({ id: id ?? deps.newId(), base, body, by }, now)
  if (saved !== null) return ok(null)
  const newest = id === null ? null : deps.store.documentType(id)
  if (newest === null) return err({ code: 'not_found' })
  return err({ code: 'moved_on', savedBy: newest.savedBy, savedAt: newest.savedAt })
}

export function retireType(deps: Deps, id: string): Result<null, Problem> {
  if (deps.store.documentType(id) === null) return err({ code: 'not_found' })
  deps.store.retireDocumentType(id, deps.clock.now())
  return ok(null)
}

/** Those of the pack whose names are not there yet; each is kept with who confirmed its level, and when. */
export function addPack(deps: Deps, by: string, { profession, language }: AddPackBody): Result<null, Problem> {
  const now = deps.clock.now()
  const taken = new Set(namesInUse(deps, null))
  for (const body of starterTypes(profession, language)) {
    if (taken.has(plain(body.name))) continue
    deps.store.saveDocumentType({ id: deps.newId(), base: null, body, by }, now)
  }
  return ok(null)
}

/** What each pack would bring, beside what the firm has. */
export function packsFor(deps: Pick<Deps, 'store'>): SettingsPage['packs'] {
  const taken = new Set(namesInUse(deps, null))
  const entries = (profession: Profession, language: 'en' | 'fr'): PackEntry[] =>
    starterTypes(profession, language).map(({ name, level, minimum }) => ({
      name,
      level,
      minimum,
      isThere: taken.has(plain(name)),
    }))
  const both = (profession: Profession) => ({ en: entries(profession, 'en'), fr: entries(profession, 'fr') })
  return { law: both('law'), notary: both('notary'), broker: both('broker') }
}

async function problemsWithRemotes(
  deps: Deps,
  id: string | null,
  body: DocumentTypeBody,
): Promise<Result<TypeProblem[], Problem>> {
  const found = problemsOf(body)
  if (namesInUse(deps, id).includes(plain(body.name))) found.push({ code: 'name_taken', field: 'name' })
  const users = await deps.directory.users()
  if (!users.ok) return err(problemOfKommo(users.failure))
  const active = new Set(users.value.filter((user) => user.isActive).map((user) => user.id))
  if (body.firm.some((rule) => rule.kind === 'user' && !active.has(rule.userId)))
    found.push({ code: 'unknown_user', field: 'firm' })
  const stages = await deps.directory.stages()
  if (!stages.ok) return err(problemOfKommo(stages.failure))
  const { stage } = body
  const fits = (one: { pipelineId: number; statusId: number }) =>
    stage === null || ((stage.pipelineId ?? one.pipelineId) === one.pipelineId && stage.statusId === one.statusId)
  if (!stages.value.some(fits)) found.push({ code: 'unknown_stage', field: 'stage' })
  const ofSource = await problemsOfSource(deps, id, body, found.length === 0)
  return ofSource.ok ? ok([...found, ...ofSource.value]) : ofSource
}

/** `isLast`: nothing else stands against it, so a template at Yousign is proved by a draft, if anything of it is new. */
async function problemsOfSource(
  deps: Deps,
  id: string | null,
  body: DocumentTypeBody,
  isLast: boolean,
): Promise<Result<TypeProblem[], Problem>> {
  const { source } = body
  const firm = await deps.directory.firm()
  const reader = firm.ok ? firm.value.language : 'en'
  const unfillable = (faults: readonly FillFault[]): TypeProblem[] =>
    faults.map((fault) => ({ code: 'template_tags', field: 'source', detail: fieldFaultText(reader, fault) }))
  if (source.kind === 'own_template') {
    const template = deps.store.ownTemplate(source.templateId)
    if (template === null) return ok([{ code: 'unknown_template', field: 'source' }])
    const found = unfillable(checkTags(template.tags))
    // Yousign makes the pages of a Word file, so nothing can be placed on them beforehand.
    if (template.format === 'docx' && template.anchors.length === 0)
      found.push({ code: 'template_places', field: 'source' })
    if (template.format === 'docx' && body.places !== null) found.push({ code: 'places_in_template', field: 'places' })
    return ok(found)
  }
  if (source.kind !== 'template') return ok([])
  const templates = await deps.directory.templates(source.templateId)
  // Yousign may be out of reach while somebody edits; the daily look at templates finds it out.
  if (templates.ok && !templates.value.some((one) => one.id === source.templateId && one.active))
    return ok([{ code: 'unknown_template', field: 'source' }])
  const faults = unfillable(faultsOfTexts(source.texts))
  const before = id === null ? null : deps.store.documentType(id)
  const isNew = before === null || !sameMapping(before, body)
  return faults.length > 0 || !isLast || !isNew ? ok(faults) : proveTemplate(deps, body, source)
}

function sameMapping(before: DocumentTypeBody, after: DocumentTypeBody): boolean {
  const parts = ({ source, level, mode }: DocumentTypeBody) => JSON.stringify([source, level, mode])
  return parts(before) === parts(after)
}

function namesInUse({ store }: Pick<Deps, 'store'>, except: string | null): string[] {
  return store
    .documentTypes()
    .filter((type) => type.retiredAt === null && type.id !== except)
    .map((type) => plain(type.name))
}

function plain(name: string): string {
  return name.trim().toLowerCase()
}
