// Calls of the settings page: a session of its own, renewed when it has ended; failures are values.
import type { SettingsSessionBody } from '../../shared/api.ts'
import type { OpenPlacesReply } from '../../shared/place-editor.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type {
  AddPackBody,
  FirmChoices,
  SaveTypeBody,
  SettingsPage,
  SettingsSession,
  StorageTest,
} from '../../shared/settings.ts'
import { type SettingsEndpoint, settingsEndpoints } from '../../shared/settings-endpoints.ts'
import { type CardProblem, problemOf } from '../card/problem.ts'
import type { Host } from '../host/door.ts'
import { createTemplateApi, type TemplateApi } from './template-api.ts'

export type Answer<T> = Promise<Result<T, CardProblem>>

export interface Sending {
  /** For the `:name` parts of the path. */
  values?: Record<string, string>
  /** A file goes as its bytes, anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
}

/** One call of this session; never rejects. */
export type Ask = <T>(name: SettingsEndpoint, sending?: Sending, read?: 'json' | 'blob') => Answer<T>

export interface SettingsApi {
  open(): Answer<SettingsSession>
  /** The page as it is now. */
  page(): Answer<SettingsPage>
  saveChoices(choices: FirmChoices): Answer<SettingsPage>
  saveType(body: SaveTypeBody): Answer<SettingsPage>
  retireType(id: string): Answer<SettingsPage>
  /** The address of the place editor, good once. */
  openPlaces(id: string): Answer<OpenPlacesReply>
  addPack(body: AddPackBody): Answer<SettingsPage>
  testStorage(): Answer<StorageTest>
  templates: TemplateApi
  close(): void
}

export function createSettingsApi(host: Host, origin: string): SettingsApi {
  let token = ''
  const leaving = new AbortController()

  async function open(): Answer<SettingsSession> {
    const body: SettingsSessionBody = { languages: [...navigator.languages], hostLanguage: host.language }
    const { status, body: reply } = await host.ask(origin + settingsEndpoints.settingsSession.path, body)
    if (status !== 200) return err(problemOf(status, reply))
    const session = reply as SettingsSession
    token = session.token
    return ok(session)
  }

  async function once(name: SettingsEndpoint, { values = {}, body, headers }: Sending): Promise<Response> {
    const { method, path } = settingsEndpoints[name]
    return fetch(origin + path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? '')), {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
      signal: leaving.signal,
    })
  }

  const ask: Ask = async <T>(name: SettingsEndpoint, sending: Sending = {}, read: 'json' | 'blob' = 'json') => {
    try {
      const first = await once(name, sending)
      // The session has ended: the refused call did nothing, so it is made again with a new one.
      const response = first.status === 401 && (await open()).ok ? await once(name, sending) : first
      if (response.ok) return ok((await response[read]()) as T)
      return err(problemOf(response.status, await response.json().catch(() => null)))
    } catch {
      return err<CardProblem>({ code: 'offline' })
    }
  }

  const post = <T = SettingsPage>(name: SettingsEndpoint, body: unknown, values: Record<string, string> = {}) =>
    ask<T>(name, { values, body })

  return {
    open,
    page: () => ask('settings'),
    saveChoices: (choices) => post('saveChoices', choices),
    saveType: (body) => post('saveType', body),
    retireType: (id) => post('retireType', {}, { type: id }),
    openPlaces: (id) => post<OpenPlacesReply>('openPlaces', {}, { type: id }),
    addPack: (body) => post('addPack', body),
    testStorage: () => post<StorageTest>('testStorage', {}),
    templates: createTemplateApi(ask),
    close() {
      token = ''
      leaving.abort()
    },
  }
}
