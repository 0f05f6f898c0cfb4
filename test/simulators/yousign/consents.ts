// Boxes to tick before signing (contracts/yousign.md 2.6): added to a draft, ticked on the way to the signature.
import { type Answer, json, refuse } from './answer.ts'
import { type Call, draftRequest, seenRequest } from './call.ts'
import type { ConsentRecord } from './consent-record.ts'
import type { RequestRecord, SignerRecord } from './model.ts'
import { parse } from './parse.ts'
import { createConsent } from './schemas.ts'
import type { World } from './world.ts'

export function list(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  return found.ok ? json(200, { data: found.value.consents.map(viewOf) }) : found.answer
}

export function add(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const parsed = parse(createConsent, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const request = found.value
  const { type, settings, optional, signer_ids, document_id = null } = parsed.value
  if (!signer_ids.every((id) => request.signers.some((signer) => signer.id === id)))
    return refuse.invalid([{ name: 'signer_ids', reason: 'The signer does not belong to this signature request.' }])
  if (document_id !== null && !request.documents.some((document) => document.id === document_id))
    return refuse.invalid([{ name: 'document_id', reason: 'The document does not belong to this signature request.' }])
  const about = { type, text: settings.text, optional, signer_ids, document_id }
  const consent: ConsentRecord = { id: world.random.uuid(), ...about, given: [] }
  request.consents.push(consent)
  world.history.changed(request)
  return json(201, viewOf(consent))
}

/** What this signer is asked to tick. */
export function consentsOf(request: RequestRecord, signer: SignerRecord): ConsentRecord[] {
  return request.consents.filter(({ signer_ids }) => signer_ids.includes(signer.id))
}

function viewOf({ id, type, text, optional, signer_ids, document_id }: ConsentRecord) {
  return { id, type, settings: { text }, optional, signer_ids, document_id }
}
