// The settings page: for those whom Kommo knows as active administrators, as of some minutes ago (design.md 4.9, directory.ts).
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { FirmChoices, SettingsPage } from '../../../shared/settings.ts'
import type { ComposerDeps } from '../composer.ts'
import type { CrmUser } from '../crm.ts'
import { problemOfKommo } from '../rights.ts'
import type { Viewer } from '../use-cases.ts'

/** The administrator, or why the viewer is none. */
export async function administrator(
  deps: ComposerDeps,
  viewer: Pick<Viewer, 'userId'>,
): Promise<Result<CrmUser, Problem>> {
  const users = await deps.directory.users()
  if (!users.ok) return err(problemOfKommo(users.failure))
  const user = users.value.find(({ id }) => id === viewer.userId)
  return user?.isActive && user.isAdmin ? ok(user) : err({ code: 'not_administrator' })
}

export async function settingsPage(deps: ComposerDeps): Promise<Result<SettingsPage, Problem>> {
  const { directory, store, settings } = deps
  const [firm, users, stages, templates] = await Promise.all([
    directory.firm(),
    directory.users(),
    directory.stages(),
    directory.templates(),
  ])
  if (!firm.ok) return err(problemOfKommo(firm.failure))
  if (!users.ok) return err(problemOfKommo(users.failure))
  if (!stages.ok) return err(problemOfKommo(stages.failure))
  const types = store.documentTypes()
  const { firmName, language, undoSeconds, declineReasonInNotes, mayLowerLevel, copyToKommo } = store.settings()
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
    choices: { firmName, language, undoSeconds, declineReasonInNotes, mayLowerLevel, copyToKommo },
    storage: deps.files.place,
  })
}

export function saveChoices(deps: ComposerDeps, choices: FirmChoices): Result<null, Problem> {
  const firmName = choices.firmName?.trim() || null
  deps.store.changeSettings({ ...choices, firmName })
  return ok(null)
}
