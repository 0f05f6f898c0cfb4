// Saves every draft, one after the other: each that is refused stays, with its reason.
import type { SettingsPage } from '../../shared/settings.ts'
import type { CardProblem } from '../card/problem.ts'
import type { SettingsApi } from './api.ts'
import { tidied } from './body.ts'
import { fresh, type Kept, withoutType } from './drafts.ts'

export interface Saved {
  /** The page after the last save; null when nothing was saved. */
  page: SettingsPage | null
  /** Takes out what was saved, whatever was typed beside it meanwhile. */
  rest(kept: Kept): Kept
  /** Why a draft was refused, by its key. */
  refused: Record<string, CardProblem>
}

/** Never rejects. Choices of the firm go out as a whole, on top of the newest page, with what was changed in them. */
export async function saveDrafts(
  api: Pick<SettingsApi, 'saveType' | 'saveChoices'>,
  now: SettingsPage,
  kept: Kept,
): Promise<Saved> {
  const refused: Record<string, CardProblem> = {}
  const done: string[] = []
  let page: SettingsPage | null = null
  for (const [id, { base, body }] of Object.entries(kept.types)) {
    const answer = await api.saveType({ id: id === fresh ? null : id, base, body: tidied(body) })
    if (answer.ok) {
      page = answer.value
      done.push(id)
    } else refused[id] = answer.failure
  }
  let isFirmDone = false
  if (Object.keys(kept.firm).length > 0) {
    const answer = await api.saveChoices({ ...(page ?? now).choices, ...kept.firm })
    if (answer.ok) {
      page = answer.value
      isFirmDone = true
    } else refused['firm'] = answer.failure
  }
  const rest = (before: Kept): Kept => {
    const types = done
      .filter((id) => before.types[id] === kept.types[id])
      .reduce((left, id) => withoutType(left, id), before)
    return isFirmDone && before.firm === kept.firm ? { ...types, firm: {} } : types
  }
  return { page, rest, refused }
}
