// Which kind of own template a file is, and who opens it. Runs in the child only.
import { err, type Result } from '../../shared/result.ts'
import type { DocumentProblem, FilledTemplate, FillValues, TemplateContent } from '../domain/documents.ts'
import { fillFormTemplate, readFormTemplate } from './form-template.ts'
import { headerOffset } from './inspect.ts'
import { fillWordTemplate, readWordTemplate } from './word-template.ts'

/** What the template asks for; see the port. */
export async function readTemplate(bytes: Uint8Array): Promise<Result<TemplateContent, DocumentProblem>> {
  const kind = kindOf(bytes)
  return typeof kind === 'string' ? readers[kind](bytes) : err(kind)
}

/** The filled template; see the port. */
export async function fillTemplate(
  bytes: Uint8Array,
  values: FillValues,
): Promise<Result<FilledTemplate, DocumentProblem>> {
  const kind = kindOf(bytes)
  return typeof kind === 'string' ? fillers[kind](bytes, values) : err(kind)
}

const readers = { docx: readWordTemplate, pdf: readFormTemplate }
const fillers = { docx: fillWordTemplate, pdf: fillFormTemplate }

/** A Word file with a password is no zip but a compound file that names its encrypted package. */
function kindOf(bytes: Uint8Array): 'docx' | 'pdf' | DocumentProblem {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.toString('latin1', 0, 4) === 'PK\x03\x04') return 'docx'
  if (headerOffset(bytes) !== -1) return 'pdf'
  const isCompound = file.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1'
  const isEncrypted = isCompound && file.includes(Buffer.from('EncryptedPackage', 'utf16le'))
  return isEncrypted ? { kind: 'encrypted' } : { kind: 'not_template' }
}
