// What is sent in a campaign: different leads, sources, numbers of people, and different ends. Reviewed before the storm.
import type { ReviewReply } from '../../shared/api.ts'
import type { SendForm } from '../../shared/form.ts'
import { addDocuments, addSigners, addTemplate, formOf, templateSource } from '../crash/forms.ts'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import type { TemplateRecord } from '../simulators/yousign/model.ts'
import { openCard } from './client.ts'
import type { Random } from './random.ts'
import type { TortureWorld } from './world.ts'

export const endings = ['signed', 'declined', 'canceled', 'stopped', 'extended'] as const
/** `stopped`: taken back right after the press on Send. `extended`: expires, is extended, and then signed. */
export type Ending = (typeof endings)[number]

export interface Send {
  leadId: number
  ending: Ending
  /** Own documents; 0: from a template, which brings one. */
  documents: number
  /** E-mail addresses in signing order. */
  signers: string[]
  order: SendForm['order']
  /** How often Send is pressed at the same moment. */
  presses: number
  reviewId: string
  /** "Send a second one" of the same document on the same lead. */
  besides: Send | null
  /** Ids that the press on Send was answered with; all the same, or something is wrong. */
  acknowledged: string[]
  /** The server has said that it was stopped before anybody was contacted. */
  stopAcknowledged: boolean
  /** Deadlines that were extended. */
  extensions: number
}

type Plan = Pick<Send, 'ending' | 'documents' | 'order' | 'presses'> & { signers: number; second: boolean }

/**
 * `count` sends in the order in which they start, `offset` came before them. A second one follows the first and counts as a
 * send of its own.
 */
export async function prepareSends(
  world: TortureWorld,
  count: number,
  offset: number,
  random: Random,
): Promise<Send[]> {
  const templates = [1, 2, 3].map((signers) => addTemplate(world.yousign, signers))
  const plans: Plan[] = []
  for (let left = count; left > 0; ) {
    const plan = planOf(offset + plans.length, left, random)
    plans.push(plan)
    left -= plan.second ? 2 : 1
  }
  const sends: Send[][] = plans.map(() => [])
  let next = 0
  const work = async () => {
    for (let index = next++; index < plans.length; index = next++) {
      const plan = plans[index]
      if (plan !== undefined) sends[index] = await prepare(world, plan, templates)
    }
  }
  await Promise.all([work(), work(), work()])
  return sends.flat()
}

/** The first ones have every end, so that a few are enough to know every commit. */
function planOf(index: number, left: number, random: Random): Plan {
  const often = ['signed', 'signed', 'signed', 'signed'] as const
  return {
    ending: endings[index] ?? random.pick([...endings, ...often]),
    documents: index < 2 * endings.length ? index % 3 : random.pick([0, 0, 0, 0, 0, 0, 1, 1, 2]),
    signers: index < 3 ? index + 1 : 1 + random.whole(3),
    order: random.pick(['one_by_one', 'all_at_once']),
    presses: random.pick([1, 1, 2, 3]),
    second: left > 1 && random.chance(0.06),
  }
}

async function prepare(world: TortureWorld, plan: Plan, templates: readonly TemplateRecord[]): Promise<Send[]> {
  const { kommo } = world
  const lead = { name: 'Succession Mercier', pipelineId: pipelines.successions, statusId: stages.quote }
  const leadId = kommo.addLead(lead, people.sophie)
  const signers = addSigners(kommo, leadId, plan.signers)
  const template = templates[plan.signers - 1]
  if (template === undefined) throw new Error(`there is no template for ${plan.signers}`)
  const source =
    plan.documents > 0 ? addDocuments(kommo, leadId, plan.documents, plan.signers) : templateSource(template)
  const form = formOf(source, signers, plan.order)
  const card = openCard(world, leadId)
  const review = async () => {
    const { status, body } = await card.press('review', {}, { form, replaces: null })
    const { reviewId, findings } = body as ReviewReply
    const isSendable = status === 200 && findings.every((finding) => finding.severity !== 'red')
    if (!isSendable) throw new Error(`the review was answered ${status} ${JSON.stringify(body)}`)
    return reviewId
  }
  const { ending, documents, order, presses } = plan
  const first: Send = {
    leadId,
    ending,
    documents,
    signers: signers.map(({ email }) => email),
    order,
    presses,
    reviewId: await review(),
    besides: null,
    acknowledged: [],
    stopAcknowledged: false,
    extensions: 0,
  }
  if (!plan.second) return [first]
  return [first, { ...first, reviewId: await review(), besides: first, acknowledged: [], ending: 'signed' }]
}
