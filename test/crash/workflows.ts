// What a firm does with a request, each as a story whose server may die anywhere in the middle part.
import type { CorrectBody, UploadReply } from '../../shared/api.ts'
import type { SendForm } from '../../shared/form.ts'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import type { CardClient } from '../world/world.ts'
import { createByAnother } from './another-life.ts'
import type { Expected } from './judge.ts'
import {
  activeOf,
  cardOf,
  deliver,
  eventually,
  hasNote,
  insist,
  look,
  pressSend,
  type Source,
  type Stage,
  type Story,
  signAndWait,
  tasksOf,
  waitForFiling,
} from './story.ts'
import { signedByBoth } from './verdict.ts'

/** Scans by lead; they are uploaded, and so opened, before the server may die. */
const scans = new Map<number, string>()

type Act = (stage: Stage, story: Story) => Promise<unknown>

export interface Workflow {
  source: Source
  form?: (form: SendForm) => SendForm
  /** Time to undo, in seconds of the server; none if left out. */
  undoSeconds?: number
  /** Only points whose names say this: the others are those of another workflow. */
  only?: RegExp
  /** The firm wants a copy among the lead's files. */
  copyToKommo?: boolean
  /** Before anything can happen to the server. */
  before?: Act
  /** Milliseconds that pass for our server and Kommo after that. */
  leap?: number
  /** Calls in the danger that our server does not make. */
  foreign?: RegExp
  /** Webhooks wait until the danger is over, so that the way there is the same in every run. */
  heldWebhooks?: boolean
  /** The server may die from its beginning until nothing is left to do. */
  danger: Act
  /** Afterwards. */
  after?: Act
  expected(story: Story): Expected
}

/** Sent, told in Kommo, and every webhook about it is in. */
const send: Act = async (stage, story) => {
  await pressSend(stage, story)
  await noted(stage, story, /Sent for signature/)
}

/** Somebody looks at the pages that Yousign makes of a Word file: they lie in a draft from then on. */
const lookAtPages: Act = async (stage, story) => {
  const card = await cardOf(stage, story.leadId)
  const { status, body } = await card.call('reviewDocument', { review: story.reviewId, index: 0 })
  if (status !== 200) throw new Error(`the pages were not shown: ${status} ${JSON.stringify(body)}`)
}

const sign: Act = async (stage, story) => {
  await signAndWait(stage, story)
  await waitForFiling(stage, story)
}

const finish = { after: sign, expected: signedByBoth }

export const workflows = {
  'send-documents': { source: 'documents', heldWebhooks: true, danger: send, ...finish },
  'send-template': { source: 'template', heldWebhooks: true, danger: send, ...finish },
  'send-previewed': { source: 'word', before: lookAtPages, heldWebhooks: true, danger: send, ...finish },
  file: { source: 'documents', before: send, danger: sign, expected: signedByBoth },
  'file-copy': {
    source: 'documents',
    copyToKommo: true,
    only: /\bcopy\b| kommo \w+ \/(?:v1\.0|download|api\/v4\/leads\/:id\/files)/,
    before: send,
    danger: sign,
    expected: (story) => ({ ...signedByBoth(story), copies: 1 }),
  },
  decline: {
    source: 'template',
    before: send,
    async danger(stage, story) {
      stage.yousign.decline(activeOf(stage, story)?.signers[0]?.id ?? '', 'The price is not what we agreed on.')
      await noted(stage, story, / declined to sign /)
      await tasked(stage, story)
    },
    expected: (story) => ({ ...stopped(story, 'declined'), tasks: [{ open: true }] }),
  },
  cancel: {
    source: 'template',
    before: send,
    async danger(stage, story) {
      const body = { reason: 'contractualization_aborted', note: null }
      await press(stage, story, (card) => card.call('cancel', { request: story.requestId }, body))
      await noted(stage, story, /signature request cancelled/)
    },
    expected: (story) => stopped(story, 'canceled'),
  },
  paper: {
    source: 'template',
    async before(stage, story) {
      await send(stage, story)
      const card = await cardOf(stage, story.leadId)
      const { status, body } = await card.call('upload', {}, plainPdf([[`Scan ${story.leadId}`]]))
      if (status !== 200) throw new Error(`the scan was refused: ${status} ${JSON.stringify(body)}`)
      scans.set(story.leadId, (body as UploadReply).uploadId)
    },
    async danger(stage, story) {
      const scan = { kind: 'upload', uploadId: scans.get(story.leadId) ?? '', name: 'Scan.pdf' }
      const body = { scan, why: 'The client has no smartphone' }
      await press(stage, story, (card) => card.call('paper', { request: story.requestId }, body))
      await noted(stage, story, /Signed on paper/)
      await eventually('the lead is moved', async () => stageOf(stage, story) === story.signedStage)
    },
    expected: (story) => ({
      ...stopped(story, 'canceled'),
      notes: ['sent', 'paper'],
      moves: [story.signedStage],
      scans: 1,
    }),
  },
  undo: {
    source: 'template',
    undoSeconds: 600,
    async danger(stage, story) {
      await pressSend(stage, story)
      await press(stage, story, (card) => card.call('undo', { request: story.requestId }))
    },
    expected: (story) => ({ ...stopped(story, 'canceled'), status: null, invited: [], notes: [] }),
  },
  extend: {
    source: 'template',
    async before(stage, story) {
      await send(stage, story)
      stage.yousign.expire(activeOf(stage, story)?.id ?? '')
      await noted(stage, story, /The deadline for /)
      await tasked(stage, story)
    },
    async danger(stage, story) {
      await press(stage, story, (card) => card.call('extend', { request: story.requestId }, { days: 20 }))
      await noted(stage, story, /deadline extended to /)
    },
    after: sign,
    expected: (story) => ({
      ...signedByBoth(story),
      // Whoever was asked when the deadline passed is asked anew.
      invited: [...story.signers, ...story.signers.slice(0, 1)],
      notes: ['sent', 'expired', 'extended', 'done'],
      tasks: [{ open: false }],
    }),
  },
  correct: {
    source: 'template',
    before: send,
    async danger(stage, story) {
      await correct(stage, story, { email: `corrected.${story.leadId}@example.fr` })
      await noted(stage, story, / corrected for /)
    },
    after: sign,
    expected: (story) => {
      const corrected = `corrected.${story.leadId}@example.fr`
      return {
        ...signedByBoth(story),
        signers: [corrected, ...story.signers.slice(1)],
        invited: [...story.signers, corrected],
        notes: ['sent', 'corrected', 'done'],
      }
    },
  },
  unblock: {
    source: 'documents',
    form: (form) => ({ ...form, level: 'qualified_electronic_signature', mode: null, expiryDays: 15 }),
    async before(stage, story) {
      await send(stage, story)
      const first = activeOf(stage, story)?.signers[0]
      stage.yousign.sign(first?.id ?? '', { name: 'Hélène Mercier-Petit' })
      await noted(stage, story, /Identity check of /)
      await tasked(stage, story)
    },
    async danger(stage, story) {
      await correct(stage, story, { lastName: 'Mercier-Petit', unblock: true })
      await noted(stage, story, / corrected for /)
    },
    after: sign,
    expected: (story) => ({
      ...signedByBoth(story),
      notes: ['sent', 'blocked', 'corrected', 'done'],
      tasks: [{ open: false }],
      proof: 'identity_proof',
    }),
  },
  remind: {
    source: 'template',
    before: send,
    leap: 25 * 3_600_000,
    async danger(stage, story) {
      await press(stage, story, async (card) => {
        const signer = signerOn(card, story)
        const answer = await card.call('remind', { request: story.requestId, signer: signer?.id ?? '' })
        // One that was perhaps sent counts as sent.
        return codeOf(answer) === 'too_soon' ? { status: 200, body: null } : answer
      })
    },
    after: sign,
    expected: (story) => ({ ...signedByBoth(story), reminded: 1 }),
  },
  adopt: {
    source: 'template',
    foreign: /^POST \/signature_requests/,
    async danger(stage, story) {
      await createByAnother(stage, story)
      await eventually('the card shows it', async () => {
        await deliver(stage)
        const shown = await look(stage, story)
        return shown?.requests.some(({ id, state }) => id === story.requestId && state === 'ongoing')
      })
    },
    after: sign,
    // What the other life has told in Kommo is not known, so "sent" is told again.
    expected: signedByBoth,
  },
} as const satisfies Record<string, Workflow>

export type WorkflowName = keyof typeof workflows

/** Ends before anybody has signed: nothing is filed, the lead stays where it is. */
function stopped(story: Story, how: 'declined' | 'canceled'): Expected {
  return { ...signedByBoth(story), status: how, invited: story.signers.slice(0, 1), notes: ['sent', how], moves: [] }
}

async function noted(stage: Stage, story: Story, words: RegExp): Promise<void> {
  await eventually(`the note ${words.source}`, async () => {
    await deliver(stage)
    return hasNote(stage, story, words)
  })
}

async function tasked(stage: Stage, story: Story): Promise<void> {
  await eventually('the task', async () => tasksOf(stage, story).length > 0)
}

/** Until it is taken; what is under way already is waited for. */
async function press(
  stage: Stage,
  story: Story,
  act: (card: CardClient) => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  await insist(stage, story, 'the press is taken', async (card) => {
    const answer = await act(card)
    if (answer.status < 300) return true
    const code = codeOf(answer)
    // It was taken before, and the card had no answer.
    if (code === 'too_late') return true
    if (code === 'busy' || answer.status === 503) return null
    throw new Error(`a press was answered ${answer.status} ${JSON.stringify(answer.body)}`)
  })
}

/** The first signer's data, with these instead. */
async function correct(stage: Stage, story: Story, change: Partial<CorrectBody>): Promise<void> {
  await press(stage, story, async (card) => {
    const signer = signerOn(card, story)
    const body: CorrectBody = {
      firstName: 'Hélène',
      lastName: 'Mercier',
      email: story.signers[0] ?? '',
      phone: '+33639981234',
      unblock: false,
      ...change,
    }
    return card.call('correct', { request: story.requestId, signer: signer?.id ?? '' }, body)
  })
}

function stageOf({ kommo }: Stage, { leadId }: Story): number | undefined {
  return kommo.state.leads.get(leadId)?.statusId
}

function signerOn(card: CardClient, story: Story) {
  return card.answer.card.requests.find(({ id }) => id === story.requestId)?.signers[0]
}

function codeOf({ body }: { body: unknown }): string | null {
  return (body as { code?: string } | null)?.code ?? null
}
