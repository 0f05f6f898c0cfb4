// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from '@testing-library/preact'
import { afterEach, expect, test, vi } from 'vitest'
import type { Fate, KeepingPage, PersonRecord } from '../../shared/keeping.ts'
import { err, ok } from '../../shared/result.ts'
import { settingsWords } from '../../test/fixtures/settings-page.ts'
import type { SettingsApi } from './api.ts'
import { Keeping } from './Keeping.tsx'
import type { KeepingApi } from './keeping-api.ts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const at = Date.UTC(2026, 10, 24, 12)
const page: KeepingPage = {
  periods: [
    { kind: 'deliveries', period: { count: 90, unit: 'days' } },
    { kind: 'originals', period: { count: 12, unit: 'months' } },
  ],
  choices: { reviewYears: 10 },
  due: [],
  erasures: [],
}
const past = { id: 'e1', at, by: 'Sophie Vasseur', erased: 2, restricted: 0, waiting: 0 }

let made = 0
function recordOf(fate: Fate, change: Partial<PersonRecord> = {}): PersonRecord {
  made += 1
  return {
    requestId: `r${made}`,
    leadId: 77,
    reference: `YS-${made}`,
    name: 'Mandat',
    state: 'declined',
    createdAt: at,
    endedAt: at,
    signers: ['Hélène Mercier', 'Jean Le Goff'],
    fate,
    files: [],
    ...change,
  }
}

function draw(calls: Partial<KeepingApi>, language: 'en' | 'fr' = 'en') {
  const keeping = { page: async () => ok(page), ...calls } as KeepingApi
  return render(<Keeping words={settingsWords(language)} api={{ keeping } as SettingsApi} />)
}

/** The page with what was found for that address. */
async function found(records: PersonRecord[], calls: Partial<KeepingApi> = {}) {
  const find = vi.fn(async () => ok({ records }))
  const drawn = draw({ find, ...calls })
  fireEvent.input(await drawn.findByRole('textbox', { name: /E‑mail/ }), { target: { value: ' A@b.example ' } })
  fireEvent.click(drawn.getByText('Find records'))
  await drawn.findByText(records.length === 0 ? 'No record of A@b.example.' : /records? of A@b.example/)
  expect(find).toHaveBeenCalledWith({ email: 'A@b.example', contactId: null })
  return drawn
}

test('tells every period and what is left, in a table with heads', async () => {
  const { findByRole, getAllByRole } = draw({})
  expect((await findByRole('table')).textContent).toContain('90 days, then a digest, ids and times')
  expect(getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(['What', 'How long', 'Why'])
  expect(getAllByRole('rowheader')).toHaveLength(page.periods.length + 4)
})

test('the years are saved by their own button, which is there once they differ, and a refusal is told', async () => {
  const saveYears = vi
    .fn<KeepingApi['saveYears']>()
    .mockResolvedValueOnce(err({ code: 'bad_request', detail: 'Correct body.reviewYears: too big' }))
    .mockImplementation(async (years) => ok({ ...page, choices: { reviewYears: years } }))
  const { findByRole, queryByText, getByText, findByText } = draw({ saveYears })
  const field = await findByRole('textbox', { name: /how many years/ })
  expect(queryByText('Save')).toBeNull()
  fireEvent.input(field, { target: { value: '70' } })
  fireEvent.click(getByText('Save'))
  await findByText(/does not fit: Ask about signed documents/)
  fireEvent.input(field, { target: { value: '7' } })
  fireEvent.click(getByText('Save'))
  await findByText('Saved.')
  expect(saveYears.mock.calls).toEqual([[70], [7]])
  await findByText(/^Never deleted by themselves. 7 years/)
})

test('a record that is due is kept for as many years as were chosen', async () => {
  const due = recordOf({ kind: 'erase' }, { state: 'done' })
  const renew = vi.fn<KeepingApi['renew']>(async () => ok(page))
  const { findByLabelText, findByRole, findByText } = draw({ page: async () => ok({ ...page, due: [due] }), renew })
  fireEvent.change(await findByLabelText('Keep them for'), { target: { value: '10' } })
  fireEvent.click(await findByRole('button', { name: `Keep for 10 more years (${due.reference})` }))
  await findByText(`${due.reference} is kept for 10 more years.`)
  expect(renew).toHaveBeenCalledWith(due.requestId, 10)
  await findByText('No signed record has to be decided on.')
})

test.each([
  ['an unfinished address', 'E‑mail', 'helene@', 'Type the whole'],
  ['a contact without a number', 'Contact', 'Hélène', 'Type the number'],
])('%s is not looked for', async (_, label, typed, told) => {
  const find = vi.fn()
  const { findByRole, getByText, findByText } = draw({ find })
  fireEvent.click(await findByRole('radio', { name: new RegExp(label) }))
  const field = await findByRole('textbox', { name: new RegExp(label) })
  fireEvent.input(field, { target: { value: typed } })
  fireEvent.click(getByText('Find records'))
  await findByText(new RegExp(told))
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(find).not.toHaveBeenCalled()
})

test.each(['4711', 'https://aubry.kommo.com/contacts/detail/4711', '/contacts/detail/4711?tab=1'])(
  'a contact is found by %s',
  async (typed) => {
    const find = vi.fn<KeepingApi['find']>(async () => ok({ records: [] }))
    const { findByRole, getByText, findByText } = draw({ find })
    fireEvent.click(await findByRole('radio', { name: /Contact/ }))
    fireEvent.input(await findByRole('textbox', { name: /Contact/ }), { target: { value: typed } })
    fireEvent.click(getByText('Find records'))
    await findByText('No record of contact 4711.')
    expect(find).toHaveBeenCalledWith({ email: null, contactId: 4711 })
  },
)

test('what becomes of each record is said, and only what may be erased or restricted can be chosen', async () => {
  const records = [
    recordOf({ kind: 'running' }, { state: 'ongoing' }),
    recordOf({ kind: 'restrict', until: at }, { state: 'done' }),
    recordOf({ kind: 'erase' }),
    recordOf({ kind: 'restricted', at, until: at }, { state: 'done' }),
    recordOf({ kind: 'erased', at, isComplete: false }, { signers: [] }),
  ]
  const { container, getAllByRole } = await found(records)
  const told = [...container.querySelectorAll('.ysg-fate')].map(({ textContent }) => textContent)
  expect(told).toEqual([
    'Can still be signed. Cancel it first.',
    'Signed: kept until 24 Nov 2026. It can be restricted, not erased.',
    'Can be erased.',
    'Restricted on 24 Nov 2026, kept until 24 Nov 2026. Only administrators open it, here.',
    'Erased here on 24 Nov 2026. Notes in Kommo are still being overwritten.',
  ])
  expect(getAllByRole('checkbox')).toHaveLength(2)
  expect(container.textContent).toContain('with everybody who is named in it: Hélène Mercier and Jean Le Goff.')
})

test('nothing is erased before the question is answered, and Keep asks no further', async () => {
  const erase = vi.fn<KeepingApi['erase']>(async () => ok({ records: [] }))
  const records = [recordOf({ kind: 'erase' }), recordOf({ kind: 'erase' })]
  const { getByText, getByRole, getAllByRole, findByText, findByRole, queryByText } = await found(records, { erase })
  fireEvent.click(getAllByRole('checkbox')[1] as HTMLElement)
  fireEvent.click(getByText('Erase or restrict 1 record …'))
  await findByText('1 record is erased for good.')
  expect(document.activeElement?.textContent).toContain('cannot be taken back')
  fireEvent.click(getByText('Keep'))
  await findByRole('button', { name: /^Erase or restrict/ })
  expect(document.activeElement?.textContent).toBe('Erase or restrict 1 record …')
  expect(erase).not.toHaveBeenCalled()
  fireEvent.click(getByRole('button', { name: /^Erase or restrict/ }))
  fireEvent.click(getByText('Delete for good'))
  await findByText(/^Done: 1 record erased\. Our notes/)
  await expect.poll(() => document.activeElement?.textContent).toMatch(/^Done/)
  expect(erase).toHaveBeenCalledWith({ email: 'A@b.example', contactId: null, requestIds: [records[0]?.requestId] })
  expect(queryByText(/^Erase or restrict/)).toBeNull()
})

test('a signed record is restricted and its files can be saved; why one cannot is said', async () => {
  const signed = recordOf({ kind: 'restrict', until: at }, { state: 'done' })
  const file = { id: 'f1', kind: 'signed' as const, name: 'Mandat.pdf', bytes: 9 }
  const restricted = { ...signed, fate: { kind: 'restricted' as const, at, until: at }, files: [file] }
  const open = vi.fn<KeepingApi['file']>(async () => err({ code: 'not_filed' }))
  const calls = { erase: async () => ok({ records: [restricted] }), file: open }
  const { getByText, findByText } = await found([signed], calls)
  fireEvent.click(getByText('Erase or restrict 1 record …'))
  fireEvent.click(getByText('Restrict'))
  await findByText('Done: 1 record restricted.')
  fireEvent.click(getByText('Save Mandat.pdf'))
  await findByText(/^The complete file waits/)
  expect(open).toHaveBeenCalledWith(restricted, 'f1')
})

test('one that runs after all is refused with the sentence, and all of it can be asked again', async () => {
  const erase = async () => err({ code: 'record_running' as const, reference: 'YS-9' })
  const { getByText, findByText } = await found([recordOf({ kind: 'erase' })], { erase })
  fireEvent.click(getByText('Erase or restrict 1 record …'))
  fireEvent.click(getByText('Delete for good'))
  await findByText('YS-9 can still be signed, so nothing was erased. Cancel it first.')
  getByText('Delete for good')
})

test('without a record the rest can be erased, but not while one runs', async () => {
  const erase = vi.fn<KeepingApi['erase']>(async () => ok({ records: [] }))
  const { getByText, findByText } = await found([], { erase })
  fireEvent.click(getByText('Erase what is stored beside records …'))
  fireEvent.click(getByText('Delete for good'))
  await findByText('Done: what was stored beside records is erased.')
  expect(erase).toHaveBeenCalledWith({ email: 'A@b.example', contactId: null, requestIds: [] })
  cleanup()
  const { queryByText } = await found([recordOf({ kind: 'running' }, { state: 'ongoing' })])
  expect(queryByText(/^Erase what is stored/)).toBeNull()
})

test.each([
  ['en', '24 Nov 2026, by Sophie Vasseur: 2 erased', 'Under way', 'Done'],
  ['fr', '24 nov. 2026, par Sophie Vasseur : 2 effacés', 'En cours', 'Terminé'],
] as const)('past erasures are listed and looked at again until they are done: %s', async (language, ...told) => {
  const [line, waiting, done] = told
  const pages = [{ ...past, waiting: 1 }, past].map((one) => ok({ ...page, erasures: [one] }))
  const load = vi.fn<KeepingApi['page']>().mockImplementation(async () => pages.shift() ?? err({ code: 'offline' }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { container } = draw({ page: load }, language)
  const list = () => container.querySelector('.ysg-list')?.textContent
  await vi.waitFor(() => expect(list()).toBe(`${line}${waiting}`))
  await vi.advanceTimersByTimeAsync(1_500)
  await vi.waitFor(() => expect(list()).toBe(`${line}${done}`))
  await vi.advanceTimersByTimeAsync(600_000)
  expect(load).toHaveBeenCalledTimes(2)
})
