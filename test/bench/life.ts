// One request from the press on Send to the last filed document, played in a world within this process.
import type { SignatureRequest } from '../../server/domain/signature-request.ts'
import type { SendForm } from '../../shared/form.ts'
import { createLeapingClock, type LeapingClock } from '../integration/leaping-clock.ts'
import {
  calm,
  camille,
  clientsOf,
  firmSigner,
  formOf,
  nadia,
  newLead,
  remoteId,
  send,
  stored,
} from '../integration/story.ts'
import { createWorld, type World } from '../world/world.ts'

export interface Kind {
  signers: number
  /** Own documents; 0: a template of Yousign's with one signer. */
  documents: number
}

export interface LifeWorld {
  world: World
  clock: LeapingClock
  /** Reviewed and ready to be sent. */
  prepare(kind: Kind): Promise<Life>
}

export interface Life {
  kind: Kind
  /** Presses Send; everybody signs as soon as asked; resolves when everything is filed and nothing is left to do. */
  live(): Promise<SignatureRequest>
}

/** Waits in these steps of time ahead when nothing moves by itself; a life without faults needs none. */
const step = 5_000
const mostSteps = 2_000

export async function createLifeWorld(): Promise<LifeWorld & AsyncDisposable> {
  const clock = createLeapingClock()
  const world = await createWorld({ clock, yousign: { auditTrailDelay: 0 } })

  async function prepare(kind: Kind): Promise<Life> {
    const pages = Array.from({ length: kind.documents }, (_, index) => [[`Pièce ${index}`]])
    const leadId = newLead(world, { contacts: kind.signers === 3 ? [camille, nadia] : [camille], documents: pages })
    await world.kommo.hooksSettled()
    const card = await world.session(leadId)
    const people = kind.signers === 1 ? clientsOf(card).slice(0, 1) : [...clientsOf(card), firmSigner]
    const form = formOf(card, (usual) => ({ ...usual, signers: people, order: 'clients_then_firm' }))
    return {
      kind,
      async live() {
        const { id } = await send(card, kind.documents === 0 ? withTemplate(world, form) : form)
        await eventually(`request ${id} is sent`, () => stored(world, id).state === 'ongoing')
        for (let signed = 0; signed < people.length; signed += 1) {
          const asked = () => stored(world, id).signers.findIndex((one) => one.status === 'notified')
          await eventually('the next signer is asked', () => asked() >= 0)
          const signer = remoteId(stored(world, id), asked())
          world.yousign.openLink(signer)
          world.yousign.sign(signer)
          await eventually('the signature is known', () => {
            const known = stored(world, id).signers.filter((one) => one.status === 'signed')
            return known.length > signed
          })
        }
        await eventually('everything is filed', () => isFiled(world, stored(world, id)))
        return stored(world, id)
      },
    }
  }

  async function eventually(what: string, check: () => boolean): Promise<void> {
    for (let steps = 0; steps < mostSteps; steps += 1) {
      await calm(world)
      if (check()) return
      clock.leap(step)
      await world.yousign.flush()
    }
    throw new Error(`waited in vain: ${what}`)
  }

  return { world, clock, prepare, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() }
}

function withTemplate(world: World, form: SendForm): SendForm {
  const template = world.yousign.addTemplate({ name: 'Mandat' })
  return {
    ...form,
    source: { kind: 'template', templateId: template.id, name: template.name, texts: [] },
    // The one signer of the usual template has this label.
    signers: form.signers.map((signer) => ({ ...signer, label: 'Client' })),
  }
}

function isFiled(world: World, request: SignatureRequest): boolean {
  const files = world.server.store.files(request.id)
  const count = (kind: string) => files.filter((file) => file.kind === kind).length
  const effects = world.server.store.effects(request.id)
  return (
    request.state === 'done' &&
    count('signed') >= Math.max(1, request.documents.length) &&
    count('audit_trail') >= request.signers.length &&
    count('audit_trail_data') >= request.signers.length &&
    effects.every((effect) => effect.state !== 'waiting')
  )
}
