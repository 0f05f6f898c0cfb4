// @vitest-environment happy-dom
import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact'
import { afterEach, expect, test, vi } from 'vitest'
import type { CardRequest } from '../../shared/card.ts'
import { err, ok } from '../../shared/result.ts'
import { createBench, replied } from '../../test/fixtures/card-deps.ts'
import { ago, now, request } from '../../test/fixtures/people.ts'
import { requests } from '../../test/fixtures/requests.ts'
import type { Api } from '../actions/api.ts'
import { Card } from '../ui/Card.tsx'

afterEach(cleanup)

function open(shown: CardRequest[], api: Partial<Api> = {}, language: 'en' | 'fr' = 'en') {
  const bench = createBench({ requests: shown }, api, language)
  const draw = () => <Card deps={bench.deps} state={bench.state()} seconds={null} retry={() => {}} />
  const view = render(draw())
  bench.changed.current = () => view.rerender(draw())
  const press = async (name: string | RegExp) => fireEvent.click(await view.findByRole('button', { name }))
  return { ...bench, ...view, press }
}

async function openForm(shown: CardRequest, api: Partial<Api> = {}) {
  const view = open([shown], api)
  await view.press('More actions')
  fireEvent.click(await view.findByRole('menuitem', { name: 'Signed on paper' }))
  return view
}

const keptOnPaper = requests['on_paper'] ?? request('r')

test('asks for the scan and why, and says what is stopped and whose signature is lost', async () => {
  const paper = vi.fn<Api['paper']>(() => replied(keptOnPaper))
  const view = await openForm(request('r', { actions: ['cancel', 'paper'] }), { paper })
  expect(view.container.textContent).toContain('Lost: the electronic signature of Hélène Mercier-Lefèvre.')
  await view.press('Stop it and keep the scan')
  fireEvent.click(view.getByRole('radio', { name: /Annexe 2/ }))
  await view.press('Stop it and keep the scan')
  expect(paper).not.toHaveBeenCalled()
  fireEvent.input(view.getByRole('textbox', { name: /Why on paper/ }), { target: { value: ' No smartphone ' } })
  await view.press('Stop it and keep the scan')
  await waitFor(() => expect(view.state().view).toEqual({ kind: 'card' }))
  const scan = { kind: 'lead_file', uuid: 'f-2', name: expect.stringContaining('Annexe 2') }
  expect(paper).toHaveBeenCalledWith('r', { scan, why: 'No smartphone' })
})

test('takes an upload as the scan, and tells who was too late that everybody has signed', async () => {
  const upload = vi.fn<Api['upload']>(async () => ok({ uploadId: 'u1', name: 'Scan.pdf', bytes: 9, pages: 3 }))
  const paper = vi.fn<Api['paper']>(async () => err({ code: 'too_late', state: 'done' }))
  const declined = request('r', { state: 'declined', endedAt: ago(1), actions: ['new_version', 'paper'] })
  const view = await openForm(declined, { upload, paper })
  expect(view.container.textContent).not.toContain('This stops it')
  const file = new File(['%PDF'], 'Scan.pdf', { type: 'application/pdf' })
  const input = view.container.querySelector('input[type="file"]') as HTMLInputElement
  Object.defineProperty(input, 'files', { value: [file] })
  fireEvent.change(input)
  const choice = (await view.findByRole('radio', { name: /Scan\.pdf/ })) as HTMLInputElement
  expect(choice.checked).toBe(true)
  fireEvent.input(view.getByRole('textbox', { name: /Why on paper/ }), { target: { value: 'At the office' } })
  await view.press('Keep the scan')
  expect((await view.findByRole('alert')).textContent).toContain('That signature counts')
  expect(paper).toHaveBeenCalledWith(
    'r',
    expect.objectContaining({ scan: { kind: 'upload', uploadId: 'u1', name: 'Scan.pdf' } }),
  )
})

test.each([
  ['en', /^Signed on paper/, /done|signed by everyone/i, 'scan kept on Tue 24 Nov'],
  ['fr', /^Signé sur papier/, /terminée|signée par tous/i, 'copie déposée le mar. 24 nov.'],
] as const)('the card says so in %s, and never that it is done', (language, strip, done, sentence) => {
  const { container } = open([keptOnPaper], {}, language)
  expect(container.querySelector('.ysg-strip__text')?.textContent).toMatch(strip)
  expect(container.textContent).not.toMatch(done)
  expect(container.textContent).toContain(sentence)
  expect(container.textContent).toContain('The client has no smartphone')
})

test('a scan that came too late is told on the card of the signed request', () => {
  const { container } = open([requests['paper_overtaken'] ?? request('r')])
  expect(container.querySelector('.ysg-strip__text')?.textContent).toContain('Done')
  expect(container.textContent).toContain('the scan of Marc Delorme was not kept')
})

test('both versions lead to each other, and focus goes along', async () => {
  const old = request('old', { state: 'canceled', endedAt: ago(2), createdAt: ago(9), replacedBy: 'new', actions: [] })
  const next = request('new', { replaces: 'old', reference: 'YS-9K2B', createdAt: now })
  const view = open([next, old])
  // In a page the root holds what is drawn; here it is drawn beside it.
  view.deps.root.querySelector = ((selector: string) => view.container.querySelector(selector)) as never
  await view.press('Replaces YS-7F3A')
  await waitFor(() => expect(view.state().shown).toBe('old'))
  const back = await view.findByRole('button', { name: 'Replaced by YS-9K2B' })
  await waitFor(() => expect(document.activeElement).toBe(back))
  await view.press('Replaced by YS-9K2B')
  await waitFor(() => expect(view.state().shown).toBe('new'))
})
