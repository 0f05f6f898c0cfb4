import { describe, expect, it } from 'vitest'
import { kommoOf, lead } from './kommo-samples.ts'
import { createLocalServer, json } from './local-server.ts'

describe('custom fields', () => {
  it('of a lead come by number: days as moments, several choices as a list, what is empty not at all', async () => {
    const field = (id: number, type: string, ...values: unknown[]) => {
      return { field_id: id, field_type: type, values: values.map((value) => ({ value })) }
    }
    const filled = [
      field(1, 'text', 'Bail'),
      field(2, 'numeric', '1500'),
      field(3, 'date', 1_750_000_000),
      field(4, 'multiselect', 'cave'),
      field(5, 'multiselect', 'cave', 'parking'),
      field(6, 'checkbox', true),
      field(7, 'file', { file_uuid: 'x' }),
      { field_id: 8, field_type: 'text', values: null },
    ]
    await using server = await createLocalServer(json(200, { ...lead, custom_fields_values: filled }))
    const read = await kommoOf(server).crm.lead(1001, 'click')
    expect(read.ok && read.value?.fields).toEqual([
      { id: 1, value: 'Bail' },
      { id: 2, value: '1500' },
      { id: 3, value: { at: 1_750_000_000_000 } },
      { id: 4, value: ['cave'] },
      { id: 5, value: ['cave', 'parking'] },
      { id: 6, value: true },
    ])
  })

  it('are listed over all pages, with their names', async () => {
    const page = (id: number, more: boolean) => ({
      _embedded: { custom_fields: [{ id, name: `Field ${id}`, type: 'text' }] },
      _links: more ? { next: { href: 'https://example.kommo.com/next' } } : {},
    })
    await using server = await createLocalServer(json(200, page(1, true)), json(200, page(2, false)))
    expect(await kommoOf(server).crm.customFields('contacts', 'click')).toEqual({
      ok: true,
      value: [
        { id: 1, name: 'Field 1' },
        { id: 2, name: 'Field 2' },
      ],
    })
    expect(server.heard.map(({ path }) => path)).toEqual([
      '/api/v4/contacts/custom_fields?limit=250&page=1',
      '/api/v4/contacts/custom_fields?limit=250&page=2',
    ])
  })
})
