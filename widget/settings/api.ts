// Calls of the settings page: a session of its own, renewed when it has ended; failures are values.
import type { SettingsSessionBody } from '../../shared/api.ts'
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

type Answer<T> = Promise<Result<T, CardProblem>>

export interface SettingsApi {
  open(): Answer<SettingsSession>
  saveChoices(choices: FirmChoices): Answer<SettingsPage>
  saveType(body: SaveTypeBody): Answer<SettingsPage>
  retireType(id: string): Answer<SettingsPage>
  addPack(body: AddPackBody): Answer<SettingsPage>
  testStorage(): Answer<StorageTest>
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

  async function once(name: SettingsEndpoint, values: Record<string, string>, body: unknown): Promise<Response> {
    const { method, path } = settingsEndpoints[name]
    return fetch(origin + path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? '')), {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: leaving.signal,
    })
  }

  async function post<T = SettingsPage>(
    name: SettingsEndpoint,
    body: unknown,
    values: Record<string, string> = {},
  ): Answer<T> {
    try {
      const first = await once(name, values, body)
      // The session has ended: the refused call did nothing, so it is made again with a new one.
      const response = first.status === 401 && (await open()).ok ? await once(name, values, body) : first
      if (response.ok) return ok((await response.json()) as T)
      return err(problemOf(response.status, await response.json().catch(() => null)))
    } catch {
      return err({ code: 'offline' })
    }
  }

  return {
    open,
    saveChoices: (choices) => post('saveChoices', choices),
    saveType: (body) => post('saveType', body),
    retireType: (id) => post('retireType', {}, { type: id }),
    addPack: (body) => post('addPack', body),
    testStorage: () => post<StorageTest>('testStorage', {}),
    close() {
      token = ''
      leaving.abort()
    },
  }
}
