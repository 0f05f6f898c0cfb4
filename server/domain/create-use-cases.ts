// Everything that people may ask, put together: rights first, then the one function that does it, then the request as it is now.
import type { RequestReply } from '../../shared/api.ts'
import type { Card, Connection, Language, Notice } from '../../shared/card.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { dictionaryOf } from '../../shared/texts/dictionaries.ts'
import { requestView } from './card-view.ts'
import { composerFor } from './composer.ts'
import type { CrmLead } from './crm.ts'
import type { Deps } from './deps.ts'
import { completeFile, problemOfEvidence } from './evidence/complete-file.ts'
import { createKeepingCases } from './keeping/cases.ts'
import { closedNow } from './keeping/fate.ts'
import { readKept } from './kept.ts'
import { chooseLanguage } from './language.ts'
import { createLinkCases } from './links.ts'
import { signOnPaper } from './paper/ask.ts'
import { createPlaceCases } from './places/editor.ts'
import { createPreview } from './preview.ts'
import { cancel, extend, refresh } from './request-actions.ts'
import { review } from './review.ts'
import { createRights, problemOfKommo } from './rights.ts'
import { createSettingsCases } from './settings/cases.ts'
import { administrator } from './settings/page.ts'
import type { SignatureRequest, Signer } from './signature-request.ts'
import { correct, linkFor, remind } from './signer-actions.ts'
import { retry, sendPrepared, submit, takeBack } from './submit.ts'
import { subscriptionState } from './subscription.ts'
import { tooManyMissed } from './sweeps.ts'
import { upload } from './upload.ts'
import type { UseCases, Viewer } from './use-cases.ts'

const mostTimeline = 500

/** Who may open a restricted record. */
type Opens = 'nobody' | 'administrators'

export function createUseCases(deps: Deps): UseCases {
  const rights = createRights(deps)
  const preview = createPreview(deps)

  async function administrators(): Promise<string[]> {
    const users = await deps.directory.users()
    return users.ok ? users.value.filter((user) => user.isAdmin && user.isActive).map((user) => user.name) : []
  }

  async function view(request: SignatureRequest, viewer: Viewer) {
    return requestView(deps, request, viewer, { administrators: await administrators() })
  }

  async function card(viewer: Viewer, leadId: number, lead: CrmLead | null): Promise<Result<Card, Problem>> {
    const users = await deps.directory.users()
    const all = users.ok ? users.value.filter((user) => user.isAdmin && user.isActive) : []
    const admin = all.some((user) => user.id === viewer.userId)
    const names = all.map((user) => user.name)
    const connection = connectionOf(deps, names)
    const composer =
      lead !== null && connection.kind === 'connected' ? await composerFor(deps, lead, viewer.userId) : null
    if (composer !== null && !composer.ok) return composer
    return ok({
      leadId,
      leadGone: lead === null,
      connection,
      notices: admin ? noticesOf(deps) : [],
      requests: deps.store
        .requestsOfLead(leadId)
        .map((request) => requestView(deps, request, viewer, { administrators: names })),
      composer: composer === null ? null : composer.value,
      cursor: deps.store.cursor(),
    })
  }

  /** What was erased is gone for everybody; what is restricted, `opens` says for whom it is not. */
  async function closedTo(viewer: Viewer, request: SignatureRequest, opens: Opens): Promise<Problem | null> {
    const closed = closedNow(deps, request)
    if (closed === null) return null
    if (closed.kind === 'erased') return { code: 'erased' }
    if (opens === 'administrators' && (await administrator(deps, viewer)).ok) return null
    return { code: 'restricted' }
  }

  /** Rights, then the request of that lead. A request of another lead is as good as none. */
  async function withRequest<T>(
    viewer: Viewer,
    leadId: number,
    requestId: string,
    run: (request: SignatureRequest) => Promise<Result<T, Problem>>,
    opens: Opens = 'nobody',
  ): Promise<Result<T, Problem>> {
    const lead = await rights.lead(viewer, leadId)
    if (!lead.ok) return lead
    const request = deps.store.request(requestId)
    if (request?.leadId !== leadId) return err({ code: 'not_found' })
    const problem = await closedTo(viewer, request, opens)
    return problem === null ? run(request) : err(problem)
  }

  const acted = (
    viewer: Viewer,
    leadId: number,
    requestId: string,
    run: (request: SignatureRequest) => Promise<Result<null, Problem>> | Result<null, Problem>,
  ): Promise<Result<RequestReply, Problem>> =>
    withRequest(viewer, leadId, requestId, async (request) => {
      const result = await run(request)
      if (!result.ok) return result
      return ok({ request: await view(deps.store.request(requestId) ?? request, viewer) })
    })

  async function readFile(request: SignatureRequest, fileId: string) {
    const file = deps.store.file(fileId)
    if (file?.requestId !== request.id) return err({ code: 'not_found' as const })
    const bytes = await readKept(deps, file)
    if (!bytes.ok) return err({ code: bytes.failure })
    const type = file.kind === 'audit_trail_data' ? 'application/json' : 'application/pdf'
    return ok({ name: file.name, bytes: bytes.value, type })
  }

  async function readEvidence(request: SignatureRequest) {
    const made = await completeFile(deps, request)
    return made.ok
      ? ok({ ...made.value, type: 'application/zip' })
      : err(problemOfEvidence(deps, request, made.failure))
  }

  const withSigner = (requestId: string, signerId: string, request: SignatureRequest): Signer | null =>
    request.id === requestId ? (request.signers.find((signer) => signer.id === signerId) ?? null) : null

  return {
    ...createLinkCases(deps),
    ...createSettingsCases(deps, rights),
    ...createPlaceCases(deps),
    ...createKeepingCases(deps),

    async openSession(start) {
      const users = await deps.directory.users()
      if (!users.ok) return err(problemOfKommo(users.failure))
      const user = users.value.find((one) => one.id === start.userId)
      if (!user?.isActive) return err({ code: 'forbidden' })
      const language: Language = chooseLanguage(deps.store.settings().language, start.languages, start.hostLanguage)
      const viewer: Viewer = { userId: user.id, language }
      const lead = await rights.lead(viewer, start.leadId, true)
      if (!lead.ok) return lead
      const shown = await card(viewer, start.leadId, lead.value)
      if (!shown.ok) return shown
      return ok({
        viewer,
        user: { id: user.id, name: user.name, isAdmin: user.isAdmin },
        dictionary: dictionaryOf(language),
        card: shown.value,
      })
    },

    async card(viewer, leadId) {
      const lead = await rights.lead(viewer, leadId)
      return lead.ok ? card(viewer, leadId, lead.value) : lead
    },

    async changedSince(viewer, leadId, cursor) {
      const lead = await rights.lead(viewer, leadId)
      if (!lead.ok) return lead
      const names = await administrators()
      const changed = deps.store.changedSince(leadId, cursor)
      const last = changed.at(-1)?.revision ?? cursor
      return ok({
        cursor: last,
        requests: changed.map((request) => requestView(deps, request, viewer, { administrators: names })),
      })
    },

    async upload(viewer, leadId, name, bytes) {
      const lead = await rights.lead(viewer, leadId)
      return lead.ok ? upload(deps, viewer, leadId, name, bytes) : lead
    },

    async review(viewer, leadId, body) {
      // The snapshot is taken here, so the lead is read afresh.
      const lead = await rights.lead(viewer, leadId, true)
      if (!lead.ok) return lead
      if (lead.value === null) return err({ code: 'lead_gone' })
      if (!deps.settings.connected()) return err({ code: 'not_connected' })
      return review(deps, viewer, lead.value, body)
    },

    async reviewDocument(viewer, leadId, reviewId, index) {
      const lead = await rights.lead(viewer, leadId)
      if (!lead.ok) return lead
      const found = deps.store.review(reviewId)
      return found?.leadId === leadId ? preview(found, index) : err({ code: 'not_found' })
    },

    async send(viewer, leadId, body) {
      const lead = await rights.lead(viewer, leadId)
      if (!lead.ok) return lead
      if (lead.value === null) return err({ code: 'lead_gone' })
      const sent = await submit(deps, viewer, leadId, body)
      return sent.ok ? ok({ request: await view(sent.value, viewer) }) : sent
    },

    async readPhone(viewer, leadId, phone) {
      const lead = await rights.lead(viewer, leadId)
      if (!lead.ok) return lead
      const firm = await deps.directory.firm()
      if (!firm.ok) return err(problemOfKommo(firm.failure))
      const { e164, shown, type, assumedCountry } = deps.phones.read(phone, firm.value.country)
      return ok({ e164, shown, type, assumedCountry })
    },

    undo: (viewer, leadId, id) => acted(viewer, leadId, id, (request) => takeBack(deps, viewer, request)),
    sendPrepared: (viewer, leadId, id) => acted(viewer, leadId, id, (request) => sendPrepared(deps, viewer, request)),
    retry: (viewer, leadId, id) => acted(viewer, leadId, id, (request) => retry(deps, viewer, request)),
    retryEffects: (viewer, leadId, id) =>
      acted(viewer, leadId, id, () => {
        deps.store.retryStuck(id, deps.clock.now())
        return ok(null)
      }),
    cancel: (viewer, leadId, id, body) => acted(viewer, leadId, id, (request) => cancel(deps, viewer, request, body)),
    paper: (viewer, leadId, id, body) =>
      acted(viewer, leadId, id, (request) => signOnPaper(deps, viewer, request, body)),
    extend: (viewer, leadId, id, body) => acted(viewer, leadId, id, (request) => extend(deps, viewer, request, body)),
    refresh: (viewer, leadId, id) => acted(viewer, leadId, id, (request) => refresh(deps, request)),

    timeline: (viewer, leadId, id) =>
      withRequest(viewer, leadId, id, async (request) =>
        ok({
          entries: deps.store.ledger(request.id, mostTimeline).map(({ at, event, facts }) => ({ at, event, facts })),
        }),
      ),

    remind: (viewer, leadId, id, signerId) =>
      acted(viewer, leadId, id, (request) => {
        const signer = withSigner(id, signerId, request)
        return signer === null ? err({ code: 'not_found' }) : remind(deps, viewer, request, signer)
      }),

    signerLink: (viewer, leadId, id, signerId) =>
      withRequest(viewer, leadId, id, async (request) => {
        const signer = withSigner(id, signerId, request)
        return signer === null ? err({ code: 'not_found' }) : linkFor(deps, viewer, request, signer)
      }),

    correct: (viewer, leadId, id, signerId, body) =>
      acted(viewer, leadId, id, async (request) => {
        const signer = withSigner(id, signerId, request)
        if (signer === null) return err({ code: 'not_found' })
        const firm = await deps.directory.firm()
        return firm.ok
          ? correct(deps, viewer, request, signer, body, firm.value.country)
          : err(problemOfKommo(firm.failure))
      }),

    file: (viewer, leadId, id, fileId) =>
      withRequest(viewer, leadId, id, (request) => readFile(request, fileId), 'administrators'),

    evidence: (viewer, leadId, id) => withRequest(viewer, leadId, id, readEvidence, 'administrators'),
  }
}

/** What somebody who can change it should know, wherever they look. */
function noticesOf(deps: Deps): Notice[] {
  const missed = deps.store.missedSince(deps.clock.now() - 24 * 3_600_000)
  return [
    ...(missed >= tooManyMissed ? [{ kind: 'events_missed' as const, count: missed }] : []),
    ...(subscriptionState(deps) === 'missing' ? [{ kind: 'subscription_missing' as const }] : []),
  ]
}

function connectionOf(deps: Deps, administrators: string[]): Connection {
  const { provider, environment } = deps.settings
  if (!deps.settings.connected()) return { kind: 'not_connected', provider, administrators }
  if (deps.boot.isOtherAccount()) return { kind: 'other_account', provider, administrators }
  if (deps.lanes.yousign.paused()?.reason === 'key_refused') return { kind: 'key_refused', provider, administrators }
  return { kind: 'connected', provider, test: environment === 'sandbox' }
}
