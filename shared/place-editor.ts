// What the place editor and the server say to each other. The editor is a page of ours (`/settings/places/:type`), opened
// with a one-time code in the fragment of its address, which no server is told and no log keeps. Plain types.
import type { ClientRule, FirmRule } from './document-type.ts'
import type { Level } from './levels.ts'
import type { Places } from './places.ts'

export const placeEditorPaths = {
  page: '/settings/places/:type',
  open: '/settings/places/:type/open',
  save: '/settings/places/:type/save',
  /** Code and styles of the page, and what the PDF reader looks up. */
  file: '/settings/places/-/:file',
  data: '/settings/places/-/:folder/:file',
} as const

/** Fills the `:type` of a path. */
export function placeEditorPath(name: 'page' | 'open' | 'save', type: string): string {
  return placeEditorPaths[name].replace(':type', encodeURIComponent(type))
}

/** Answer of `openPlaces`: the address to open in a new tab, once, within two minutes. */
export interface OpenPlacesReply {
  url: string
}

export interface OpenEditorBody {
  code: string
}

/** Answer to the code: who may edit what; `token` goes into the Authorization header of `save`. */
export interface EditorSession {
  token: string
  expiresAt: number
  language: 'en' | 'fr'
  provider: string
  type: {
    id: string
    version: number
    name: string
    level: Level
    clients: ClientRule
    firm: FirmRule[]
    places: Places | null
  }
}

export interface SavePlacesBody {
  /** The version that was edited. */
  base: number
  /** Null: none of our own any more. */
  places: Places | null
}

export interface SavedPlaces {
  version: number
}
