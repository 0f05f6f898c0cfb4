// Calls of the settings page: a session of its own, renewed when it has ended; failures are values.
import type { SettingsSessionBody } from '../../shared/api.ts'
import type { Endpoint } from '../../shared/card-endpoints.ts'
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
import { createKeepingApi, type KeepingApi } from './keeping-api.ts'
import { createTemplateApi, type TemplateApi } from './template-api.ts'

export type Answer<T> = Promise<Result<T, CardProblem>>

export interface Asked {
  /** For the `:name` parts of the path. */
  values?: Record<string, string>
  /** A file goes as its bytes, anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
  read?: 'json' | 'blob'
}

/** One call of this session; never rejects. */
export type Ask = <T>(endpoint: Endpoint, asked?: Asked) => Answer<T>

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
  keeping: KeepingApi
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

  function once({ method, path }: Endpoint, { values = {}, body, headers }: Asked): Promise<Response> {
    return fetch(origin + path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? '')), {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
      signal: leaving.signal,
    })
  }

  async function ask<T>(endpoint: Endpoint, asked: Asked = {}): Answer<T> {
    try {
      const first = await once(endpoint, asked)
      // The session has ended: the refused call did nothing, so it is made again with a new one.
      const response = first.status === 401 && (await open()).ok ? await once(endpoint, asked) : first
      if (response.ok) return ok((await response[asked.read ?? 'json']()) as T)
      return err(problemOf(response.status, await response.json().catch(() => null)))
    } catch {
      return err<CardProblem>({ code: 'offline' })
    }
  }

  const post = <T = SettingsPage>(
    name: SettingsEndpoint,
    body: unknown,
    values: Record<string, string> = {},
  ): Answer<T> => ask(settingsEndpoints[name], { body, values })

  return {
    open,
    page: () => ask(settingsEndpoints.settings),
    saveChoices: (choices) => post('saveChoices', choices),
    saveType: (body) => post('saveType', body),
    retireType: (id) => post('retireType', {}, { type: id }),
    openPlaces: (id) => post<OpenPlacesReply>('openPlaces', {}, { type: id }),
    addPack: (body) => post('addPack', body),
    testStorage: () => post<StorageTest>('testStorage', {}),
    templates: createTemplateApi(ask),
    keeping: createKeepingApi(ask),
    close() {
      token = ''
      leaving.abort()
    },
  }
}
