// Port: the drafts that come with the product.
import type { StarterKey } from '../../../shared/starters.ts'

export interface StarterFile {
  /** With its ending, as a download is called. */
  name: string
  format: 'docx' | 'pdf'
  bytes: Uint8Array
}

/** The same bytes every time. */
export type Starters = (key: StarterKey, language: 'en' | 'fr') => Promise<StarterFile>
