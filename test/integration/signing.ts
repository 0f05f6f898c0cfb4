// Sending at every level to one, two or three people, signing as people are asked, and comparing what was filed.
import { expect } from 'vitest'
import type { SignatureRequest } from '../../server/domain/signature-request.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import type { AuthenticationMode, Level, SigningOrder } from '../../shared/levels.ts'
import { until, type World } from '../world/world.ts'
import {
  calm,
  camille,
  clientsOf,
  firmSigner,
  nadia,
  reached,
  remoteId,
  sendNew,
  signedBytes,
  stored,
} from './story.ts'

export const levelChoice = {
  simple: { level: 'electronic_signature', mode: 'otp_sms' },
  byMail: { level: 'electronic_signature', mode: 'otp_email' },
  none: { level: 'electronic_signature', mode: 'no_otp' },
  advanced: { level: 'advanced_electronic_signature', mode: 'otp_sms' },
  qualified: { level: 'qualified_electronic_signature', mode: null },
} as const satisfies Record<string, { level: Level; mode: AuthenticationMode | null }>

/** So many signers: two clients, then somebody of the firm. */
const people = (form: FormSigner[], count: number): FormSigner[] =>
  [...form, firmSigner].slice(count === 1 ? 0 : -count, count === 1 ? 1 : undefined)

export function sendTo(
  world: World,
  count: number,
  choice: keyof typeof levelChoice,
  order: SigningOrder,
  documents: string[][][] = [[['Mandat']]],
) {
  const contacts = count === 3 ? [camille, nadia] : [camille]
  return sendNew(world, { contacts, documents }, (form: SendForm, card) => ({
    ...form,
    ...levelChoice[choice],
    order,
    expiryDays: 15,
    signers: people(clientsOf(card), count),
  }))
}

export const asked = (world: World, request: SignatureRequest) =>
  stored(world, request.id).signers.map((signer) => signer.status)

/** Lets everybody sign as they are asked; answers who was asked at each step. */
export async function signAll(world: World, request: SignatureRequest): Promise<string[][]> {
  const steps: string[][] = []
  await calm(world)
  for (let step = 0; step < request.signers.length; step += 1) {
    steps.push(asked(world, request))
    const next = stored(world, request.id).signers.findIndex((signer) => signer.status === 'notified')
    world.yousign.sign(remoteId(request, next))
    await calm(world)
  }
  await reached(world, request.id, 'done')
  return steps
}

/** Every stored PDF is what Yousign holds, byte by byte. */
export async function expectFiled(world: World, request: SignatureRequest): Promise<void> {
  const wanted = Math.max(1, request.documents.length)
  const files = await until('filed', () => {
    const signed = world.server.store.files(request.id).filter((file) => file.kind === 'signed')
    return signed.length === wanted ? signed : null
  })
  const remote = world.yousign.state.requests.get(request.yousignId ?? '')
  for (const file of files) {
    const card = await world.session(request.leadId)
    const got = await card.call('file', { request: request.id, file: file.id })
    const theirs = await signedBytes(world, request.yousignId ?? '', remote?.documents[file.position]?.id ?? '')
    expect(Buffer.from(got.body as Uint8Array).equals(theirs)).toBe(true)
  }
}
