// Stories of one level: sent from the lead card, signed by everybody in a browser, filed.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium } from '../../chromium.ts'
import { stages } from '../../simulators/kommo/seed-data.ts'
import { type Demo, startDemo } from '../../world/demo.ts'
import { until } from '../../world/world.ts'
import { caseLead, clients, expectSameBytes, records } from '../cases.ts'
import { peopleOf, type Story, sendFromCard } from '../send.ts'
import { signInBrowser } from '../signer.ts'

const yousignLevel = {
  Simple: 'electronic_signature',
  Advanced: 'advanced_electronic_signature',
  Qualified: 'qualified_electronic_signature',
}

/** Defines a test for each story, with a browser and a demo for all of them. */
export function everybodySigns(stories: readonly Story[]): void {
  let browser: Browser
  let demo: Demo
  const told: { leadId: number; story: Story }[] = []

  beforeAll(async () => {
    browser = await launchChromium()
    demo = await startDemo({ undoSeconds: 0, auditTrailDelay: 200 })
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.[Symbol.asyncDispose]()
  })

  it.each(stories)(
    '$level, $signers signer(s), $order, $anchors places in the text: everybody signs',
    async (story) => {
      const leadId = caseLead(
        demo,
        `${story.level} ${story.signers}`,
        clients.slice(0, Math.min(2, story.signers)),
        story.anchors,
      )
      const card = await sendFromCard(browser, demo, story, leadId)
      const { remote, request } = records(demo, leadId)
      expect(remote?.signers.map((signer) => signer.signature_level)).toEqual(
        Array(story.signers).fill(yousignLevel[story.level]),
      )
      expect(request.documents[0]?.parseAnchors).toBe(story.anchors > 0)
      for (const person of peopleOf(story.signers)) {
        await until(`${person.name}'s turn`, () =>
          demo.yousign.inbox.some((message) => message.to === person.email && message.kind === 'invitation'),
        )
        await signInBrowser(browser, demo, {
          email: person.email,
          phone: person.phone,
          identity: story.level !== 'Simple',
        })
      }
      await card.sees('Signed by everyone')
      await card.root.getByRole('button', { name: 'Open the signed PDF' }).waitFor()
      await until('the stage', () => records(demo, leadId).stage === stages.signed)
      const after = records(demo, leadId)
      expect(after.remote?.status).toBe('done')
      expect(after.notes.filter((note) => note.includes('Sent for signature'))).toHaveLength(1)
      expect(after.notes.filter((note) => note.includes('Signed by everyone'))).toHaveLength(1)
      expect(after.tasks).toEqual([])
      expect(after.files.filter((file) => file.kind === 'signed')).toHaveLength(1)
      await expectSameBytes(demo, leadId)
      await card.close()
      told.push({ leadId, story })
    },
  )

  // Yousign is asked for it some seconds after a signature, and every story would wait for that.
  it('the audit trail or identity proof of everybody is filed', async () => {
    expect(told).toHaveLength(stories.length)
    for (const { leadId, story } of told) {
      const kind = story.level === 'Qualified' ? 'identity_proof' : 'audit_trail'
      const filed = () => records(demo, leadId).files.filter((file) => file.kind === kind).length
      await until('the evidence', () => filed() >= story.signers)
      expect(filed()).toBe(story.signers)
    }
  })
}
