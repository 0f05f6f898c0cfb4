// What changes rarely in Kommo and Yousign: account, users, stages, templates. Read when needed, kept for some minutes.
import type { ComposerTemplate } from '../../shared/composer.ts'
import type { Result } from '../../shared/result.ts'
import { ok } from '../../shared/result.ts'
import type { CrmAccount, CrmEntity, CrmField, CrmStage, CrmUser } from './crm.ts'
import type { Deps } from './deps.ts'
import type { RemoteTemplate } from './esignature.ts'
import type { CallFailure } from './failure.ts'
import { readerOf } from './language.ts'

export interface Directory {
  account(): Promise<Result<CrmAccount, CallFailure>>
  users(): Promise<Result<CrmUser[], CallFailure>>
  stages(): Promise<Result<CrmStage[], CallFailure>>
  /** Read anew when the kept list lacks the one that is looked for: it may have been made a minute ago. */
  templates(wanted?: string): Promise<Result<RemoteTemplate[], CallFailure>>
  /** Custom fields that the account has; read anew when the kept lists lack one of those that were met. */
  fields(met?: readonly number[]): Promise<Result<AccountFields, CallFailure>>
  /** The firm as notes and deadlines see it. */
  firm(): Promise<Result<{ name: string; language: 'en' | 'fr'; timeZone: string; country: string }, CallFailure>>
  /** Labels typed for a template before. */
  labels(templateId: string): Pick<ComposerTemplate, 'signerLabels' | 'textLabels'>
}

export type AccountFields = Record<CrmEntity, CrmField[]>

type DirectoryDeps = Pick<Deps, 'crm' | 'esign' | 'store' | 'clock'>

const minutes = 60_000

export function createDirectory(deps: DirectoryDeps): Directory {
  const account = kept(deps, 10 * minutes, () => deps.crm.account('click'))
  const users = kept(deps, 5 * minutes, () => deps.crm.users('click'))
  const stages = kept(deps, 10 * minutes, () => deps.crm.stages('click'))
  const templates = kept(deps, 5 * minutes, () => deps.esign.templates('click'))
  const fields = kept(deps, 5 * minutes, async () => {
    const leads = await deps.crm.customFields('leads', 'click')
    if (!leads.ok) return leads
    const contacts = await deps.crm.customFields('contacts', 'click')
    if (!contacts.ok) return contacts
    const companies = await deps.crm.customFields('companies', 'click')
    return companies.ok ? ok({ leads: leads.value, contacts: contacts.value, companies: companies.value }) : companies
  })
  return {
    account: () => account(),
    users: () => users(),
    stages: () => stages(),
    templates: (wanted) =>
      templates((kept) => wanted === undefined || kept.some(({ id, active }) => id === wanted && active)),
    fields: (met = []) =>
      fields((kept) => {
        const known = new Set(Object.values(kept).flatMap((of) => of.map(({ id }) => id)))
        return met.every((id) => known.has(id))
      }),
    async firm() {
      const settings = deps.store.settings()
      const read = await account()
      if (!read.ok) return read
      const language = settings.language ?? read.value.language
      return ok({
        name: settings.firmName ?? read.value.name,
        language: readerOf(language),
        timeZone: settings.timeZone ?? europeanZone(read.value.timeZone),
        country: settings.country ?? read.value.country,
      })
    },
    labels(templateId) {
      const saved = deps.store.remembered('template_labels', templateId)
      return saved === null ? { signerLabels: [], textLabels: [] } : JSON.parse(saved)
    },
  }
}

/** One call in flight, an answer kept for a while unless it is not good enough; a failure is not kept. */
function kept<T>(
  deps: DirectoryDeps,
  life: number,
  read: () => Promise<Result<T, CallFailure>>,
): (isGood?: (kept: T) => boolean) => Promise<Result<T, CallFailure>> {
  let value: { at: number; result: { ok: true; value: T } } | null = null
  let flight: Promise<Result<T, CallFailure>> | null = null
  return async (isGood = () => true) => {
    if (value !== null && deps.clock.now() - value.at < life && isGood(value.result.value)) return value.result
    flight ??= read().finally(() => {
      flight = null
    })
    const result = await flight
    if (result.ok) value = { at: deps.clock.now(), result }
    return result
  }
}

/** The zone governs e-mails, deadline and audit trail: Paris unless the account has another zone of the EU (product.md 3.2). */
function europeanZone(zone: string): string {
  return zone.startsWith('Europe/') && !notEuropeanUnion.has(zone) ? zone : 'Europe/Paris'
}

const notEuropeanUnion: ReadonlySet<string> = new Set([
  'Europe/Moscow',
  'Europe/Istanbul',
  'Europe/Minsk',
  'Europe/London',
  'Europe/Kiev',
  'Europe/Kyiv',
])
