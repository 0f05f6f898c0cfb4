// Sample documents of a French law firm: a fee agreement as PDF, good or bad in one known way.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PDFDocument, type PDFFont, type PDFPage, rgb } from '@cantoo/pdf-lib'
import fontkit from '@pdf-lib/fontkit'

export interface SamplePdf {
  /** Default "Convention d’honoraires". */
  title?: string
  /** Printed under the title; default a succession. */
  matter?: string
  /** Clients named in the text; default Hélène Mercier-Lefèvre. */
  clients?: string[]
  /** 2 to 6; default 3. */
  pages?: number
  /** True: `{{s1|signature|120|40}}` for each client and for the firm, in the boxes of the last page. */
  anchors?: boolean
  /** Default `good`. `damaged` is cut off in the middle, `encrypted` asks for a password, `javascript` runs on opening. */
  variant?: 'good' | 'encrypted' | 'javascript' | 'damaged'
}

const made = new Map<string, Promise<Uint8Array>>()

/** The bytes of such a document; the same options give the same bytes for as long as the process lives. */
export function samplePdf(options: SamplePdf = {}): Promise<Uint8Array> {
  const key = JSON.stringify(options)
  const bytes = made.get(key) ?? draw(options)
  made.set(key, bytes)
  return bytes
}

const A4: [number, number] = [595.28, 841.89]
const margin = 68
const ink = rgb(0.13, 0.15, 0.2)
const soft = rgb(0.42, 0.45, 0.5)
const line = rgb(0.78, 0.8, 0.84)

// Ligatures would come out of the file as other letters than went in.
const embedding = { subset: true, features: { liga: false, clig: false, dlig: false } }

const articles: [string, string][] = [
  [
    'Article 1. Objet de la mission',
    'Le client confie à l’avocat, qui l’accepte, la mission de le conseiller, de l’assister et de le représenter dans l’affaire désignée ci-dessus. La mission comprend l’étude du dossier, les échanges avec les autres parties et leurs conseils, la rédaction des actes nécessaires et la présence aux rendez-vous.',
  ],
  [
    'Article 2. Honoraires',
    'Les honoraires sont fixés au temps passé, au taux horaire de 240 euros hors taxes, majoré de la TVA au taux en vigueur. Une provision de 1 500 euros hors taxes est versée à la signature de la présente convention. Un décompte détaillé est adressé au client à la fin de chaque trimestre.',
  ],
  [
    'Article 3. Frais et débours',
    'Les frais de déplacement, de correspondance et de copie, ainsi que les débours payés pour le compte du client, sont remboursés sur justificatifs. Aucun débours supérieur à 300 euros n’est engagé sans l’accord préalable et écrit du client.',
  ],
  [
    'Article 4. Obligations des parties',
    'L’avocat est tenu d’une obligation de moyens et rend compte de l’avancement de l’affaire. Le client remet à l’avocat, dans les meilleurs délais, toutes les pièces et informations utiles et l’informe de tout changement de situation, d’adresse ou de coordonnées.',
  ],
  [
    'Article 5. Secret professionnel et données personnelles',
    'L’avocat est tenu au secret professionnel. Les données du client sont traitées pour les seuls besoins de la mission, conservées cinq ans après sa fin, et ne sont transmises qu’aux personnes dont l’intervention est nécessaire. Le client peut à tout moment demander l’accès à ses données et leur rectification.',
  ],
  [
    'Article 6. Dessaisissement',
    'Le client peut mettre fin à la mission à tout moment. Il règle alors les honoraires correspondant aux diligences accomplies. L’avocat peut se retirer pour un motif légitime, dans des conditions qui laissent au client le temps de choisir un autre conseil.',
  ],
  [
    'Article 7. Différends',
    'Tout différend sur les honoraires est soumis au bâtonnier de l’Ordre des avocats de Rennes. Le client peut aussi saisir gratuitement le médiateur de la consommation de la profession d’avocat.',
  ],
]

interface Sheet {
  document: PDFDocument
  text: PDFFont
  bold: PDFFont
}

async function draw(options: SamplePdf): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.registerFontkit({ create: openFont })
  const sheet: Sheet = {
    document,
    text: await document.embedFont(fontFile('DejaVuSerif.ttf'), embedding),
    bold: await document.embedFont(fontFile('DejaVuSerif-Bold.ttf'), embedding),
  }
  const title = options.title ?? 'Convention d’honoraires'
  const clients = options.clients ?? ['Hélène Mercier-Lefèvre']
  const count = options.pages ?? 3
  const pages = Array.from({ length: count }, () => document.addPage(A4))
  let y = firstPage(sheet, pages[0], title, options.matter ?? 'Succession Mercier-Lefèvre, dossier 2026-0412', clients)
  const each = Math.ceil(articles.length / count)
  pages.forEach((page, index) => {
    if (index > 0) y = A4[1] - margin - 30
    for (const [heading, body] of articles.slice(index * each, (index + 1) * each)) {
      y = paragraph(page, sheet.bold, heading, 12, y - 10)
      y = paragraph(page, sheet.text, body, 10.5, y - 5) - 10
    }
    furniture(sheet, page, index + 1, count)
  })
  const last = pages.at(-1)
  if (last !== undefined) signatures(sheet, last, Math.min(y - 20, 330), clients, options.anchors === true)
  document.setTitle(title)
  document.setAuthor('Aubry & Vasseur')
  document.setCreationDate(new Date(Date.UTC(2026, 10, 19, 16, 0)))
  if (options.variant === 'javascript') document.addJavaScript('hello', 'app.alert("hello")')
  if (options.variant === 'encrypted') document.encrypt({ userPassword: 'secret', ownerPassword: 'owner' })
  const bytes = await document.save()
  return options.variant === 'damaged' ? bytes.slice(0, Math.floor(bytes.length * 0.4)) : bytes
}

function firstPage(
  { text, bold }: Sheet,
  page: PDFPage | undefined,
  title: string,
  matter: string,
  clients: string[],
): number {
  if (page === undefined) return 0
  page.drawText(title, { x: margin, y: A4[1] - 130, size: 21, font: bold, color: ink })
  page.drawText(matter, { x: margin, y: A4[1] - 152, size: 10.5, font: text, color: soft })
  const parties = `Entre ${clients.join(' et ')}, ci-après « le client », et la société d’avocats Aubry & Vasseur, 4 rue de Toulouse, 35400 Saint-Malo, représentée par Maître Sophie Vasseur, ci-après « l’avocat », il est convenu ce qui suit.`
  return paragraph(page, text, parties, 10.5, A4[1] - 182) - 8
}

function furniture({ text, bold }: Sheet, page: PDFPage, number: number, count: number): void {
  const top = A4[1] - 48
  page.drawText('AUBRY & VASSEUR', { x: margin, y: top, size: 9, font: bold, color: ink })
  page.drawText('Avocats au barreau de Saint-Malo', { x: margin + 118, y: top, size: 8, font: text, color: soft })
  page.drawLine({
    start: { x: margin, y: top - 10 },
    end: { x: A4[0] - margin, y: top - 10 },
    thickness: 0.6,
    color: line,
  })
  page.drawText(`Page ${number} sur ${count}`, { x: A4[0] - margin - 58, y: 36, size: 8, font: text, color: soft })
}

function signatures({ text, bold }: Sheet, page: PDFPage, top: number, clients: string[], anchors: boolean): void {
  page.drawText('Fait en un exemplaire électronique, à la date de la dernière signature.', {
    x: margin,
    y: top,
    size: 9.5,
    font: text,
    color: ink,
  })
  const width = 210
  const signers = [...clients, 'Sophie Vasseur, pour le cabinet']
  signers.forEach((name, index) => {
    const x = margin + (index % 2) * (width + 38)
    const y = top - 26 - Math.floor(index / 2) * 112
    page.drawText(name, { x, y, size: 9, font: bold, color: ink })
    page.drawRectangle({ x, y: y - 82, width, height: 74, borderColor: line, borderWidth: 0.8 })
    if (!anchors) return
    page.drawText(`{{s${index + 1}|signature|120|40}}`, { x: x + 8, y: y - 24, size: 6, font: text, color: line })
  })
}

/** Draws a paragraph below `y` and answers where it ends. */
function paragraph(page: PDFPage, font: PDFFont, text: string, size: number, y: number): number {
  const width = A4[0] - 2 * margin
  let at = y
  let row = ''
  const flush = () => {
    at -= size * 1.55
    page.drawText(row, { x: margin, y: at, size, font, color: ink })
  }
  for (const word of text.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`
    if (font.widthOfTextAtSize(longer, size) <= width) {
      row = longer
      continue
    }
    flush()
    row = word
  }
  flush()
  return at
}

function fontFile(name: string): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`))
}

/** pdf-lib prefers `encode`, which this fontkit means for a stream; only `encodeStream` means the same to both. */
function openFont(bytes: Uint8Array): fontkit.Font {
  const font = fontkit.create(bytes)
  const createSubset = font.createSubset.bind(font)
  font.createSubset = () => {
    const subset = createSubset()
    return { includeGlyph: (glyph) => subset.includeGlyph(glyph), encodeStream: () => subset.encodeStream() }
  }
  return font
}
