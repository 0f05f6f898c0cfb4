// Somebody prepared it, somebody sends it: the same last look, from what the request holds.

import { Button, Sub } from '../actions/parts.tsx'
import { Said, usePress } from '../actions/press.tsx'
import type { RequestProps } from '../card/deps.ts'
import { Differences } from './Differences.tsx'
import { Plan } from './Plan.tsx'
import { SendButton } from './SendButton.tsx'
import { Version } from './Version.tsx'

export function Prepared({ deps, request }: RequestProps) {
  const { words, times, tools } = deps
  const press = usePress(deps)
  const { problem } = press
  const back = () => tools.view({ kind: 'card' })
  const send = () =>
    press.run(
      () => tools.api.act('sendPrepared', request.id),
      (reply) => {
        deps.dispatch({ kind: 'request', request: reply.request })
        deps.dispatch({ kind: 'show', request: reply.request.id })
        return null
      },
    )
  return (
    <Sub deps={deps} title={words.say('review.title')} back={back}>
      <div class="ysg-pad ysg-stack ysg-view">
        <p class="ysg-soft">{words.say('review.prepared', { by: request.by, date: times.date(request.createdAt) })}</p>
        <ul>
          {request.documents.map(({ name, pages }) => (
            <li key={name}>
              <b>{name}</b> {pages !== null && <span class="ysg-soft">{words.say('review.pages', { n: pages })}</span>}
            </li>
          ))}
        </ul>
        {request.newVersion !== null && <Version deps={deps} version={request.newVersion} />}
        <Plan deps={deps} form={request} signers={request.signers} stageAfter={null} deadline={request.deadline} />
      </div>
      <div class="ysg-end ysg-stack">
        {problem?.code === 'changed' && <Differences words={words} differences={problem.differences} />}
        <Said deps={deps} press={press} />
        {problem?.code === 'changed' ? (
          <Button
            block
            look="primary"
            press={() => tools.view({ kind: 'composer', start: { kind: 'new_version', request: request.id } })}
          >
            {words.say('do.new_version')}
          </Button>
        ) : (
          <SendButton deps={deps} people={request.signers.length} busy={press.busy} pointer={null} send={send} />
        )}
      </div>
    </Sub>
  )
}
