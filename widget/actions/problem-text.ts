// The sentence for each thing the server would not or could not do: cause, who can fix it, whether again makes sense.
import type { Problem } from '../../shared/problem.ts'
import type { Deps } from '../card/deps.ts'
import type { CardProblem } from '../card/problem.ts'
import type { Facts } from '../words/words.tsx'
import { whenOf } from './when.ts'

export function problemText(deps: Deps, problem: CardProblem): string {
  const { words } = deps
  if (problem.code === 'document') {
    const { kind, name, limit, text } = problem
    return words.say(`doc.${kind}`, { name, limit, text })
  }
  if (problem.code === 'not_replaceable')
    return words.say(`problem.not_replaceable.${problem.why}`, { reference: problem.reference })
  return words.say(`problem.${problem.code}`, factsOf(deps, problem))
}

function factsOf(
  deps: Deps,
  problem: Exclude<CardProblem, Extract<Problem, { code: 'document' | 'not_replaceable' }>>,
): Facts {
  switch (problem.code) {
    case 'bad_request':
    case 'refused_by_yousign':
      return { detail: problem.detail }
    case 'already_under_way':
      return { date: deps.times.date(problem.since) }
    case 'too_soon':
    case 'throttled':
      return { when: whenOf(deps, problem.until) }
    case 'record_running':
      return { reference: problem.reference }
    case 'too_large':
      return { mb: Math.floor(problem.limit / 1_048_576) }
    default:
      return {}
  }
}
