// Where a send that is being prepared stands, in the six steps that the card draws.
import type { Progress } from '../../shared/card.ts'
import { type Draft, fullName, type SignatureRequest } from './signature-request.ts'

export function progressOf(request: SignatureRequest, draft: Draft | null): Progress {
  return { ...stepOf(request, draft), waiting: request.waiting }
}

function stepOf(request: SignatureRequest, draft: Draft | null): Pick<Progress, 'step' | 'detail'> {
  if (draft === null) return { step: 'waiting', detail: null }
  if (draft.state === 'activating' || draft.state === 'active')
    return { step: draft.activations > 0 && draft.inFlight === null ? 'proving' : 'activating', detail: null }
  if (draft.yousignId === null || draft.state !== 'open') return { step: 'creating', detail: null }
  const document = request.documents[draft.furnished.documents.length]
  if (document) return { step: 'documents', detail: document.name }
  const signer = request.signers[draft.furnished.signers.length]
  return signer ? { step: 'signers', detail: fullName(signer.sent) } : { step: 'activating', detail: null }
}
