// Starter form: a private power of attorney as a PDF form. Its fields are named like tags, so the CRM fills it as it is.
import { PDFDocument, type PDFPage, rgb } from '@cantoo/pdf-lib'
import { embedTypeface, type Typeface, wrap } from '../documents/typeface.ts'

/** The same bytes every time. */
export async function privatePower(language: 'en' | 'fr'): Promise<Uint8Array> {
  // Without a date of making: the same form should be the same file.
  const pdf = await PDFDocument.create({ updateMetadata: false })
  const page = pdf.addPage([sheet.width, sheet.height])
  const faces = { serif: await embedTypeface(pdf, 'serif', 'FORMED'), sans: await embedTypeface(pdf, 'sans', 'FORMED') }
  const words = texts[language]
  const pen: Pen = { page, y: sheet.height - sheet.margin, ...faces }
  write(pen, words.notice, 8, { color: brown })
  write(pen, words.title, 16, { face: faces.serif })
  const form = pdf.getForm()
  for (const part of words.parts) {
    if (typeof part === 'string') write(pen, part, part === part.toUpperCase() ? 9.5 : 9)
    else
      drawRow(pen, part, (name, lines) => {
        const field = form.createTextField(name)
        if (lines > 1) field.enableMultiline()
        return field
      })
  }
  write(pen, words.signature, 9)
  write(pen, '{{s1|signature|180|60}}', 9)
  form.updateFieldAppearances(faces.sans.font)
  return pdf.save({ addDefaultPage: false, updateFieldAppearances: false })
}

const sheet = { width: 595.28, height: 841.89, margin: 56 }
const inner = sheet.width - 2 * sheet.margin
const ink = rgb(0.11, 0.12, 0.15)
const brown = rgb(0.5, 0.25, 0)

interface Pen {
  page: PDFPage
  /** Top of what comes next, from the foot of the page. */
  y: number
  serif: Typeface
  sans: Typeface
}

/** A label, the tag that fills the field below it, its share of the row, and its lines. */
interface FieldPlace {
  label: string
  tag: string
  share: number
  lines?: number
}

function write(pen: Pen, text: string, size: number, { face = pen.sans, color = ink } = {}): void {
  for (const line of wrap(text, face, size, inner)) {
    pen.y -= size * 1.35
    pen.page.drawText(line, { x: sheet.margin, y: pen.y, size, font: face.font, color })
  }
  pen.y -= 5
}

type CreateField = (name: string, lines: number) => ReturnType<ReturnType<PDFDocument['getForm']>['createTextField']>

function drawRow(pen: Pen, row: readonly FieldPlace[], create: CreateField): void {
  let x = sheet.margin
  const height = Math.max(...row.map(({ lines = 1 }) => 5 + lines * 13))
  for (const { label, tag, share, lines = 1 } of row) {
    const width = share * inner - 6
    pen.page.drawText(label, { x, y: pen.y - 8, size: 7.5, font: pen.sans.font, color: ink })
    const field = create(tag, lines)
    field.addToPage(pen.page, {
      x,
      y: pen.y - 11 - height,
      width,
      height,
      borderWidth: 0.5,
      borderColor: rgb(0.72, 0.74, 0.77),
      font: pen.sans.font,
    })
    // Left open, the size would grow with the box.
    field.setFontSize(10)
    x += share * inner
  }
  pen.y -= height + 15
}

interface FormText {
  notice: string
  title: string
  parts: (string | readonly FieldPlace[])[]
  signature: string
}

const texts: Record<'en' | 'fr', FormText> = {
  fr: {
    notice:
      'Modèle de départ, à relire et à adapter par l’étude avant tout usage. Ne convient ni aux donations, ni aux hypothèques, ni aux ventes en l’état futur d’achèvement : ces actes exigent une procuration authentique.',
    title: 'Procuration sous signature privée',
    parts: [
      'LE MANDANT',
      [
        { label: 'Civilité', tag: 'signer.civility', share: 0.15 },
        { label: 'Prénom(s)', tag: 'signer.first_name', share: 0.4 },
        { label: 'Nom d’usage', tag: 'signer.last_name', share: 0.45 },
      ],
      [
        { label: 'Nom de naissance', tag: 'signer.birth_name', share: 0.4 },
        { label: 'Né(e) le', tag: 'signer.birth_date', share: 0.25 },
        { label: 'à', tag: 'signer.birth_place', share: 0.35 },
      ],
      [
        { label: 'Nationalité', tag: 'signer.nationality', share: 0.3 },
        { label: 'Situation matrimoniale', tag: 'signer.marital_status', share: 0.7 },
      ],
      [
        { label: 'Adresse', tag: 'signer.address', share: 0.5 },
        { label: 'Code postal', tag: 'signer.postal_code', share: 0.15 },
        { label: 'Ville', tag: 'signer.city', share: 0.35 },
      ],
      'donne pouvoir, par le présent acte sous signature privée, à',
      'LE MANDATAIRE',
      [
        { label: 'Nom', tag: 'user.name', share: 0.5 },
        { label: 'Fonction', tag: 'user.function', share: 0.5 },
      ],
      [
        { label: 'Étude', tag: 'firm.name', share: 0.4 },
        { label: 'Adresse', tag: 'firm.address', share: 0.6 },
      ],
      'de le représenter et de signer en son nom ce qui suit :',
      [{ label: 'Opération', tag: 'lead.subject', share: 1, lines: 3 }],
      [
        { label: 'Bien concerné', tag: 'lead.property_address', share: 0.7 },
        { label: 'Prix', tag: 'lead.price', share: 0.3 },
      ],
      'À cet effet, le mandataire peut présenter toutes pièces, faire toutes déclarations d’état civil et de situation, convenir des conditions d’exécution dans les limites ci-dessus, signer les actes et recevoir toutes notifications. Il rend compte au mandant. La présente procuration ne permet pas de se faire remplacer ; elle peut être révoquée à tout moment par écrit et prend fin avec l’opération.',
      'Pour la signature électronique, vos nom, e-mail et téléphone, votre pièce d’identité et votre image sont transmis à Yousign, Caen, France, qui les traite.',
      [
        { label: 'Fait à', tag: 'place', share: 0.5 },
        { label: 'Le', tag: 'date.today', share: 0.5 },
      ],
    ],
    signature: 'Signature du mandant',
  },
  en: {
    notice:
      'Starting point, to be reviewed and adapted by the notary’s office before any use. Not for donations, mortgages or sales of buildings to be built: these need an authentic power.',
    title: 'Private power of attorney',
    parts: [
      'THE PRINCIPAL',
      [
        { label: 'Title', tag: 'signer.civility', share: 0.15 },
        { label: 'First name(s)', tag: 'signer.first_name', share: 0.4 },
        { label: 'Last name', tag: 'signer.last_name', share: 0.45 },
      ],
      [
        { label: 'Name at birth', tag: 'signer.birth_name', share: 0.4 },
        { label: 'Born on', tag: 'signer.birth_date', share: 0.25 },
        { label: 'in', tag: 'signer.birth_place', share: 0.35 },
      ],
      [
        { label: 'Nationality', tag: 'signer.nationality', share: 0.3 },
        { label: 'Marital status', tag: 'signer.marital_status', share: 0.7 },
      ],
      [
        { label: 'Address', tag: 'signer.address', share: 0.5 },
        { label: 'Postcode', tag: 'signer.postal_code', share: 0.15 },
        { label: 'City', tag: 'signer.city', share: 0.35 },
      ],
      'gives power, by this private deed, to',
      'THE ATTORNEY',
      [
        { label: 'Name', tag: 'user.name', share: 0.5 },
        { label: 'Function', tag: 'user.function', share: 0.5 },
      ],
      [
        { label: 'Office', tag: 'firm.name', share: 0.4 },
        { label: 'Address', tag: 'firm.address', share: 0.6 },
      ],
      'to represent the principal and to sign the following in the principal’s name:',
      [{ label: 'Transaction', tag: 'lead.subject', share: 1, lines: 3 }],
      [
        { label: 'Property concerned', tag: 'lead.property_address', share: 0.7 },
        { label: 'Price', tag: 'lead.price', share: 0.3 },
      ],
      'For this purpose the attorney may present all papers, make all statements of civil status and situation, agree the terms of performance within the limits above, sign the deeds and receive all notices. The attorney reports to the principal. This power does not allow a substitute; it may be revoked at any time in writing and ends with the transaction.',
      'For electronic signature your name, e-mail and phone, your identity document and your image are passed to Yousign, Caen, France, which processes them.',
      [
        { label: 'Done at', tag: 'place', share: 0.5 },
        { label: 'On', tag: 'date.today', share: 0.5 },
      ],
    ],
    signature: 'Signature of the principal',
  },
}
