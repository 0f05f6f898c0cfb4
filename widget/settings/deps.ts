// What every part of the settings page is given.
import type { SettingsPage } from '../../shared/settings.ts'
import type { PageTextKey } from '../../shared/texts/settings.ts'
import type { CardProblem } from '../card/problem.ts'
import type { Words } from '../words/words.tsx'
import type { SettingsApi } from './api.ts'
import type { Kept } from './drafts.ts'

export interface SettingsDeps {
  words: Words<PageTextKey>
  api: SettingsApi
  page: SettingsPage
  /** The page as it is after something was saved. */
  put(page: SettingsPage): void
  /** What was changed and not saved yet. */
  kept: Kept
  keep(next: (before: Kept) => Kept): void
  /** Why something was not saved, by the key of its draft. */
  failures: Readonly<Record<string, string>>
}

/** A moment as a day in the page's language. */
export function dayOf(words: SettingsDeps['words'], at: number): string {
  return new Intl.DateTimeFormat(words.tag, { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
}

/** Why something was not saved, for the person in front of it. */
export function failureText(words: SettingsDeps['words'], problem: CardProblem): string {
  switch (problem.code) {
    case 'document_type':
      return problem.problems.map(({ code, detail }) => words.say(`problem.${code}`, { detail })).join(' ')
    case 'moved_on':
      return words.say('fail.moved_on', { by: problem.savedBy })
    case 'record_running':
      return words.say('fail.record_running', { reference: problem.reference })
    case 'not_administrator':
    case 'not_filed':
    case 'file_lost':
      return words.say(`fail.${problem.code}`)
    case 'bad_request':
      return words.say('fail.input', { part: partOf(words, problem.detail) })
    default:
      return words.say('fail.other')
  }
}

/** The server names the field; the page has a word for those that somebody can leave empty or fill too far. */
function partOf(words: SettingsDeps['words'], detail: string): string {
  const field = /^Correct (?:body\.)?(\w+)/.exec(detail)?.[1] ?? ''
  const label = fieldLabels.get(field)
  return label === undefined ? detail : words.say(label)
}

const fieldLabels: ReadonlyMap<string, PageTextKey> = new Map([
  ['name', 'part.name_label'],
  ['source', 'part.source'],
  ['clients', 'who.position_is'],
  ['expiryDays', 'wait.days'],
  ['invitation', 'part.words'],
  ['copyTo', 'words.copy'],
  ['followUps', 'after.tasks'],
  ['advice', 'after.advice'],
  ['firmName', 'firm.name'],
  ['undoSeconds', 'firm.undo'],
  ['details', 'firm.details'],
  ['people', 'firm.people'],
  ['reviewYears', 'keeping.years'],
])
