// A request at Yousign that carries our prefix and that our database does not know: another life of the database has sent it.
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import type { Stage, Story } from './story.ts'

/** For the story's lead and signers, active at once; the story takes its id. */
export async function createByAnother(stage: Stage, story: Story): Promise<void> {
  const key = stage.yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true })
  const authorization = `Bearer ${key}`
  const call = async (path: string, body?: unknown) => {
    const isForm = body instanceof FormData
    const answer = await fetch(`${stage.yousign.url}/v3/signature_requests${path}`, {
      method: 'POST',
      headers: { authorization, ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return ((await answer.json()) as { id: string }).id
  }
  story.requestId = `r${randomBytes(8).toString('hex').slice(0, 15)}`
  const externalId = `ky-${deploymentOf(stage)}-${story.leadId}-${story.requestId}`
  const ordered = { delivery_mode: 'email', ordered_signers: true }
  const id = await call('', { name: 'Convention', external_id: externalId, ...ordered })
  const file = new FormData()
  file.set('nature', 'signable_document')
  const bytes = plainPdf([[`Dossier ${story.leadId}`]])
  file.set('file', new Blob([bytes as BlobPart], { type: 'application/pdf' }), 'convention.pdf')
  const documentId = await call(`/${id}/documents`, file)
  for (const [index, email] of story.signers.entries()) {
    const place = { document_id: documentId, type: 'signature', page: 1, x: 300, y: 500 + 80 * index }
    const info = { first_name: 'Claire', last_name: `Roux ${'I'.repeat(index + 1)}`, email, locale: 'fr' }
    const level = { signature_level: 'electronic_signature', signature_authentication_mode: 'no_otp' }
    await call(`/${id}/signers`, { info, ...level, fields: [{ ...place, width: 160, height: 60 }] })
  }
  await call(`/${id}/activate`)
}

function deploymentOf(stage: Stage): string {
  const db = new Sqlite(join(dirname(stage.documents), 'kommo-yousign.sqlite'), { readonly: true })
  try {
    return db.prepare("select value from meta where key = 'deployment'").pluck().get() as string
  } finally {
    db.close()
  }
}
