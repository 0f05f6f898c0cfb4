// Writes a starter text as a Word file that a firm can go on editing: real styles, a bulleted list, A4 with margins, page
// numbers. The text is plain lines; what begins a line says what it is.
import { strToU8, zipSync } from 'fflate'

/**
 * The same bytes for the same text. A line is a paragraph; `# ` title, `## ` heading, `- ` item of a list, `! ` notice to
 * the firm, `| ` cells of one row of the table for signatures, parted by ` | `, lines within a cell by ` / `.
 */
export function writeWord(text: string, language: 'en' | 'fr'): Uint8Array {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const files = {
    '[Content_Types].xml': contentTypes,
    '_rels/.rels': relationships([['officeDocument', 'word/document.xml']]),
    'word/document.xml': xml('document', `<w:body>${lines.map(block).join('')}${section}</w:body>`),
    'word/_rels/document.xml.rels': relationships([
      ['styles', 'styles.xml'],
      ['numbering', 'numbering.xml'],
      ['footer', 'footer1.xml'],
    ]),
    'word/styles.xml': xml('styles', styles(language)),
    'word/numbering.xml': xml('numbering', bullets),
    'word/footer1.xml': xml('ftr', footer),
  }
  const parts = Object.entries(files).map(([name, part]) => [name, strToU8(part)])
  return zipSync(Object.fromEntries(parts), { mtime: new Date(1980, 0, 1) })
}

const kinds: [prefix: string, write: (text: string) => string][] = [
  ['# ', (text) => paragraph(text, 'Title')],
  ['## ', (text) => paragraph(text, 'Heading1')],
  ['- ', (text) => paragraph(text, 'ListBullet')],
  ['! ', (text) => paragraph(text, 'Notice')],
  ['| ', signatureTable],
]

function block(line: string): string {
  const kind = kinds.find(([prefix]) => line.startsWith(prefix))
  return kind === undefined ? paragraph(line) : kind[1](line.slice(kind[0].length))
}

function paragraph(text: string, style?: string): string {
  const properties = style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`
  return `<w:p>${properties}${runs(text)}</w:p>`
}

/** What the firm has to complete stands in single brackets and is marked, so that it is not overlooked. */
function runs(text: string): string {
  return text
    .split(/((?<!\[)\[[^[\]]+\](?!\]))/)
    .filter((part) => part !== '')
    .map((part, index, parts) => {
      const isGap = part.startsWith('[') && part.endsWith(']') && !part.startsWith('[[') && !isIndex(parts[index - 1])
      const properties = isGap ? '<w:rPr><w:highlight w:val="yellow"/></w:rPr>' : ''
      return `<w:r>${properties}<w:t xml:space="preserve">${escaped(part)}</w:t></w:r>`
    })
    .join('')
}

/** The number in `signer[2]` is in brackets too. */
function isIndex(before = ''): boolean {
  return /[a-z]$/i.test(before) && before.lastIndexOf('[[') > before.lastIndexOf(']]')
}

function signatureTable(text: string): string {
  const cells = text.split(' | ')
  const width = Math.floor(9070 / cells.length)
  const cell = (inside: string) =>
    `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${inside
      .split(' / ')
      .map((line) => paragraph(line, 'Signature'))
      .join('')}</w:tc>`
  const grid = cells.map(() => `<w:gridCol w:w="${width}"/>`).join('')
  return `<w:tbl><w:tblPr><w:tblW w:w="${width * cells.length}" w:type="dxa"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.map(cell).join('')}</w:tr></w:tbl>${paragraph('')}`
}

const schemas = 'http://schemas.openxmlformats.org'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

function xml(root: string, inside: string): string {
  const namespaces = `xmlns:w="${schemas}/wordprocessingml/2006/main" xmlns:r="${schemas}/officeDocument/2006/relationships"`
  return `${head}<w:${root} ${namespaces}>${inside}</w:${root}>`
}

function relationships(list: [type: string, target: string][]): string {
  const each = list.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${schemas}/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
  )
  return `${head}<Relationships xmlns="${schemas}/package/2006/relationships">${each.join('')}</Relationships>`
}

const contentTypes = `${head}<Types xmlns="${schemas}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[
  ['document', 'document.main'],
  ['styles', 'styles'],
  ['numbering', 'numbering'],
  ['footer1', 'footer'],
]
  .map(
    ([part, type]) =>
      `<Override PartName="/word/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${type}+xml"/>`,
  )
  .join('')}</Types>`

/** A4, 2.5 cm around. */
const section =
  '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'

const footer =
  '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> / </w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'

const bullets =
  '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'

function styles(language: 'en' | 'fr'): string {
  const tongue = language === 'fr' ? 'fr-FR' : 'en-GB'
  const style = (id: string, name: string, paragraphs: string, letters = '', based = 'Normal') =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${based}"/><w:pPr>${paragraphs}</w:pPr><w:rPr>${letters}</w:rPr></w:style>`
  return [
    `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="${tongue}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>',
    style('Title', 'Title', '<w:spacing w:after="240"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="32"/>'),
    style(
      'Heading1',
      'heading 1',
      '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/>',
      '<w:b/><w:sz w:val="24"/>',
    ),
    style('ListBullet', 'List Bullet', '<w:numPr><w:numId w:val="1"/></w:numPr><w:contextualSpacing/>'),
    style('Notice', 'Notice', '', '<w:i/><w:color w:val="7F3F00"/><w:sz w:val="20"/>'),
    style(
      'Signature',
      'Signature',
      '<w:keepLines/><w:spacing w:after="60"/><w:jc w:val="left"/>',
      '<w:sz w:val="20"/>',
    ),
    style('Footer', 'footer', '<w:jc w:val="center"/>', '<w:sz w:val="18"/>'),
  ].join('')
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
