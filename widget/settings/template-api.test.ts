import { expect, test, vi } from 'vitest'
import { ok } from '../../shared/result.ts'
import { settingsEndpoints } from '../../shared/settings-endpoints.ts'
import type { Ask } from './api.ts'
import { createTemplateApi, endingOf } from './template-api.ts'

test('a file goes up as its bytes, with its kind by the ending and its name encoded', async () => {
  const ask = vi.fn(async () => ok(null))
  const file = new File(['x'], 'Procuration – Łódź.PDF')
  await createTemplateApi(ask as Ask).add(file, 'fr')
  await createTemplateApi(ask as Ask).add(new File(['x'], 'Bail.docx'), 'en')
  expect(ask).toHaveBeenCalledWith(settingsEndpoints.addTemplate, {
    values: { language: 'fr' },
    body: file,
    headers: { 'Content-Type': 'application/pdf', 'X-File-Name': 'Procuration%20%E2%80%93%20%C5%81%C3%B3d%C5%BA.PDF' },
  })
  expect(ask.mock.lastCall).toMatchObject([
    settingsEndpoints.addTemplate,
    { headers: { 'Content-Type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' } },
  ])
})

test('what the server could only cut off is refused before it leaves', async () => {
  const ask = vi.fn(async () => ok(null))
  const api = createTemplateApi(ask as Ask)
  const large = new File([], 'large.pdf')
  Object.defineProperty(large, 'size', { value: 50_000_001 })
  expect(await api.add(large, 'fr')).toMatchObject({ failure: { code: 'document', kind: 'too_large' } })
  expect(await api.add(new File([], 'empty.pdf'), 'fr')).toMatchObject({ failure: { kind: 'damaged' } })
  expect(ask).not.toHaveBeenCalled()
})

test('a file is saved with the ending of what it is', () => {
  expect(endingOf(new Blob([], { type: 'application/pdf' }))).toBe('pdf')
  expect(endingOf(new Blob([]))).toBe('docx')
})
