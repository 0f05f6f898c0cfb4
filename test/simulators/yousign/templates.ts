import { type Answer, type InvalidParam, refuse } from './answer.ts'
import { storeDocument } from './documents.ts'
import type { RequestRecord, SignerRecord, TemplateRecord } from './model.ts'
import { textPdf } from './pdf-write.ts'
import { featureRefusal, levelProblems, modeFor } from './rules.ts'
import type { CreateRequest } from './schemas.ts'
import { newSigner, personOf } from './signers.ts'
import type { World } from './world.ts'

type Placeholder = NonNullable<CreateRequest['template_placeholders']>['signers'][number]

/**
 * Gives a new request what its template holds: the document with the texts filled in, the signers with their boxes, the recurring
 * signers and the approvers. Every signer label must be filled and every label known (contracts/yousign.md 5).
 */
export async function fillTemplate(
  world: World,
  request: RequestRecord,
  template: TemplateRecord,
  body: CreateRequest,
): Promise<Answer | undefined> {
  const given = body.template_placeholders?.signers ?? []
  const texts = body.template_placeholders?.read_only_text_fields ?? []
  const problems = [
    ...labelProblems(template, given),
    ...texts.flatMap(({ label }, index) => {
      if (template.texts.includes(label)) return []
      const name = `template_placeholders.read_only_text_fields[${index}].label`
      return [{ name, reason: `The template has no text "${label}".` }]
    }),
  ]
  if (problems.length > 0) return refuse.invalid(problems)

  request.template_id = template.id
  request.ordered_signers = body.ordered_signers ?? template.ordered_signers
  for (const { label } of template.signers) {
    const placeholder = given.find((each) => each.label === label)
    if (placeholder === undefined) continue
    const refusal = addPlaceholder(
      world,
      request,
      placeholder,
      `template_placeholders.signers[${given.indexOf(placeholder)}].`,
    )
    if (refusal !== undefined) return refusal
  }
  for (const { info, ...who } of template.recurring) request.signers.push(newSigner(world, request, info, who))
  for (const info of template.approvers) {
    request.approvers.push({ id: world.random.uuid(), info, status: 'initiated' })
  }
  await addDocument(world, request, template, texts)
  return undefined
}

function labelProblems(template: TemplateRecord, given: Placeholder[]): InvalidParam[] {
  const name = 'template_placeholders.signers'
  const unknown = given.flatMap(({ label }, index) =>
    template.signers.some((signer) => signer.label === label)
      ? []
      : [{ name: `${name}[${index}].label`, reason: `The template has no signer "${label}".` }],
  )
  const missing = template.signers
    .filter((signer) => !given.some((each) => each.label === signer.label))
    .map((signer) => ({ name, reason: `The signer "${signer.label}" is missing.` }))
  return [...unknown, ...missing]
}

function addPlaceholder(
  world: World,
  request: RequestRecord,
  placeholder: Placeholder,
  at: string,
): Answer | undefined {
  const person = personOf(world, placeholder)
  if (!person.ok) return person.answer
  const level = placeholder.signature_level
  const mode = modeFor(level, placeholder.signature_authentication_mode)
  const who = { signature_level: level, signature_authentication_mode: mode }
  const problems = levelProblems({ ...who, phone_number: person.value.phone_number, at })
  if (problems.length > 0) return refuse.invalid(problems)
  const redirects = Object.values(placeholder.redirect_urls ?? {}).some((url) => url !== null)
  const refused = featureRefusal(world.state.features, { level, mode, redirects })
  if (refused !== undefined) return refused
  const signer: SignerRecord = newSigner(world, request, person.value, who)
  signer.label = placeholder.label
  signer.delivery_mode = placeholder.delivery_mode ?? null
  signer.redirect_urls = placeholder.redirect_urls ?? signer.redirect_urls
  signer.custom_text = placeholder.custom_text ?? signer.custom_text
  request.signers.push(signer)
  return undefined
}

/** A plausible document that shows what was filled in, with a box for everybody who signs. */
async function addDocument(
  world: World,
  request: RequestRecord,
  template: TemplateRecord,
  texts: { label: string; text: string }[],
): Promise<void> {
  const lines = [
    request.name,
    '',
    ...texts.map(({ label, text }) => `${label}: ${text}`),
    '',
    ...request.signers.map(({ info, label }) => `${label ?? 'For our firm'}: ${info.first_name} ${info.last_name}`),
  ]
  const boxes = request.signers.map(({ label, info }) => ({ label: label ?? `${info.first_name} ${info.last_name}` }))
  const { bytes, places } = await textPdf(template.name, lines, boxes)
  const stored = await storeDocument(
    world,
    request,
    { filename: `${template.name}.pdf`, bytes },
    { nature: 'signable_document' },
  )
  if (!stored.ok) return
  for (const [index, signer] of request.signers.entries()) {
    const place = places[index]
    if (place === undefined) continue
    const at = { id: world.random.uuid(), document_id: stored.value.id, signer_id: signer.id }
    request.fields.push({ ...at, type: 'signature', ...place, extra: {} })
  }
}
