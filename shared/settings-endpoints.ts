// Where the settings page asks what of the server. No zod here: the page imports it.
import type { Endpoint } from './card-endpoints.ts'

export const settingsEndpoints = {
  settingsSession: { method: 'POST', path: '/api/settings/session' },
  settings: { method: 'GET', path: '/api/settings' },
  saveChoices: { method: 'POST', path: '/api/settings' },
  saveType: { method: 'POST', path: '/api/settings/types' },
  retireType: { method: 'POST', path: '/api/settings/types/:type/retire' },
  openPlaces: { method: 'POST', path: '/api/settings/types/:type/places' },
  addPack: { method: 'POST', path: '/api/settings/packs' },
  testStorage: { method: 'POST', path: '/api/settings/storage/test' },
  addTemplate: { method: 'POST', path: '/api/settings/templates/:language' },
  templateFile: { method: 'GET', path: '/api/settings/templates/:template/file' },
  previewTemplate: { method: 'GET', path: '/api/settings/templates/:template/leads/:lead' },
  filledTemplate: { method: 'GET', path: '/api/settings/templates/:template/leads/:lead/file' },
  takeStarter: { method: 'POST', path: '/api/settings/starters/:starter/:language' },
  starterFile: { method: 'GET', path: '/api/settings/starters/:starter/:language' },
  keeping: { method: 'GET', path: '/api/settings/keeping' },
  saveKeeping: { method: 'POST', path: '/api/settings/keeping' },
  renewKeeping: { method: 'POST', path: '/api/settings/keeping/renew' },
  // Reads, and is a POST all the same: an e-mail address must stand in no address and so in no log.
  findPerson: { method: 'POST', path: '/api/settings/keeping/find' },
  erasePerson: { method: 'POST', path: '/api/settings/keeping/erase' },
} as const satisfies Record<string, Endpoint>

export type SettingsEndpoint = keyof typeof settingsEndpoints
