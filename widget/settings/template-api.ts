// Calls about own templates: bytes go up raw and come down as files, the rest is the page anew.
import { err } from '../../shared/result.ts'
import type { SettingsPage, TemplatePreview } from '../../shared/settings.ts'
import { settingsEndpoints } from '../../shared/settings-endpoints.ts'
import type { StarterKey } from '../../shared/starters.ts'
import type { Answer, Ask } from './api.ts'

export type TemplateLanguage = 'en' | 'fr'

export interface TemplateApi {
  /** The answer has it as the newest. */
  add(file: File, language: TemplateLanguage): Answer<SettingsPage>
  file(template: string): Answer<Blob>
  preview(template: string, lead: string): Answer<TemplatePreview>
  filled(template: string, lead: string): Answer<Blob>
  /** As `add`, with a draft of ours. */
  take(starter: StarterKey, language: TemplateLanguage): Answer<SettingsPage>
  starter(starter: StarterKey, language: TemplateLanguage): Answer<Blob>
}

export function createTemplateApi(ask: Ask): TemplateApi {
  return {
    async add(file, language) {
      // The server would close the connection in the middle of it, and the reason would be lost.
      if (file.size > mostBytes) return err({ code: 'document', kind: 'too_large', name: file.name })
      if (file.size === 0) return err({ code: 'document', kind: 'damaged', name: file.name })
      const headers = { 'Content-Type': mediaTypeOf(file.name), 'X-File-Name': encodeURIComponent(file.name) }
      return ask(settingsEndpoints.addTemplate, { values: { language }, body: file, headers })
    },
    file: (template) => ask(settingsEndpoints.templateFile, { values: { template }, read: 'blob' }),
    preview: (template, lead) => ask(settingsEndpoints.previewTemplate, { values: { template, lead } }),
    filled: (template, lead) => ask(settingsEndpoints.filledTemplate, { values: { template, lead }, read: 'blob' }),
    take: (starter, language) => ask(settingsEndpoints.takeStarter, { values: { starter, language }, body: {} }),
    starter: (starter, language) => ask(settingsEndpoints.starterFile, { values: { starter, language }, read: 'blob' }),
  }
}

/** What the server takes of one document. */
const mostBytes = 50_000_000

const pdf = 'application/pdf'
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** By the ending: what is in the file finds the server out, and says so. */
function mediaTypeOf(name: string): string {
  return /\.pdf$/i.test(name) ? pdf : word
}

/** The ending of a file that came from the server. */
export function endingOf({ type }: Blob): 'pdf' | 'docx' {
  return type === pdf ? 'pdf' : 'docx'
}
