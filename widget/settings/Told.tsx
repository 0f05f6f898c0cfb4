// The type as one sentence, told again at each change once somebody has stopped typing.
import { useEffect, useState } from 'preact/hooks'
import type { EditorProps } from './Editor.tsx'

/** ui.md 3, `.ysg-told`. */
const rest = 600

export function Told({ words, page, body }: EditorProps) {
  const { clients } = body
  const who =
    clients.kind === 'position'
      ? words.say('told.position', { position: clients.position })
      : words.say(`told.${clients.kind}`)
  const firm = body.firm.map((rule) =>
    rule.kind === 'responsible'
      ? words.say('told.responsible')
      : (page.users.find(({ userId }) => userId === rule.userId)?.name ?? words.say('people.unknown')),
  )
  const facts = {
    name: body.name || words.say('types.untitled'),
    level: words.say(`level.${body.level}`),
    clients: who,
    firm: words.list(firm),
    days: Number.isInteger(body.expiryDays) ? body.expiryDays : null,
  }
  const now = JSON.stringify(facts)
  const [said, setSaid] = useState(now)
  useEffect(() => {
    const timer = setTimeout(() => setSaid(now), rest)
    return () => clearTimeout(timer)
  }, [now])
  return (
    <p class="ysg-told" aria-live="polite">
      {words.rich('told', JSON.parse(said) as typeof facts)}
    </p>
  )
}
