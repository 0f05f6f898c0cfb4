import { PDFDocument } from '@cantoo/pdf-lib'
import { expect, test } from 'vitest'
import { createState } from './create-state.ts'
import { demoSeed, quickSeed } from './seed.ts'
import type { KommoState } from './state.ts'

const now = Date.UTC(2026, 10, 24, 9)

async function seeded(seed: (state: KommoState, now: number) => Promise<void>): Promise<KommoState> {
  const state = createState('example')
  await seed(state, now)
  return state
}

test('both seeds give the same account, with documents of the same names and pages', { timeout: 60_000 }, async () => {
  const about = async (state: KommoState) => {
    const files = await Promise.all(
      [...state.files.values()].map(async ({ bytes, ...file }) => {
        const pages = file.extension === 'pdf' ? (await PDFDocument.load(bytes)).getPageCount() : 0
        return { ...file, pages }
      }),
    )
    const { files: _files, nextId: _nextId, ...rest } = state
    return { ...rest, files }
  }
  expect(await about(await seeded(demoSeed))).toEqual(await about(await seeded(quickSeed)))
})

test('everything the account refers to exists', async () => {
  const state = await seeded(quickSeed)
  for (const lead of state.leads.values()) {
    const pipeline = state.pipelines.get(lead.pipelineId)
    expect(pipeline?.statuses.map((status) => status.id)).toContain(lead.statusId)
    expect(state.users.has(lead.responsibleUserId)).toBe(true)
    for (const contact of lead.contacts) expect(state.contacts.has(contact.id)).toBe(true)
    if (lead.companyId !== null) expect(state.companies.has(lead.companyId)).toBe(true)
  }
  for (const link of state.fileLinks) {
    expect(state.leads.has(link.entityId)).toBe(true)
    expect(state.files.has(link.fileUuid)).toBe(true)
  }
})

test('two accounts share nothing that can be changed', async () => {
  const [first, second] = [await seeded(quickSeed), await seeded(quickSeed)]
  for (const user of first.users.values()) user.rights.leads.view = 'D'
  expect([...second.users.values()].some((user) => user.rights.leads.view === 'A')).toBe(true)
})
