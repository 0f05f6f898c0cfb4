// What a signer who has signed leaves on a document: signatures, mentions, initials.
import type { DocumentRecord, FieldRecord, RequestRecord, SignerRecord } from './model.ts'
import type { Mark } from './pdf-write.ts'
import { dayOf } from './time.ts'

export function marksOf(request: RequestRecord, document: DocumentRecord): Mark[] {
  const fields = request.fields.flatMap((field): Mark[] => {
    const signer = request.signers.find((each) => each.id === field.signer_id)
    if (field.document_id !== document.id || signer?.status !== 'signed') return []
    const lines = linesOf(request, signer, field)
    const { page, x, y, width, height } = field
    return lines === null ? [] : [{ page, x, y, width, height, lines }]
  })
  return [...fields, ...initialsOf(request, document)]
}

/** Null: the simulator draws no mark of that kind. */
function linesOf({ timezone }: RequestRecord, signer: SignerRecord, { type, extra }: FieldRecord): string[] | null {
  const at = signer.signed_at ?? 0
  if (type === 'signature') {
    const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
    return [`Signed by ${signer.info.first_name} ${signer.info.last_name}`, `on ${when} UTC`]
  }
  if (type !== 'mention') return null
  const day = dayOf(at, timezone).split('-').reverse().join('/')
  return String(extra['mention'] ?? '')
    .replaceAll('%datetime%', `${day} ${new Date(at).toISOString().slice(11, 16)} UTC`)
    .replaceAll('%date%', day)
    .split('\n')
}

const area = { width: 40, height: 20, gap: 6, margin: 24 } as const

function initialsOf(request: RequestRecord, document: DocumentRecord): Mark[] {
  const { initials, page_sizes: pages } = document
  if (initials === null) return []
  const { width, height, gap, margin } = area
  const row = request.signers.length * (width + gap) - gap
  const left = (page: number) => ({ left: margin, center: (page - row) / 2 })[initials.alignment] ?? page - margin - row
  return request.signers.flatMap(({ status, info }, place) => {
    if (status !== 'signed') return []
    const lines = [`${info.first_name.charAt(0)}${info.last_name.charAt(0)}`]
    return pages.map((size, index): Mark => {
      const y = initials.edge === 'top' ? initials.y : size.height - initials.y - height
      return { page: index + 1, x: left(size.width) + place * (width + gap), y, width, height, lines }
    })
  })
}
