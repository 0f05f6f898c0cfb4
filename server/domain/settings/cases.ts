// What an administrator may ask of the settings page; the right first, then the one function that does it, then the page anew.
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { SettingsPage, StorageTest } from '../../../shared/settings.ts'
import { settingsDictionaryOf } from '../../../shared/texts/settings.ts'
import type { CrmLead } from '../crm.ts'
import type { Deps } from '../deps.ts'
import { chooseLanguage, readerOf } from '../language.ts'
import type { Rights } from '../rights.ts'
import type { OwnTemplate } from '../templates/own-template.ts'
import { takeInTemplate } from '../templates/take-in.ts'
import type { UseCases, Viewer } from '../use-cases.ts'
import { mediaTypes } from '../words/media-types.ts'
import { checkStorage } from './check-storage.ts'
import { administrator, saveChoices, settingsPage } from './page.ts'
import { filledTemplate, previewTemplate, templateFile } from './templates.ts'
import { addPack, retireType, saveType } from './types.ts'

type SettingsCases = Pick<
  UseCases,
  | 'testStorage'
  | 'openSettings'
  | 'settings'
  | 'saveChoices'
  | 'saveType'
  | 'retireType'
  | 'addPack'
  | 'addTemplate'
  | 'takeStarter'
  | 'starterFile'
  | 'templateFile'
  | 'previewTemplate'
  | 'filledTemplate'
>

export function createSettingsCases(deps: Deps, rights: Rights): SettingsCases {
  /** Rights of an administrator, then the template; `not_found` when there is none. */
  async function withTemplate<T>(
    viewer: Viewer,
    id: string,
    run: (template: OwnTemplate) => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> {
    const user = await administrator(deps, viewer)
    if (!user.ok) return user
    const template = deps.store.ownTemplate(id)
    return template === null ? err({ code: 'not_found' }) : run(template)
  }

  async function onLead<T>(
    viewer: Viewer,
    leadId: number,
    run: (facts: { lead: CrmLead; userId: number; reader: 'en' | 'fr' }) => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> {
    const lead = await rights.lead(viewer, leadId, true)
    if (!lead.ok) return lead
    if (lead.value === null) return err({ code: 'lead_gone' })
    return run({ lead: lead.value, userId: viewer.userId, reader: readerOf(viewer.language) })
  }

  async function changed(
    viewer: Viewer,
    run: (by: string) => Promise<Result<null, Problem>> | Result<null, Problem>,
  ): Promise<Result<SettingsPage, Problem>> {
    const user = await administrator(deps, viewer)
    if (!user.ok) return user
    const done = await run(user.value.name)
    return done.ok ? settingsPage(deps, readerOf(viewer.language)) : err(done.failure)
  }

  return {
    async openSettings({ userId, languages, hostLanguage }) {
      const user = await administrator(deps, { userId })
      if (!user.ok) return user
      const language = chooseLanguage(deps.store.settings().language, languages, hostLanguage)
      const page = await settingsPage(deps, readerOf(language))
      if (!page.ok) return page
      const { id, name } = user.value
      const dictionary = settingsDictionaryOf(language)
      return ok({ viewer: { userId: id, language }, user: { id, name }, dictionary, page: page.value })
    },
    settings: (viewer) => changed(viewer, () => ok(null)),
    saveChoices: (viewer, choices) => changed(viewer, () => saveChoices(deps, choices)),
    saveType: (viewer, body) => changed(viewer, (by) => saveType(deps, by, body)),
    retireType: (viewer, id) => changed(viewer, () => retireType(deps, id)),
    addPack: (viewer, body) => changed(viewer, (by) => addPack(deps, by, body)),
    async testStorage(viewer) {
      const user = await administrator(deps, viewer)
      if (!user.ok) return user
      const begun = deps.clock.now()
      const checked = await checkStorage(deps.files)
      const milliseconds = deps.clock.now() - begun
      if (checked.ok) return ok<StorageTest>({ trouble: null, detail: null, milliseconds })
      deps.log.warn({ ...checked.failure }, 'the place of documents did not pass its test')
      return ok<StorageTest>({ ...checked.failure, milliseconds })
    },
    addTemplate: (viewer, file) =>
      changed(viewer, async (by) => {
        const taken = await takeInTemplate(deps, { ...file, by })
        return taken.ok ? ok(null) : taken
      }),
    takeStarter: (viewer, { starter, language }) =>
      changed(viewer, async (by) => {
        const { name, bytes } = await deps.starters(starter, language)
        const taken = await takeInTemplate(deps, { name, bytes, language, by })
        return taken.ok ? ok(null) : taken
      }),
    async starterFile(viewer, { starter, language }) {
      const user = await administrator(deps, viewer)
      if (!user.ok) return user
      const { name, bytes, format } = await deps.starters(starter, language)
      return ok({ name, bytes, type: mediaTypes[format] })
    },
    templateFile: (viewer, id) => withTemplate(viewer, id, (template) => templateFile(deps, template)),
    previewTemplate: (viewer, id, leadId) =>
      withTemplate(viewer, id, (template) => onLead(viewer, leadId, (facts) => previewTemplate(deps, template, facts))),
    filledTemplate: (viewer, id, leadId) =>
      withTemplate(viewer, id, (template) => onLead(viewer, leadId, (facts) => filledTemplate(deps, template, facts))),
  }
}
