// The smallest Word document that Word opens.
import { strToU8, zipSync } from 'fflate'

/** A DOCX with one paragraph a line; placeholders like `{{contact.name}}` are plain text in it. */
export function sampleDocx(paragraphs: string[]): Uint8Array {
  const body = paragraphs
    .map((each) => `<w:p><w:r><w:t xml:space="preserve">${escaped(each)}</w:t></w:r></w:p>`)
    .join('')
  return zipSync(
    {
      '[Content_Types].xml': strToU8(`${head}<Types xmlns="${schemas}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`),
      '_rels/.rels': strToU8(`${head}<Relationships xmlns="${schemas}/package/2006/relationships">
<Relationship Id="rId1" Type="${schemas}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`),
      'word/document.xml': strToU8(
        `${head}<w:document xmlns:w="${schemas}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
      ),
    },
    { mtime: new Date(2026, 10, 19, 16, 0) },
  )
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const schemas = 'http://schemas.openxmlformats.org'

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
