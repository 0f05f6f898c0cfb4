// A document type that is sent from a Word file of the firm, saved once a world; its form for a story.
import { writeWord } from '../../server/templates/word-writer.ts'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { SendForm } from '../../shared/form.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import { sampleType } from '../fixtures/document-type.ts'
import { pipelines, stages } from '../simulators/kommo/seed-data.ts'
import type { CardClient } from '../world/world.ts'

const name = 'Convention'
const text = `# ${name}
Pour [[signer[1].first_name]] [[signer[1].last_name]] et [[signer[2].first_name]] [[signer[2].last_name]].
{{s1|signature|120|40}}
{{s2|signature|120|40}}`

/** The form as it was made for a file, from the Word file now. `card`: an administrator's. */
export async function wordForm(card: CardClient, form: SendForm): Promise<SendForm> {
  let page = (await card.call('settings')).body as SettingsPage
  if (!page.ownTemplates.some((one) => one.name === 'contract'))
    page = (await card.call('addTemplate', { language: 'fr' }, writeWord(text, 'fr'))).body as SettingsPage
  const templateId = page.ownTemplates.find((one) => one.name === 'contract')?.id ?? ''
  const source: SendForm['source'] & DocumentTypeBody['source'] = { kind: 'own_template', templateId, name }
  if (!page.types.some((one) => one.name === name)) {
    const body: DocumentTypeBody = {
      ...sampleType,
      name,
      source,
      firm: [],
      clients: { kind: 'all' },
      consents: [],
      followUps: [],
      stage: { pipelineId: pipelines.successions, statusId: stages.signed, fromStatusIds: [] },
    }
    page = (await card.call('saveType', {}, { id: null, base: null, body })).body as SettingsPage
  }
  const type = page.types.find((one) => one.name === name)
  if (type === undefined) throw new Error(`the type was not saved: ${JSON.stringify(page)}`)
  return { ...form, source, type: { id: type.id, version: type.version } }
}
