// What administrators may ask about keeping and erasing: the right first, then the one function that does it.
import type { KeepingChoices, KeepingPage, PersonBody, PersonRecord, RenewBody } from '../../../shared/keeping.ts'
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import { shownFiles } from '../card-view.ts'
import { closeTasks } from '../consequences.ts'
import type { CrmUser } from '../crm.ts'
import type { Deps } from '../deps.ts'
import { administrator } from '../settings/page.ts'
import { fullName, type SignatureRequest } from '../signature-request.ts'
import type { UseCases, Viewer } from '../use-cases.ts'
import { beginErasure } from './erasures.ts'
import { fateNow, isSigned } from './fate.ts'
import { monthsFrom, periods } from './periods.ts'
import { contactMark, emailMark } from './person.ts'
import { reviewKey } from './sweep.ts'
import type { ErasureRecord } from './tables.ts'

type KeepingCases = Pick<UseCases, 'keeping' | 'saveKeeping' | 'renewKeeping' | 'findPerson' | 'erasePerson'>

const mostDue = 100

export function createKeepingCases(deps: Deps): KeepingCases {
  async function asked<T>(
    viewer: Viewer,
    run: (user: CrmUser) => Result<T, Problem> | Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> {
    const user = await administrator(deps, viewer)
    return user.ok ? run(user.value) : user
  }
  const records = (person: PersonBody) => deps.store.requestsOfPerson(person).map((one) => recordOf(deps, one))

  return {
    keeping: (viewer) => asked(viewer, () => page(deps)),
    saveKeeping: (viewer, choices) =>
      asked(viewer, () => {
        deps.store.changeSettings({ reviewYears: choices.reviewYears })
        return page(deps)
      }),
    renewKeeping: (viewer, body) =>
      asked(viewer, (user) => {
        const renewed = renew(deps, user, body)
        return renewed.ok ? page(deps) : renewed
      }),
    findPerson: (viewer, person) => asked(viewer, () => ok({ records: records(tidy(person)) })),
    erasePerson: (viewer, { requestIds, ...given }) =>
      asked(viewer, (user) => {
        const person = tidy(given)
        const begun = erase(deps, user, person, requestIds)
        return begun.ok ? ok({ records: records(person) }) : begun
      }),
  }
}

function tidy({ email, contactId }: PersonBody): PersonBody {
  return { email: email?.trim().toLowerCase() ?? null, contactId }
}

async function page(deps: Deps): Promise<Result<KeepingPage, Problem>> {
  const { store, clock, directory } = deps
  const users = await directory.users()
  const nameOf = (id: number) => (users.ok ? (users.value.find((user) => user.id === id)?.name ?? null) : null)
  const { reviewYears } = store.settings()
  const now = clock.now()
  const choices: KeepingChoices = { reviewYears }
  return ok({
    periods: Object.entries(periods).map(([kind, period]) => ({ kind: kind as keyof typeof periods, period })),
    choices,
    due: store
      .reviewsDue(monthsFrom(now, -12 * reviewYears), now, mostDue, true)
      .map((request) => recordOf(deps, request)),
    erasures: store
      .erasures()
      .toReversed()
      .map(({ id, at, byUser, records, restDoneAt, waiting }) => {
        const erased = records.filter(({ kind }) => kind === 'erase').length
        const left = waiting + (restDoneAt === null ? 1 : 0)
        return { id, at, by: nameOf(byUser), erased, restricted: records.length - erased, waiting: left }
      }),
  })
}

function recordOf(deps: Deps, request: SignatureRequest): PersonRecord {
  const fate = fateNow(deps, request)
  return {
    requestId: request.id,
    leadId: request.leadId,
    reference: request.reference,
    name: request.snapshot.form.name,
    state: request.state,
    createdAt: request.createdAt,
    endedAt: request.endedAt,
    signers: request.signers.map(({ sent }) => fullName(sent)),
    fate,
    files: fate.kind === 'restricted' ? shownFiles(deps.store.files(request.id)) : [],
  }
}

function renew(deps: Deps, user: CrmUser, { requestId, years }: RenewBody): Result<null, Problem> {
  const { store, clock } = deps
  const request = store.request(requestId)
  if (request === null) return err({ code: 'not_found' })
  const fate = fateNow(deps, request)
  if (fate.kind === 'erased') return err({ code: 'erased' })
  if (!isSigned(deps, request)) return err({ code: 'too_late', state: request.state })
  const now = clock.now()
  const key = reviewKey(requestId, store.renewals(requestId).count)
  const told = store.effects(requestId).filter((effect) => effect.key === key)
  const until = monthsFrom(now, 12 * years)
  store.renew({ requestId, until, byUser: user.id }, { requestId, effects: closeTasks(request, told) }, now)
  return ok(null)
}

/** Nothing is done unless all of it may be: what runs has to be cancelled first. */
function erase(deps: Deps, user: CrmUser, person: PersonBody, requestIds: string[]): Result<null, Problem> {
  const { store, clock } = deps
  const found = new Map(store.requestsOfPerson(person).map((request) => [request.id, request]))
  const records: ErasureRecord[] = []
  const contacts = new Set<number>()
  for (const requestId of new Set(requestIds)) {
    const request = found.get(requestId)
    if (request === undefined) return err({ code: 'not_found' })
    const fate = fateNow(deps, request)
    if (fate.kind === 'running') return err({ code: 'record_running', reference: request.reference })
    for (const contactId of contactsOf(request, person)) contacts.add(contactId)
    const wasSigned = isSigned(deps, request)
    if (fate.kind === 'erase') records.push({ requestId, kind: 'erase', wasSigned, until: null })
    if (fate.kind === 'restrict') records.push({ requestId, kind: 'restrict', wasSigned, until: fate.until })
  }
  if (person.contactId !== null) contacts.add(person.contactId)
  const persons = [
    ...(person.email === null ? [] : [emailMark(deps, person.email)]),
    ...[...contacts].map((contactId) => contactMark(deps, contactId)),
  ]
  const erasure = { id: deps.newId(), at: clock.now(), byUser: user.id, persons, records }
  return beginErasure(deps, erasure) ? ok(null) : err({ code: 'unavailable' })
}

/** The contacts of Kommo behind the signers that the address found. */
function contactsOf({ signers }: SignatureRequest, { email }: PersonBody): number[] {
  return signers.flatMap(({ sent, base }) =>
    base !== null && sent.email.toLowerCase() === email ? [base.contactId] : [],
  )
}
