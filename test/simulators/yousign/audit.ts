// Audit trails and identity proofs: what is said about a signature afterwards (contracts/yousign.md 2.7).
import { type Answer, file, json, no, type Outcome, refuse, value } from './answer.ts'
import { type Call, seenRequest, signerOf } from './call.ts'
import { zip } from './downloads.ts'
import type { RequestRecord, SignerRecord } from './model.ts'
import { mergePdfs, textPdf } from './pdf-write.ts'
import { stamp, stampOrNull } from './time.ts'
import type { World } from './world.ts'

/** Identity proofs of QES can be had while they are recent. */
const proofLife = 30 * 86_400_000

export function readJson(world: World, call: Call): Answer {
  const turn = trailOf(world, call)
  return turn.ok ? json(200, trail(world, turn.value.request, turn.value.signer)) : turn.answer
}

export async function download(world: World, call: Call): Promise<Answer> {
  const turn = trailOf(world, call)
  if (!turn.ok) return turn.answer
  const { request, signer } = turn.value
  return file(await trailPdf(world, request, signer), 'application/pdf', `audit-trail-${signer.id}.pdf`)
}

/** Only when done: a ZIP of one PDF per signer, or with `merge=true` one PDF. */
export async function downloadAll(world: World, call: Call): Promise<Answer> {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  if (request.status !== 'done') return refuse.status('signature_request', 'The signature request is not done.')
  const signers = request.signers.filter((signer) => signer.signature_level !== 'qualified_electronic_signature')
  if (signers.length === 0) return refuse.notFound('A qualified electronic signature has no audit trail.')
  if (signers.some((signer) => !ready(world, signer))) return notReady()
  const files: { name: string; bytes: Uint8Array }[] = []
  for (const signer of signers) {
    files.push({ name: `audit-trail-${signer.id}.pdf`, bytes: await trailPdf(world, request, signer) })
  }
  if (call.query.get('merge') === 'true') {
    return file(await mergePdfs(files.map(({ bytes }) => bytes)), 'application/pdf', 'audit-trails.pdf')
  }
  return file(zip(files, request.created_at), 'application/zip', 'audit-trails.zip')
}

/** QES only, after a successful recent identification. */
export async function identityProof(world: World, call: Call): Promise<Answer> {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const one = signerOf(found.value, call)
  if (!one.ok) return one.answer
  const signer = one.value
  if (signer.signature_level !== 'qualified_electronic_signature' || signer.identity !== 'succeeded') {
    return refuse.status('signer', 'There is no verified identity of this signer.')
  }
  const since = signer.signed_at ?? signer.link_opened_at ?? 0
  if (world.clock.now() - since > proofLife) return refuse.notFound('The identity proof is no longer available.')
  const { first_name, last_name } = signer.info
  const lines = [`Identity of ${first_name} ${last_name}`, 'Method: video', 'Result: accepted', `Signer ${signer.id}`]
  const { bytes } = await textPdf('Verified identity proof (simulated)', lines)
  return file(bytes, 'application/pdf', `identity-proof-${signer.id}.pdf`)
}

function trailOf(world: World, call: Call): Outcome<{ request: RequestRecord; signer: SignerRecord }> {
  const found = seenRequest(world, call)
  if (!found.ok) return found
  const one = signerOf(found.value, call)
  if (!one.ok) return one
  const signer = one.value
  if (signer.signature_level === 'qualified_electronic_signature') {
    return no(refuse.notFound('A qualified electronic signature has no audit trail.'))
  }
  if (signer.status !== 'signed') return no(refuse.status('signer', 'The signer has not signed.'))
  return ready(world, signer) ? value({ request: found.value, signer }) : no(notReady())
}

function ready(world: World, signer: SignerRecord): boolean {
  return signer.signed_at !== null && world.clock.now() >= signer.signed_at + world.settings.auditTrailDelay
}

function notReady(): Answer {
  return refuse.because('audit_trail.not_ready_for_download', 'The audit trail is not ready yet.')
}

function trail(world: World, request: RequestRecord, signer: SignerRecord) {
  const { first_name, last_name, email, phone_number } = signer.info
  return {
    version: 4,
    signature_request: {
      id: request.id,
      name: request.name,
      sent_at: stampOrNull(request.activated_at),
      expires_at: stamp(request.expires_at),
      workspace_id: request.workspace_id,
    },
    sender: { id: request.sender?.id ?? null, email_address: request.sender?.email ?? null },
    signer: {
      id: signer.id,
      first_name,
      last_name,
      email_address: email,
      phone_number,
      ip_address: '203.0.113.7',
      consent_given_at: stampOrNull(signer.link_opened_at),
      signature_process_completed_at: stampOrNull(signer.signed_at),
    },
    documents: request.documents.map(({ id, filename, sha256 }) => ({ id, name: filename, initial_hash: sha256 })),
    organization: { id: world.state.workspaces[0]?.id ?? null, name: 'Aubry & Vasseur' },
    authentication: { mode: signer.signature_authentication_mode, validated_at: stampOrNull(signer.signed_at) },
    electronic_signature_level: { type: signer.signature_level },
  }
}

async function trailPdf(world: World, request: RequestRecord, signer: SignerRecord): Promise<Uint8Array> {
  const facts = trail(world, request, signer)
  const lines = [
    `Signature request: ${request.name} (${request.id})`,
    `Sent: ${facts.signature_request.sent_at}, by ${facts.sender.email_address}`,
    `Signer: ${facts.signer.first_name} ${facts.signer.last_name}, ${facts.signer.email_address}`,
    `Level: ${signer.signature_level}; authentication: ${signer.signature_authentication_mode ?? 'none'}`,
    `Opened: ${facts.signer.consent_given_at}; signed: ${facts.signer.signature_process_completed_at}`,
    `Address: ${facts.signer.ip_address}`,
    ...facts.documents.map((document) => `Document: ${document.name}, SHA-256 ${document.initial_hash}`),
    ...(world.state.sandbox ? ['Sandbox, not legally binding.'] : []),
  ]
  return (await textPdf('Audit trail (simulated)', lines)).bytes
}
