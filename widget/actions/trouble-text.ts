// Why a request is not sent, as a sentence: cause, who can fix it, what happened meanwhile.
import type { Trouble } from '../../shared/card.ts'
import type { Words } from '../words/words.tsx'

export function troubleText(words: Words, trouble: Trouble): string {
  switch (trouble.kind) {
    case 'key_refused':
    case 'workspace_missing':
      return words.say(`trouble.${trouble.kind}`, { names: words.list(trouble.administrators) })
    case 'feature_off': {
      const key = trouble.feature === 'other' ? 'feature' : trouble.feature
      return words.say(`trouble.${key}_off`, { names: words.list(trouble.administrators), detail: trouble.detail })
    }
    case 'document':
      return trouble.problem === 'anchors' || trouble.problem === 'initials' || trouble.problem === 'rejected'
        ? words.say(`trouble.${trouble.problem}`, { name: trouble.name })
        : words.say(`doc.${trouble.problem}`, { name: trouble.name })
    case 'not_replaceable':
      return words.say(`problem.not_replaceable.${trouble.why}`, { reference: trouble.reference })
    case 'gave_up':
      return words.say('trouble.gave_up', { n: trouble.attempts })
    case 'refused':
      return words.say('trouble.refused', { detail: trouble.detail })
    case 'file_gone':
      return words.say('trouble.file_gone', { name: trouble.name })
    case 'stopped':
      return words.say('trouble.stopped', { by: trouble.by })
    default:
      return words.say(`trouble.${trouble.kind}`)
  }
}
