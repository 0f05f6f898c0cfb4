// What is worth saying aloud when something changes (ui.md 5, live region): people's acts, never times or counts alone.
import { type CardRequest, preparingSteps } from '../../shared/card.ts'
import type { FullDeps } from '../card/deps.ts'
import { fullName, lineOf, signedCount, stepNumber } from '../card/reading.ts'
import type { CardState } from '../card/state.ts'
import type { Words } from '../words/words.tsx'

export function noticed({ words, tools }: FullDeps, before: CardState, after: CardState): void {
  if (before.kind !== 'open' || after.kind !== 'open' || before === after) return
  if (before.live.on !== after.live.on) tools.say(words.say(after.live.on ? 'say.live' : 'say.paused'))
  if (before.card === after.card) return
  for (const request of after.card.requests) {
    const old = before.card.requests.find(({ id }) => id === request.id)
    const sentence = old === undefined || old === request ? null : noticeOf(words, old, request)
    if (sentence !== null) tools.say(sentence)
  }
}

/** The one sentence for a change of a request, or null when it is nobody's act. */
export function noticeOf(words: Words, before: CardRequest, after: CardRequest): string | null {
  if (after.state !== before.state && after.state === 'done') return words.say('say.done')
  if (after.state !== before.state && after.state === 'ongoing') {
    const asked = after.signers.filter(({ status }) => status !== 'initiated')
    return words.say('say.sent', { names: words.list(asked.map(fullName)) })
  }
  for (const signer of after.signers) {
    const line = lineOf(signer)
    const old = before.signers.find(({ id }) => id === signer.id)
    if (old === undefined || lineOf(old) === line) continue
    const name = fullName(signer)
    if (line === 'signed') return words.say('say.signed', { name, n: signedCount(after), m: after.signers.length })
    if (line === 'declined') return words.say('say.declined', { name })
    if (line === 'delivery_failed') return words.say('say.bounced', { name })
  }
  if (after.progress === null || after.progress.step === before.progress?.step) return null
  return words.say('say.step', { n: stepNumber(after), m: preparingSteps.length })
}
