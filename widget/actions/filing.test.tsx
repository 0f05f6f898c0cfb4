// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from '@testing-library/preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { err, ok } from '../../shared/result.ts'
import { createBench } from '../../test/fixtures/card-deps.ts'
import { requests } from '../../test/fixtures/requests.ts'
import type { Api } from './api.ts'
import { Filing } from './Filing.tsx'

/** Names under which the browser was told to save something. */
const saved: string[] = []
beforeEach(() => {
  saved.length = 0
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download)
  })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const done = requests['done']
if (done === undefined) throw new Error('no request is done')

function draw(request: NonNullable<typeof done>, api: Partial<Api> = {}, language: 'en' | 'fr' = 'en') {
  const { deps, state } = createBench({ requests: [request] }, api, language)
  return render(<Filing deps={deps} state={state()} request={request} />)
}

test('the complete file is saved under the name that the server gave', async () => {
  const completeFile = vi.fn(() => Promise.resolve(ok(new Blob(['PK']))))
  const { getByText } = draw(done, { completeFile })
  fireEvent.click(getByText('Complete file (ZIP)'))
  await vi.waitFor(() => expect(saved).toEqual([done.completeFile]))
  expect(completeFile).toHaveBeenCalledWith('r')
})

test('why it cannot be had is said beside it', async () => {
  const { getByText, findByRole } = draw(
    done,
    { completeFile: () => Promise.resolve(err({ code: 'file_lost' })) },
    'fr',
  )
  fireEvent.click(getByText('Archive complète (ZIP)'))
  expect((await findByRole('alert')).textContent).toContain('restaurer depuis la sauvegarde')
  expect(saved).toEqual([])
})

const filed = done.filing

test.each([
  [{ copy: 'none', copyProblem: null }, 'en', null],
  [{ copy: 'done', copyProblem: null }, 'en', 'Copy among the lead’s files in Kommo'],
  [{ copy: 'waiting', copyProblem: null }, 'en', 'Copy among the lead’s files in Kommo: waits'],
  [{ copy: 'stuck', copyProblem: null }, 'en', 'Copy among the lead’s files in Kommo: did not work yet'],
  [{ copy: 'stuck', copyProblem: 'no_access' }, 'en', 'An administrator ticks “Access to files”'],
  [{ copy: 'not_available', copyProblem: 'too_large' }, 'fr', 'dépasse les 300 Mo'],
  [{ copy: 'not_available', copyProblem: 'lead_gone' }, 'fr', 'la fiche a été supprimée'],
] as const)('of the copy in Kommo is said %o', (copy, language, words) => {
  if (filed === null) throw new Error('nothing is filed')
  const { container } = draw({ ...done, filing: { ...filed, ...copy } }, {}, language)
  const lines = [...container.querySelectorAll('.ysg-fact')].map((line) => line.textContent ?? '')
  expect(lines.filter((line) => line.includes('Kommo')).join()).toContain(words ?? '')
  expect(lines).toHaveLength(words === null ? 4 : 5)
})

test('it is not offered while something is still to come', () => {
  expect(draw({ ...done, completeFile: null }).queryByText('Complete file (ZIP)')).toBeNull()
})
