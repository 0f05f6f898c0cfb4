// Calls about keeping and erasing, and the files of restricted records.
import { cardEndpoints } from '../../shared/card-endpoints.ts'
import type { ErasePersonBody, KeepingPage, PersonBody, PersonRecord, PersonReply } from '../../shared/keeping.ts'
import { settingsEndpoints } from '../../shared/settings-endpoints.ts'
import type { Answer, Ask } from './api.ts'

export interface KeepingApi {
  page(): Answer<KeepingPage>
  saveYears(reviewYears: number): Answer<KeepingPage>
  renew(requestId: string, years: number): Answer<KeepingPage>
  find(person: PersonBody): Answer<PersonReply>
  erase(body: ErasePersonBody): Answer<PersonReply>
  /** One file of a record, or its complete file (ZIP) for null. */
  file(record: PersonRecord, fileId: string | null): Answer<Blob>
}

export function createKeepingApi(ask: Ask): KeepingApi {
  return {
    page: () => ask(settingsEndpoints.keeping),
    saveYears: (reviewYears) => ask(settingsEndpoints.saveKeeping, { body: { reviewYears } }),
    renew: (requestId, years) => ask(settingsEndpoints.renewKeeping, { body: { requestId, years } }),
    find: (body) => ask(settingsEndpoints.findPerson, { body }),
    erase: (body) => ask(settingsEndpoints.erasePerson, { body }),
    file: ({ leadId, requestId }, fileId) =>
      ask(fileId === null ? cardEndpoints.evidence : cardEndpoints.file, {
        values: { lead: String(leadId), request: requestId, file: fileId ?? '' },
        read: 'blob',
      }),
  }
}
