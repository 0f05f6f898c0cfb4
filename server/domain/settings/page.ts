// The settings page: for those whom Kommo knows as active administrators, as of some minutes ago (design.md 4.9, directory.ts).
import type { Problem } from '../../../shared/problem.ts'
import { areaOf } from '../../../shared/region.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { FirmChoices, SettingsPage, StoragePlace } from '../../../shared/settings.ts'
import type { CrmUser } from '../crm.ts'
import type { Deps } from '../deps.ts'
import type { Files } from '../files.ts'
import { problemOfKommo } from '../rights.ts'
import { templateView } from '../templates/view.ts'
import type { Viewer } from '../use-cases.ts'
import { packsFor } from './types.ts'

/** The administrator, or why the viewer is none. */
export async function administrator(deps: Deps, viewer: Pick<Viewer, 'userId'>): Promise<Result<CrmUser, Problem>> {
  const users = await deps.directory.users()
  if (!users.ok) return err(problemOfKommo(users.failure))
  const user = users.value.find(({ id }) => id === viewer.userId)
  return user?.isActive && user.isAdmin ? ok(user) : err({ code: 'not_administrator' })
}

/** `reader` is the language in which tags are named and their faults told. */
export async function settingsPage(deps: Deps, reader: 'en' | 'fr'): Promise<Result<SettingsPage, Problem>> {
  const { directory, store, settings } = deps
  const [firm, users, stages, templates, storage] = await Promise.all([
    directory.firm(),
    directory.users(),
    directory.stages(),
    directory.templates(),
    placeOf(deps.files),
  ])
  if (!firm.ok) return err(problemOfKommo(firm.failure))
  if (!users.ok) return err(problemOfKommo(users.failure))
  if (!stages.ok) return err(problemOfKommo(stages.failure))
  const types = store.documentTypes()
  const { firmName, language, undoSeconds, declineReasonInNotes, mayLowerLevel, copyToKommo, details, people } =
    store.settings()
  return ok({
    firm: { name: firm.value.name, language: firm.value.language, timeZone: firm.value.timeZone },
    provider: settings.provider,
    test: settings.environment === 'sandbox',
    types: [...types.filter((type) => type.retiredAt === null), ...types.filter((type) => type.retiredAt !== null)],
    templates: (templates.ok ? templates.value : [])
      .filter((template) => template.active)
      .map(({ id, name }) => ({ templateId: id, name, ...directory.labels(id) })),
    stages: stages.value,
    users: users.value.map(({ id, name, isActive, isAdmin }) => ({ userId: id, name, isActive, isAdmin })),
    choices: {
      firmName,
      language,
      undoSeconds,
      declineReasonInNotes,
      mayLowerLevel,
      copyToKommo,
      details,
      people,
    },
    storage,
    packs: packsFor(deps),
    ownTemplates: store.ownTemplates().map((template) => templateView(template, reader)),
  })
}

/** The regions of another service than Amazon's or Google's may be called anything. */
async function placeOf(files: Files): Promise<StoragePlace> {
  const place = await files.where()
  return { ...place, area: place.region === null || place.host !== null ? null : areaOf(place.region) }
}

export function saveChoices(deps: Deps, choices: FirmChoices): Result<null, Problem> {
  const firmName = choices.firmName?.trim() || null
  deps.store.changeSettings({ ...choices, firmName })
  return ok(null)
}
