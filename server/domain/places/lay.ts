// Lays the places of a document type onto a document: boxes for the people who sign, or why they do not fit. They are
// never moved: what does not fit stops the send. Pure.
import type { DocumentType } from '../../../shared/document-type.ts'
import type { Finding } from '../../../shared/findings.ts'
import type { FormDocument, FormSigner } from '../../../shared/form.ts'
import type { Level } from '../../../shared/levels.ts'
import { isInside, overlap, type PlaceBox, type Places, pageIn } from '../../../shared/places.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import { fitsPattern } from '../document-types/fill.ts'
import type { PageSize } from '../documents.ts'
import type { SignerBox } from '../signature-request.ts'

/** The places of one type, and of which document they are the places. */
export interface TypePlaces {
  /** Name of the type. */
  type: string
  places: Places
  /** How many sign for the firm; all others of the places are clients. */
  firm: number
  /** Index of the document in the form. */
  document: number
}

/**
 * Null when the type has none, or its source has places of its own. Among several documents they are meant for the one
 * whose name the type looks for, else for the first.
 */
export function placesFor(
  type: Pick<DocumentType, 'name' | 'source' | 'firm' | 'places'> | null,
  documents: readonly Pick<FormDocument, 'name'>[],
): TypePlaces | null {
  if (type === null || type.places === null || type.source.kind === 'template') return null
  const { name, places, firm } = type
  const pattern = 'pattern' in type.source ? type.source.pattern : null
  const fitting = pattern === null ? 0 : documents.findIndex((one) => fitsPattern(one.name, pattern))
  return { type: name, places, firm: firm.length, document: Math.max(0, fitting) }
}

export interface LayOrder {
  document: { name: string; pages: readonly PageSize[] }
  signers: readonly Pick<FormSigner, 'side'>[]
  level: Level
}

/** One box for each place, by the signer's position in the form; or the first finding that stops the send. */
export function layPlaces({ type, places, firm }: TypePlaces, order: LayOrder): Result<SignerBox[], Finding> {
  const { document, level } = order
  const red = { severity: 'red' as const, signer: null }
  const people = inSigningOrder(order.signers)
  const wanted = Math.max(firm, ...places.boxes.map(({ signer }) => signer))
  const signing = new Set(signaturesOf(places.boxes))
  const ofFirm = order.signers.filter(({ side }) => side === 'firm').length
  if (people.length !== wanted || ofFirm !== firm || signing.size !== wanted)
    return err({ ...red, code: 'places_signers', type, clients: wanted - firm, firm })
  if (level === 'qualified_electronic_signature' && signaturesOf(places.boxes).length > signing.size)
    return err({ ...red, code: 'places_twice', type })

  const of = { type, document: document.name }
  const laid: SignerBox[] = []
  for (const box of places.boxes) {
    const page = pageIn(box, document.pages.length)
    const size = page === null ? undefined : document.pages[page - 1]
    if (page === null || size === undefined) {
      const least = 1 + Math.max(...places.boxes.map((one) => one.page.offset))
      return err({ ...red, code: 'places_short', ...of, pages: document.pages.length, least })
    }
    if (isTurned(size)) return err({ ...red, code: 'places_turned', document: document.name, page })
    if (!isInside(box, size)) return err({ ...red, code: 'places_outside', ...of, page })
    // Counted from the first and from the last page, two may meet in a short document.
    if (laid.some((one) => one.page === page && overlap(one, box)))
      return err({ ...red, code: 'places_overlap', ...of, page })
    const { kind, x, y, width, height } = box
    laid.push({ signer: people[box.signer - 1] ?? 0, kind, page, x, y, width, height })
  }
  // Initials stand on every page.
  const turned = places.initials ? document.pages.findIndex(isTurned) : -1
  if (turned >= 0) return err({ ...red, code: 'places_turned', document: document.name, page: turned + 1 })
  return ok(laid)
}

/** Coordinates of a page like that are nowhere defined, so nothing is placed on it (contracts/yousign.md 2.4). */
export function isTurned({ rotated, cropped }: PageSize): boolean {
  return rotated || cropped
}

/** Positions in the form: clients as they stand there, then those of the firm, whoever was moved up in between. */
function inSigningOrder(signers: readonly Pick<FormSigner, 'side'>[]): number[] {
  const positions = signers.map((_, index) => index)
  const isClient = (index: number) => signers[index]?.side === 'client'
  return [...positions.filter(isClient), ...positions.filter((index) => !isClient(index))]
}

function signaturesOf(boxes: readonly PlaceBox[]): number[] {
  return boxes.filter(({ kind }) => kind === 'signature').map(({ signer }) => signer)
}
