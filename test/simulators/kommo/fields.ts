// Values of custom fields: how they are read back, how a write is checked (contracts/kommo-api.md 4, 3.5).
import type { FieldError } from './answers.ts'
import type { FileFieldValue, KommoField, KommoFieldValue } from './state.ts'

export type ValuesAnswer =
  | { ok: true; values: Map<number, KommoFieldValue[] | null> }
  | { ok: false; errors: FieldError[] }

/** `custom_fields_values` of an answer: null when nothing is filled. */
export function valuesView(fields: KommoField[], values: Map<number, KommoFieldValue[]>): unknown[] | null {
  const shown = fields.flatMap((field) => {
    const stored = values.get(field.id)
    if (stored === undefined || stored.length === 0) return []
    return [
      {
        field_id: field.id,
        field_name: field.name,
        field_code: field.code,
        field_type: field.type,
        values: stored.map((each) => valueView(field, each)),
        is_computed: false,
      },
    ]
  })
  return shown.length === 0 ? null : shown
}

/** Checks `custom_fields_values` of a write. `null` values clear a field; fields that are left out stay as they are. */
export function readValues(fields: KommoField[], input: unknown, fileExists: (uuid: string) => boolean): ValuesAnswer {
  const root = 'custom_fields_values'
  if (!Array.isArray(input)) return { ok: false, errors: [wrongType(root, 'array')] }
  const errors: FieldError[] = []
  const values = new Map<number, KommoFieldValue[] | null>()
  input.forEach((raw: unknown, index) => {
    const path = `${root}.${index}`
    const item = asRecord(raw)
    const field = fields.find((each) => named(each, item))
    if (field === undefined) {
      errors.push({ ...notAChoice(`${path}.${'field_id' in item ? 'field_id' : 'field_code'}`) })
      return
    }
    if (item['values'] === null) {
      values.set(field.id, null)
      return
    }
    if (!Array.isArray(item['values']) || item['values'].length === 0) {
      errors.push(wrongType(`${path}.values`, 'array'))
      return
    }
    const read = item['values'].map((each: unknown, at) =>
      readValue(field, asRecord(each), `${path}.values.${at}`, fileExists),
    )
    for (const each of read) if ('code' in each) errors.push(each)
    values.set(
      field.id,
      read.filter((each): each is KommoFieldValue => !('code' in each)),
    )
  })
  return errors.length > 0 ? { ok: false, errors } : { ok: true, values }
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

export function wrongType(path: string, expected: string): FieldError {
  return { code: 'InvalidType', path, detail: `This value should be of type ${expected}.` }
}

export function notAChoice(path: string): FieldError {
  return { code: 'NotSupportedChoice', path, detail: 'The value you selected is not a valid choice.' }
}

export function missing(path: string): FieldError {
  return { code: 'FieldMissing', path, detail: 'This field is missing.' }
}

const withOptions = new Set(['select', 'multiselect', 'radiobutton', 'multitext'])
const whole = new Set(['date', 'date_time', 'birthday'])

function named(field: KommoField, item: Record<string, unknown>): boolean {
  if (item['field_id'] !== undefined && item['field_id'] !== null) return field.id === item['field_id']
  return field.code !== null && field.code === item['field_code']
}

function valueView(field: KommoField, stored: KommoFieldValue): Record<string, unknown> {
  if (!withOptions.has(field.type)) return { value: stored.value }
  return { value: stored.value, enum_id: stored.enumId ?? null, enum_code: stored.enumCode ?? null }
}

function readValue(
  field: KommoField,
  item: Record<string, unknown>,
  path: string,
  fileExists: (uuid: string) => boolean,
): KommoFieldValue | FieldError {
  const value = item['value']
  if (withOptions.has(field.type)) return readOption(field, item, path)
  if (field.type === 'checkbox') return typeof value === 'boolean' ? { value } : wrongType(`${path}.value`, 'bool')
  if (field.type === 'file') return readFile(asRecord(value), path, fileExists)
  if (whole.has(field.type)) {
    return Number.isInteger(value) ? { value: Number(value) } : wrongType(`${path}.value`, 'int')
  }
  if (field.type === 'numeric' || field.type === 'monetary') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number)
      ? { value: String(number) }
      : wrongType(`${path}.value`, 'numeric')
  }
  if (typeof value !== 'string') return wrongType(`${path}.value`, 'string')
  if (field.type === 'url' && value !== '' && !URL.canParse(value)) {
    return { code: 'InvalidValue', path: `${path}.value`, detail: 'This value is not a valid URL.' }
  }
  if (field.type === 'text' && value.length > 256) {
    return {
      code: 'TooLong',
      path: `${path}.value`,
      detail: 'This value is too long. It should have 256 characters or less.',
    }
  }
  return { value }
}

function readOption(field: KommoField, item: Record<string, unknown>, path: string): KommoFieldValue | FieldError {
  const { enum_id: id, enum_code: code, value } = item
  const free = field.type === 'multitext'
  const option = field.enums.find((each) =>
    id !== undefined ? each.id === id : code !== undefined ? each.code === code : !free && each.value === value,
  )
  if (free && typeof value !== 'string') return wrongType(`${path}.value`, 'string')
  const chosen = option ?? (free && id === undefined && code === undefined ? field.enums[0] : undefined)
  if (chosen === undefined)
    return notAChoice(`${path}.${id !== undefined ? 'enum_id' : code !== undefined ? 'enum_code' : 'value'}`)
  return { value: free ? String(value) : chosen.value, enumId: chosen.id, enumCode: chosen.code }
}

function readFile(
  value: Record<string, unknown>,
  path: string,
  fileExists: (uuid: string) => boolean,
): KommoFieldValue | FieldError {
  const uuid = value['file_uuid']
  if (typeof uuid !== 'string') return missing(`${path}.value.file_uuid`)
  if (!fileExists(uuid)) return notAChoice(`${path}.value.file_uuid`)
  const file: FileFieldValue = { file_uuid: uuid }
  if (typeof value['version_uuid'] === 'string') file.version_uuid = value['version_uuid']
  if (typeof value['file_name'] === 'string') file.file_name = value['file_name']
  if (typeof value['file_size'] === 'number') file.file_size = value['file_size']
  return { value: file }
}
