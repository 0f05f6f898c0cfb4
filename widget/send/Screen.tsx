// A view in place of the card. What it was about may have gone meanwhile: then the card is shown again.
import { useEffect } from 'preact/hooks'
import { Qr } from '../actions/Qr.tsx'
import type { FullDeps } from '../card/deps.ts'
import type { OpenState } from '../card/state.ts'
import { Cancel, Discard } from './Cancel.tsx'
import { Composer } from './Composer.tsx'
import { Correct } from './Correct.tsx'
import { Extend } from './Extend.tsx'
import { Paper } from './Paper.tsx'
import { Prepared } from './Prepared.tsx'

export function Screen({ deps, state }: { deps: FullDeps; state: OpenState }) {
  const { view } = state
  if (view.kind === 'card') return null
  if (view.kind === 'composer') return <Composer deps={deps} state={state} start={view.start} />
  const request = state.card.requests.find(({ id }) => id === view.request)
  const signer = 'signer' in view ? request?.signers.find(({ id }) => id === view.signer) : undefined
  if (request === undefined) return <Gone deps={deps} />
  const about = { deps, state, request }
  if (view.kind === 'cancel') return <Cancel {...about} />
  if (view.kind === 'discard') return <Discard {...about} />
  if (view.kind === 'paper') return <Paper {...about} />
  if (view.kind === 'extend') return <Extend {...about} />
  if (view.kind === 'prepared') return <Prepared {...about} />
  if (signer === undefined || signer.status === 'signed') return <Gone deps={deps} />
  if (view.kind === 'qr') return <Qr {...about} signer={signer} />
  return <Correct {...about} signer={signer} />
}

function Gone({ deps }: { deps: FullDeps }) {
  useEffect(() => deps.tools.view({ kind: 'card' }), [])
  return null
}
