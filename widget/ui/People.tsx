// The people of a request on a rail: the rail says the order, the sign the state, the line what happened last.
import type { CardRequest, CardSigner } from '../../shared/card.ts'
import type { Deps } from '../card/deps.ts'
import { fullName, lineOf, type Node, nodeOf } from '../card/reading.ts'
import type { OpenState } from '../card/state.ts'
import { Icon, icons } from './icons.tsx'

interface PeopleProps {
  deps: Deps
  state: OpenState
  request: CardRequest
}

export function People(props: PeopleProps) {
  const parallel = props.request.order === 'all_at_once'
  const List = parallel ? 'ul' : 'ol'
  return (
    <List
      class="ysg-people"
      data-order={parallel ? 'parallel' : 'sequential'}
      aria-label={props.deps.words.say('signers')}
    >
      {props.request.signers.map((signer) => (
        <Person key={signer.id} {...props} signer={signer} />
      ))}
    </List>
  )
}

function Person({ deps, state, request, signer }: PeopleProps & { signer: CardSigner }) {
  const { words, full } = deps
  const { capacity } = signer
  const node = nodeOf(signer, deps.now())
  const tag = signer.isViewer ? 'you' : signer.side === 'firm' ? 'firm' : null
  return (
    <li class="ysg-person" data-state={node} data-tone={tones[node]}>
      <span class="ysg-node" aria-hidden="true">
        {node === 'signed' ? (
          <Icon d={icons.check} />
        ) : signer.status === 'declined' ? (
          '✕'
        ) : tones[node] === node ? (
          '!'
        ) : (
          placeOf(request, signer)
        )}
      </span>
      <p class="ysg-person__name">
        {fullName(signer)} {tag !== null && <span class="ysg-tag">{words.say(tag)}</span>}
        {capacity.kind === 'company' && <span class="ysg-soft"> {words.say('signer.for', { ...capacity })}</span>}
      </p>
      {full !== null && <full.more.More deps={full} state={state} request={request} signer={signer} />}
      <div class="ysg-person__state">
        <Line deps={deps} signer={signer} />
        {signer.words !== null && <p class="ysg-quote">{signer.words}</p>}
      </div>
      {full !== null && <full.more.PersonActions deps={full} state={state} request={request} signer={signer} />}
    </li>
  )
}

/** A tone that is called like its node stands for an exclamation mark. */
const tones = {
  later: undefined,
  now: 'info',
  signed: 'ok',
  warn: 'warn',
  bad: 'bad',
} as const satisfies Record<Node, string | undefined>

/** People who sign together carry the same number. */
function placeOf({ order, signers }: CardRequest, signer: CardSigner): number {
  if (order === 'one_by_one') return signers.indexOf(signer) + 1
  return order === 'clients_then_firm' && signer.side === 'firm' && signers.some(({ side }) => side === 'client')
    ? 2
    : 1
}

function Line({ deps: { words, times }, signer }: { deps: Deps; signer: CardSigner }) {
  const line = lineOf(signer)
  const at =
    line === 'signed' ? signer.signedAt : line === 'opened' ? (signer.marks.link_opened ?? null) : signer.notifiedAt
  const facts = at === null ? {} : { date: times.date(at), time: times.time(at) }
  const text = words.say(`signer.${line}`, { names: words.list(signer.after), ...facts })
  return line === 'signed' || nodeOf(signer, 0) === 'later' ? text : <b>{text}</b>
}
