// What a request that only Yousign knows looks like in our database: as much as Yousign and the lead can tell.
import { levelRules } from '../../shared/levels.ts'
import { ok, type Result } from '../../shared/result.ts'
import type { AdoptDeps } from './adopt.ts'
import { learnJob, sentNote } from './consequences.ts'
import type { CrmContact, CrmLead, CrmUser } from './crm.ts'
import { dateIn } from './dates.ts'
import { plainTerms } from './document-types/terms.ts'
import type { RemoteRequest, RemoteSigner } from './esignature.ts'
import type { CallFailure } from './failure.ts'
import { partsOf } from './send/compare.ts'
import type { Signer, Snapshot } from './signature-request.ts'
import type { Adoption } from './store.ts'

interface Surroundings {
  lead: CrmLead | null
  contacts: readonly CrmContact[]
  users: readonly CrmUser[]
  stageAfter: Snapshot['stageAfter']
}

/** Reads lead, contacts and users from Kommo, so that signers are known as what they are and the lead moves on when all have signed. */
export async function adoptionOf(
  deps: AdoptDeps,
  remote: RemoteRequest,
  signers: readonly RemoteSigner[],
  place: { leadId: number; requestId: string },
): Promise<Result<Adoption, CallFailure>> {
  const around = await surroundings(deps, place.leadId)
  if (!around.ok) return around
  const now = deps.clock.now()
  const people: Pick<Signer, 'id' | 'position' | 'sent' | 'base'>[] = signers.map((signer, position) => ({
    id: deps.newId(),
    position,
    ...personOf(signer, around.value),
  }))
  const snapshot = snapshotOf(deps, remote, signers, people, around.value, now)
  const adoption: Adoption = {
    id: place.requestId,
    leadId: place.leadId,
    documentKey: `adopted:${remote.id}`,
    externalId: remote.externalId ?? '',
    snapshot,
    createdAt: remote.createdAt,
    notBefore: now,
    replaces: null,
    request: {
      state: 'ongoing',
      yousignId: remote.id,
      sentAt: remote.activatedAt ?? now,
      expiresAt: remote.expiresAt,
      connection: deps.store.connection()?.workspaceId ?? null,
    },
    signers: people,
    signerIds: signers.map((signer) => signer.id),
    documents: [],
    ledger: [{ key: 'adopted', event: 'adopted', at: now, facts: {} }],
    // The life that is lost may have been cut off before it wrote this; looked for before it is written.
    effects: [
      sentNote(
        { id: place.requestId, leadId: place.leadId, snapshot, replaces: null, signers: people },
        remote.expiresAt,
      ),
    ],
    jobs: [learnJob(place.requestId, now)],
  }
  return ok(adoption)
}

async function surroundings(deps: AdoptDeps, leadId: number): Promise<Result<Surroundings, CallFailure>> {
  const lead = await deps.crm.lead(leadId, 'effect')
  if (!lead.ok) return lead
  const ids = lead.value?.contacts.map((one) => one.id) ?? []
  const contacts = ids.length === 0 ? ok([]) : await deps.crm.contacts(ids, 'effect')
  if (!contacts.ok) return contacts
  const users = await deps.crm.users('effect')
  if (!users.ok) return users
  const target = deps.store.settings().stageAfterDone
  const moves =
    target !== null && lead.value?.pipelineId === target.pipelineId && lead.value.statusId !== target.statusId
  const stages = moves ? await deps.crm.stages('effect') : ok([])
  const stage = stages.ok
    ? stages.value.find((one) => one.pipelineId === target?.pipelineId && one.statusId === target?.statusId)
    : undefined
  return ok({
    lead: lead.value,
    contacts: contacts.value,
    users: users.value,
    stageAfter:
      stage && target && lead.value ? { ...target, name: stage.name, fromStatusIds: [lead.value.statusId] } : null,
  })
}

function personOf(signer: RemoteSigner, { contacts, users }: Surroundings): Pick<Signer, 'sent' | 'base'> {
  const { firstName, lastName, email, phone, locale } = signer
  const same = (other: string) => other.toLowerCase() === email.toLowerCase()
  const contact = contacts.find((one) => one.emails.some(({ value }) => same(value)))
  const user = contact ? undefined : users.find((one) => one.isActive && same(one.email))
  return {
    sent: {
      firstName,
      lastName,
      email,
      phone,
      locale,
      origin: contact
        ? { kind: 'contact', contactId: contact.id }
        : user
          ? { kind: 'user', userId: user.id }
          : { kind: 'typed' },
      side: user ? 'firm' : 'client',
      capacity: { kind: 'own' },
      label: null,
      stage: 0,
    },
    base: contact ? { ...partsOf(contact), email, phone: null, contactId: contact.id } : null,
  }
}

function snapshotOf(
  deps: AdoptDeps,
  remote: RemoteRequest,
  signers: readonly RemoteSigner[],
  people: readonly Pick<Signer, 'sent'>[],
  { lead, stageAfter }: Surroundings,
  now: number,
): Snapshot {
  const settings = deps.store.settings()
  const level = signers[0]?.level ?? 'electronic_signature'
  return {
    form: {
      source: { kind: 'documents', documents: [] },
      name: remote.name,
      level,
      mode: signers[0]?.mode ?? null,
      order: 'all_at_once',
      signers: people.map(({ sent: { stage: _, ...signer } }) => signer),
      expiryDays: levelRules[level].expiryDays,
      type: null,
      reason: null,
    },
    remoteName: remote.name,
    by: { userId: 0, name: deps.settings.provider },
    takenAt: now,
    lead: {
      name: lead?.name ?? '',
      pipelineId: lead?.pipelineId ?? 0,
      statusId: lead?.statusId ?? 0,
      responsibleUserId: lead?.responsibleUserId ?? 0,
    },
    firm: {
      name: settings.firmName ?? '',
      language: settings.language === 'fr' ? 'fr' : 'en',
      timeZone: remote.timeZone,
    },
    expirationDate: dateIn(remote.timeZone, remote.expiresAt ?? now),
    stageAfter,
    environment: deps.settings.environment,
    levelSuggested: { level, at: now },
    terms: plainTerms(level),
    filled: null,
  }
}
