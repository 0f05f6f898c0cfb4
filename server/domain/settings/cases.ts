// What an administrator may ask of the settings page; the right first, then the one function that does it, then the page anew.
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { SettingsPage, StorageTest } from '../../../shared/settings.ts'
import { settingsDictionaryOf } from '../../../shared/texts/settings.ts'
import type { ComposerDeps } from '../composer.ts'
import { chooseLanguage } from '../language.ts'
import type { UseCases, Viewer } from '../use-cases.ts'
import { checkStorage } from './check-storage.ts'
import { administrator, saveChoices, settingsPage } from './page.ts'
import { addPack, retireType, saveType } from './types.ts'

type SettingsCases = Pick<
  UseCases,
  'openSettings' | 'settings' | 'saveChoices' | 'saveType' | 'retireType' | 'addPack' | 'testStorage'
>

export function createSettingsCases(deps: ComposerDeps): SettingsCases {
  async function changed(
    viewer: Viewer,
    run: (by: string) => Promise<Result<null, Problem>> | Result<null, Problem>,
  ): Promise<Result<SettingsPage, Problem>> {
    const user = await administrator(deps, viewer)
    if (!user.ok) return user
    const done = await run(user.value.name)
    return done.ok ? settingsPage(deps) : err(done.failure)
  }

  return {
    async openSettings({ userId, languages, hostLanguage }) {
      const user = await administrator(deps, { userId })
      if (!user.ok) return user
      const page = await settingsPage(deps)
      if (!page.ok) return page
      const language = chooseLanguage(deps.store.settings().language, languages, hostLanguage)
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
  }
}
