// A record without its persons: every name, address, number, reason and title of a document goes; states, times, ids and
// digests stay, so that it can still be told that something was sent and how it ended. Pure.
import type { Ending } from '../../../shared/card.ts'
import type { SendForm } from '../../../shared/form.ts'
import { fullName, type SignatureRequest, type Signer, type Snapshot } from '../signature-request.ts'
import type { LedgerEntry } from '../store.ts'
import { emptyWords, removedText } from '../words/keeping.ts'
import type { Emptied } from './tables.ts'

/** `ledger`: every line. `at`: the day that our notes will name. */
export function emptied(request: SignatureRequest, ledger: readonly LedgerEntry[], at: number): Emptied {
  const { id, snapshot, signers, documents } = request
  const { language, timeZone } = snapshot.firm
  const title = emptyWords[language].document
  const people = signers.map((signer) => ({ id: signer.id, sent: nobody(snapshot, signer) }))
  return {
    id,
    snapshot: emptySnapshot(request, people),
    ending: emptyEnding(request),
    signers: people,
    documents: documents.map(({ position }) => ({ position, name: `${title} ${position + 1}` })),
    ledger: ledger.map((line) => ({ key: line.key, facts: emptyFacts(request, line) })),
    removedText: removedText(language, timeZone, at),
  }
}

function nobody({ firm }: Snapshot, { sent, position }: Signer): Signer['sent'] {
  return {
    firstName: emptyWords[firm.language].signer,
    lastName: String(position + 1),
    email: '',
    phone: null,
    origin: { kind: 'typed' },
    side: sent.side,
    locale: sent.locale,
    capacity: { kind: 'own' },
    label: null,
    stage: sent.stage,
  }
}

/** Member by member: whoever adds one has to say here whether it speaks of persons. */
function emptySnapshot(request: SignatureRequest, people: Emptied['signers']): Snapshot {
  const { form, terms, firm, by, takenAt, lead, expirationDate, stageAfter, environment, levelSuggested } =
    request.snapshot
  const title = terms.type?.name ?? emptyWords[firm.language].document
  return {
    form: emptyForm(form, title, people),
    remoteName: title,
    by: { userId: by.userId, name: nameNow(request, by.name) ?? by.name },
    takenAt,
    lead: { ...lead, name: '' },
    firm,
    expirationDate,
    stageAfter,
    environment,
    levelSuggested,
    terms: { ...terms, invitation: null, copyTo: [] },
    filled: null,
  }
}

function emptyForm(form: SendForm, name: string, people: Emptied['signers']): SendForm {
  const { source, level, mode, order, expiryDays, type } = form
  return {
    source: source.kind === 'template' ? { ...source, texts: [] } : { kind: 'documents', documents: [] },
    name,
    level,
    mode,
    order,
    signers: people.map(({ sent: { stage: _, ...signer } }) => signer),
    expiryDays,
    type,
    reason: null,
  }
}

function emptyEnding(request: SignatureRequest): Ending | null {
  const { ending } = request
  switch (ending?.kind) {
    case 'declined':
    case 'rejected':
      return { ...ending, name: nameNow(request, ending.name) ?? '', reason: null }
    case 'canceled':
      return { ...ending, by: ending.by && (nameNow(request, ending.by) ?? ending.by), note: null }
    case 'expired':
      return { ...ending, signed: [], missing: [] }
    default:
      return null
  }
}

/** Numbers, and the few words that are never about a signer. Whatever is not known goes. */
function emptyFacts(request: SignatureRequest, { event, facts }: LedgerEntry): LedgerEntry['facts'] {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value === 'number' || harmless.has(name)) return [name, value]
      const isOfFirm = name === 'by' || (name === 'name' && event === 'tasked')
      return [name, nameNow(request, value) ?? (isOfFirm ? value : '')]
    }),
  )
}

const harmless: ReadonlySet<string> = new Set(['cause', 'stage', 'what', 'from', 'to'])

/** "Signer 2" for the name of a signer; null for any other. */
function nameNow({ snapshot, signers }: SignatureRequest, name: string): string | null {
  const signer = signers.find(({ sent }) => fullName(sent) === name)
  return signer === undefined ? null : fullName(nobody(snapshot, signer))
}
