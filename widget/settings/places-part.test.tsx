// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from '@testing-library/preact'
import { afterEach, expect, test, vi } from 'vitest'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import { err, ok } from '../../shared/result.ts'
import { sampleType } from '../../test/fixtures/document-type.ts'
import { settingsPage, settingsWords } from '../../test/fixtures/settings-page.ts'
import type { SettingsApi } from './api.ts'
import { PlacesPart } from './PlacesPart.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const url = 'https://sign.example.test/settings/places/t#code'
const box = { signer: 1, kind: 'signature', x: 80, y: 600, width: 140, height: 60 } as const
const file: DocumentTypeBody = { ...sampleType, source: { kind: 'file', pattern: null }, places: null }
const places = { boxes: [{ ...box, page: { from: 'last', offset: 0 } as const }], initials: true }

function draw(body: DocumentTypeBody, { placeable = 't' as string | null, answer = ok({ url }) as Answer } = {}) {
  const set = vi.fn()
  const openPlaces = vi.fn<SettingsApi['openPlaces']>(async () => answer)
  const template = { id: 'w', name: 'Mandat', format: 'docx' as const, language: 'fr' as const, bytes: 1, addedAt: 0 }
  const page = { ...settingsPage, ownTemplates: [{ ...template, addedBy: 'Sophie', tags: [], places: 1 }] }
  const deps = {
    words: settingsWords('en'),
    page,
    api: { openPlaces, page: async () => ok(page) } as unknown as SettingsApi,
  }
  const rest = { put: vi.fn(), kept: { types: {}, firm: {} }, keep: () => {}, failures: {}, failure: undefined }
  const view = render(<PlacesPart {...deps} {...rest} body={body} change={() => {}} set={set} placeable={placeable} />)
  return { ...view, set, openPlaces, ...rest }
}

type Answer = Awaited<ReturnType<SettingsApi['openPlaces']>>

test('only a type that is saved as it stands is taken to the sample', () => {
  const { getByText, openPlaces } = draw(file, { placeable: null })
  fireEvent.click(getByText('Place them on a sample'))
  expect(openPlaces).not.toHaveBeenCalled()
  getByText(/^Save first/)
})

test('the tab that was opened at the press is sent to the sample, and the page is read again on the way back', async () => {
  const tab = { opener: {}, close: vi.fn(), location: { replace: vi.fn() } }
  vi.stubGlobal('open', () => tab)
  const { getByText, put } = draw(file)
  fireEvent.click(getByText('Place them on a sample'))
  await expect.poll(() => tab.location.replace.mock.calls).toEqual([[url]])
  expect(tab.opener).toBeNull()
  await expect
    .poll(() => {
      fireEvent.focus(window)
      return put.mock.calls.length
    })
    .toBeGreaterThan(0)
})

test('a tab with nowhere to go is closed, and the reason is told', async () => {
  const tab = { opener: {}, close: vi.fn(), location: { replace: vi.fn() } }
  vi.stubGlobal('open', () => tab)
  const { getByText, findByRole } = draw(file, { answer: err({ code: 'not_administrator' }) })
  fireEvent.click(getByText('Place them on a sample'))
  expect((await findByRole('alert')).textContent).toContain('Only administrators')
  expect(tab.close).toHaveBeenCalled()
})

test('a browser that opens no tab leaves a link', async () => {
  vi.stubGlobal('open', () => null)
  const { getByText, findByText } = draw(file)
  fireEvent.click(getByText('Place them on a sample'))
  expect((await findByText('Open it here')).getAttribute('href')).toBe(url)
})

test('places are counted and can be taken away', () => {
  const { getByText, set } = draw({ ...file, places })
  getByText('1 place set. Initials on every page.')
  fireEvent.click(getByText('Remove the places'))
  expect(set).toHaveBeenCalledWith({ places: null })
})

test.each([
  ['a Word file', { kind: 'own_template', templateId: 'w', name: 'Mandat' }, 'It is set in the Word file.'],
  [
    'a template',
    { kind: 'template', templateId: 'y', name: '', labels: [], texts: [] },
    'It is set in the template at Yousign.',
  ],
] as const)('%s has its places in it', (_, source, sentence) => {
  const { getByText, queryByText } = draw({ ...file, source } as DocumentTypeBody)
  getByText(sentence)
  expect(queryByText('Place them on a sample')).toBeNull()
})
