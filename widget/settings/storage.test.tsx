// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { err, ok } from '../../shared/result.ts'
import { type StoragePlace, type StorageTest, storageTroubles } from '../../shared/settings.ts'
import { settingsPage, settingsWords } from '../../test/fixtures/settings-page.ts'
import type { SettingsApi } from './api.ts'
import { Storage } from './Storage.tsx'

afterEach(cleanup)

const paris: StoragePlace = { kind: 's3', bucket: 'aubry-signatures', host: null, region: 'eu-west-3', area: 'eea' }

function draw(storage: StoragePlace, answer: Awaited<ReturnType<SettingsApi['testStorage']>>, language: 'en' | 'fr') {
  const page = { ...settingsPage, storage }
  const api = { testStorage: async () => answer } as SettingsApi
  const words = settingsWords(language)
  const given = { put: () => {}, kept: { types: {}, firm: {} }, keep: () => {}, failures: {} }
  return render(<Storage words={words} api={api} page={page} {...given} />)
}

const result = (change: Partial<StorageTest>) => ok({ trouble: null, detail: null, milliseconds: 412, ...change })

test('says service, bucket and region, and that the region is inside', () => {
  const { container } = draw(paris, result({}), 'en')
  expect(container.textContent).toContain('Amazon S3')
  expect(container.textContent).toContain('aubry-signatures')
  expect(container.textContent).toContain('Inside the EU or EEA')
  expect(container.textContent).toContain('Signed copies are kept at: Amazon S3, eu-west-3.')
  expect(container.querySelector('.ysg-area--outside')).toBeNull()
})

test.each([
  ['elsewhere', 'Outside the EU and EEA. Choose'],
  ['united_kingdom', 'United Kingdom'],
  ['switzerland', 'Switzerland'],
] as const)('a region outside is amber: %s', (area, words) => {
  const { container } = draw({ ...paris, area }, result({}), 'en')
  expect(container.querySelector('.ysg-area--outside')?.textContent).toContain(words)
})

test('where it cannot be told, it is said so', () => {
  const own = { ...paris, host: 's3.gra.example.net', area: null }
  expect(draw(own, result({}), 'fr').container.textContent).toContain('ne dit pas si elle est dans l’UE')
})

test.each(['en', 'fr'] as const)('every result of the test has a sentence of its own in %s', async (language) => {
  const told = new Set<string>()
  for (const trouble of [null, ...storageTroubles]) {
    const { container, getByRole } = draw(paris, result({ trouble, detail: 'AccessDenied' }), language)
    fireEvent.click(getByRole('button'))
    await expect.poll(() => container.querySelector('.ysg-note')).not.toBeNull()
    const note = container.querySelector('.ysg-note')
    const tone = trouble === null ? 'ok' : trouble === 'no_remove' ? 'warn' : 'bad'
    expect(note?.getAttribute('data-tone'), String(trouble)).toBe(tone)
    told.add(note?.textContent ?? '')
    cleanup()
  }
  expect(told.size).toBe(storageTroubles.length + 1)
  expect([...told].every((sentence) => sentence.length > 40)).toBe(true)
})

test('a press that does not reach the server says so', async () => {
  const { getByRole, findByText } = draw(paris, err({ code: 'offline' }), 'en')
  fireEvent.click(getByRole('button'))
  await findByText('This did not work. Try again in a moment.')
})
