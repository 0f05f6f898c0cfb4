// @vitest-environment happy-dom
import { cleanup, fireEvent, render, waitFor } from '@testing-library/preact'
import { afterEach, expect, test, vi } from 'vitest'
import { err, ok } from '../../shared/result.ts'
import { createBench, replied } from '../../test/fixtures/card-deps.ts'
import { now, request } from '../../test/fixtures/people.ts'
import { requests } from '../../test/fixtures/requests.ts'
import type { Api } from '../actions/api.ts'
import { maskPhone, pathOfRows } from '../actions/Qr.tsx'
import { Card } from '../ui/Card.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function open(shown: ReturnType<typeof request> | undefined, api: Partial<Api>) {
  const bench = createBench({ requests: shown === undefined ? [] : [shown] }, api)
  const draw = () => <Card deps={bench.deps} state={bench.state()} seconds={null} retry={() => {}} />
  const view = render(draw())
  bench.changed.current = () => view.rerender(draw())
  const press = async (name: string | RegExp) => fireEvent.click(await view.findByRole('button', { name }))
  return { ...bench, ...view, press }
}

test('a reminder says so beside its button, and when it is refused, why', async () => {
  const remind = vi
    .fn<Api['remind']>()
    .mockResolvedValueOnce(err({ code: 'too_soon', until: now + 86_400_000 }))
    .mockImplementation(() => replied(request('r')))
  const view = open(requests['ongoing'], { remind })
  await view.press('Remind')
  expect((await view.findByRole('alert')).textContent).toMatch(/Possible again from Wed 25 Nov/)
  await view.press('Remind')
  await view.findByText('Reminded just now')
  expect(view.queryByRole('alert')).toBeNull()
})

test('a copied link is only for one person; refused by the clipboard it is shown', async () => {
  const link = async () => ok({ url: 'https://s.example.com/s/x', qr: ['#.'], expiresAt: now + 60_000 })
  const writeText = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValue(new Error('refused'))
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  const view = open(requests['ongoing'], { link })
  await view.press('Copy link')
  await view.findByText('Link copied. Only for Jean-Baptiste Le Goff.')
  await view.press('Copy link')
  await waitFor(() => expect(view.container.querySelector('input')?.value).toBe('https://s.example.com/s/x'))
})

test('cancelling asks why, and names whose signature is lost', async () => {
  const cancel = vi.fn(() => replied(request('r', { state: 'canceled' })))
  const view = open(request('r', { actions: ['cancel'] }), { cancel })
  await view.press('More actions')
  fireEvent.click(await view.findByRole('menuitem', { name: 'Cancel the request' }))
  expect(view.container.textContent).toContain('Lost: the signature of Hélène Mercier-Lefèvre.')
  await view.press('Cancel the request')
  expect(cancel).not.toHaveBeenCalled()
  fireEvent.click(view.getByRole('radio', { name: 'Something else' }))
  fireEvent.input(view.getByRole('textbox'), { target: { value: ' Article 4 ' } })
  await view.press('Cancel the request')
  await waitFor(() => expect(cancel).toHaveBeenCalledWith('r', { reason: 'other', note: 'Article 4' }))
  await waitFor(() => expect(view.state().view.kind).toBe('card'))
})

test('a correction touches one person and never replaces one without asking', async () => {
  const correct = vi.fn(() => replied(request('r')))
  const view = open(requests['bounced'], { correct })
  await view.press(/Correct/)
  const [first, last, email] = view.getAllByRole('textbox')
  if (first === undefined || last === undefined || email === undefined) throw new Error('no fields')
  fireEvent.input(first, { target: { value: 'Anne' } })
  fireEvent.input(last, { target: { value: 'Durand' } })
  fireEvent.input(email, { target: { value: 'anne@example.fr' } })
  await view.press('Correct and send')
  expect(correct).not.toHaveBeenCalled()
  await view.press('Yes, I correct a mistake')
  fireEvent.submit(first.closest('form') as HTMLFormElement)
  await waitFor(() =>
    expect(correct).toHaveBeenCalledWith('r', 's2', {
      firstName: 'Anne',
      lastName: 'Durand',
      email: 'anne@example.fr',
      phone: '+33 6 39 98 55 21',
      unblock: false,
    }),
  )
})

test('a blocked identity check is unblocked with the corrected name', async () => {
  const correct = vi.fn(() => replied(request('r')))
  const view = open(requests['identity_blocked'], { correct })
  await view.press('Correct and unblock')
  fireEvent.submit((await view.findAllByRole('textbox'))[0]?.closest('form') as HTMLFormElement)
  await waitFor(() => expect(correct).toHaveBeenCalledWith('r', 's1', expect.objectContaining({ unblock: true })))
})

test('an expired request gets a new deadline', async () => {
  const extend = vi.fn(() => replied(request('r')))
  const view = open(requests['expired'], { extend })
  await view.press('Extend the deadline')
  expect(view.container.textContent).toContain('Still missing: Jean-Baptiste Le Goff.')
  fireEvent.click(view.getByRole('radio', { name: '30 days' }))
  await view.press('Extend the deadline')
  await waitFor(() => expect(extend).toHaveBeenCalledWith('r', { days: 30 }))
})

test('a prepared request is looked at once more before it is sent', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const acted = vi.fn(() => replied(request('r', { state: 'preparing' })))
  const view = open(requests['prepared'], { act: acted })
  await view.press('Review and send')
  const button = await view.findByRole('button', { name: 'Send to 2 people' })
  await vi.advanceTimersByTimeAsync(450)
  fireEvent.click(button)
  await waitFor(() => expect(acted).toHaveBeenCalledWith('sendPrepared', 'r'))
})

test('the menu moves by arrows and letters, and Escape gives focus back', async () => {
  const view = open(request('r', { actions: ['refresh', 'send_second', 'cancel'] }), {})
  document.body.append(view.container)
  view.deps.root = view.container as HTMLElement
  await view.press('More actions')
  const items = () => view.getAllByRole('menuitem').map((item) => item.textContent)
  expect(items()).toEqual(['Refresh', 'Send a second one', 'Cancel the request'])
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Refresh'))
  const key = (name: string) => fireEvent.keyDown(view.getByRole('menu'), { key: name })
  key('ArrowUp')
  expect(document.activeElement?.textContent).toBe('Cancel the request')
  key('s')
  expect(document.activeElement?.textContent).toBe('Send a second one')
  key('Escape')
  expect(view.queryByRole('menu')).toBeNull()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('More actions')
})

test('a code is drawn as one rectangle for each run of dark modules', () => {
  expect(pathOfRows(['##.#', '....', '...#'])).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM3 2h1v1h-1z')
})

test('a masked phone keeps its country and its last digits', () => {
  expect(maskPhone('+33 6 39 98 12 34')).toBe('+33 6 •• •• 12 34')
})
