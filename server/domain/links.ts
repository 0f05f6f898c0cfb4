// Bearer links of ours: a stored document for 90 days, and a signer's turn. Only hashes are kept.
import { err, ok, type Result } from '../../shared/result.ts'
import { openAtYousign } from '../../shared/states.ts'
import type { Deps } from './deps.ts'
import { closedNow } from './keeping/fate.ts'
import { readKept } from './kept.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import type { SignerPage, UseCases } from './use-cases.ts'

export type LinkCases = Pick<UseCases, 'openFile' | 'signerPage' | 'signerTurn'>

export function createLinkCases(deps: Deps): LinkCases {
  return {
    async openFile(token) {
      const hash = deps.hashToken(token)
      const link = deps.store.link(hash)
      if (link === null || link.kind !== 'file') return err('unknown')
      if (link.revokedAt !== null || link.expiresAt <= deps.clock.now()) return err('expired')
      const file = deps.store.file(link.target)
      const request = file && deps.store.request(file.requestId)
      if (!file || !request) return err('unknown')
      if (closedNow(deps, request) !== null) return err('expired')
      const bytes = await readKept(deps, file)
      if (!bytes.ok) return bytes
      deps.store.recordOpening(hash, deps.clock.now())
      return ok({ name: file.name, bytes: bytes.value, type: 'application/pdf' })
    },
    signerPage: (token) => pageOf(deps, token).page,
    signerTurn: (token) => turn(deps, token),
  }
}

async function turn(deps: Deps, token: string): Promise<Result<{ url: string }, SignerPage | 'unavailable'>> {
  const { page, request, signer } = pageOf(deps, token)
  if (page.kind !== 'turn' || !request?.yousignId || !signer?.yousignId) return err(page)
  const read = await deps.esign.signer(request.yousignId, signer.yousignId, 'click')
  if (!read.ok || read.value.link === null) return err('unavailable')
  deps.store.recordOpening(deps.hashToken(token), deps.clock.now())
  return ok({ url: read.value.link.url })
}

function pageOf(deps: Deps, token: string): { page: SignerPage; request?: SignatureRequest; signer?: Signer } {
  const link = deps.store.link(deps.hashToken(token))
  const request = link?.kind === 'signer' ? deps.store.request(link.requestId) : null
  const signer = request?.signers.find((one) => one.id === link?.target)
  if (!link || !request || !signer) return { page: { kind: 'unknown' } }
  const facts = {
    firm: request.snapshot.firm.name,
    document: request.snapshot.form.name,
    name: fullName(signer.sent),
    locale: signer.sent.locale,
    provider: deps.settings.provider,
  }
  return { page: { kind: kindOf(request, signer, deps.clock.now(), link.expiresAt), ...facts }, request, signer }
}

/** A revoked link still tells its holder what became of the turn. */
function kindOf(
  request: SignatureRequest,
  signer: Signer,
  now: number,
  expiresAt: number,
): 'turn' | 'later' | 'signed' | 'ended' {
  if (signer.status === 'signed') return 'signed'
  if (
    !openAtYousign.has(request.state) ||
    request.deletedAt !== null ||
    signer.status === 'declined' ||
    expiresAt <= now
  )
    return 'ended'
  return signer.status === 'initiated' || request.state !== 'ongoing' ? 'later' : 'turn'
}
