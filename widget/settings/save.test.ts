import { expect, test, vi } from 'vitest'
import { err, ok } from '../../shared/result.ts'
import { sampleType } from '../../test/fixtures/document-type.ts'
import { settingsPage } from '../../test/fixtures/settings-page.ts'
import type { SettingsApi } from './api.ts'
import type { Kept } from './drafts.ts'
import { saveDrafts } from './save.ts'

const kept: Kept = {
  types: { new: { base: null, body: { ...sampleType, name: ' Bail ' } }, t: { base: 3, body: sampleType } },
  firm: { undoSeconds: 9 },
}

function apiWith(saveType: SettingsApi['saveType'] = async () => ok(settingsPage)) {
  return { saveType: vi.fn(saveType), saveChoices: vi.fn<SettingsApi['saveChoices']>(async () => ok(settingsPage)) }
}

test('each draft goes out on the version that it was begun on, and none is left', async () => {
  const api = apiWith()
  const { rest, refused, page } = await saveDrafts(api, settingsPage, kept)
  expect(api.saveType.mock.calls.map(([{ id, base, body }]) => [id, base, body.name])).toEqual([
    [null, null, 'Bail'],
    ['t', 3, sampleType.name],
  ])
  expect(api.saveChoices).toHaveBeenCalledWith({ ...settingsPage.choices, undoSeconds: 9 })
  expect([rest(kept), refused, page]).toEqual([{ types: {}, firm: {} }, {}, settingsPage])
})

test('the choices go out on top of what a save before them brought', async () => {
  const newer = { ...settingsPage, choices: { ...settingsPage.choices, firmName: 'Meanwhile' } }
  const api = apiWith(async () => ok(newer))
  await saveDrafts(api, settingsPage, kept)
  expect(api.saveChoices).toHaveBeenCalledWith({ ...newer.choices, undoSeconds: 9 })
})

test('what is refused stays, with its reason, and so does what was typed meanwhile', async () => {
  const problem = { code: 'moved_on', savedBy: 'Camille', savedAt: 0 } as const
  const api = apiWith(async ({ id }) => (id === null ? ok(settingsPage) : err(problem)))
  const { rest, refused } = await saveDrafts(api, settingsPage, kept)
  expect(refused).toEqual({ t: problem })
  expect(Object.keys(rest(kept).types)).toEqual(['t'])
  const typed = { ...kept, types: { ...kept.types, new: { base: null, body: sampleType } }, firm: { undoSeconds: 8 } }
  expect(rest(typed)).toEqual(typed)
})
