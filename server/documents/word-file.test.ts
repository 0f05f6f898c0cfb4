import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { namespaces, relation, relationships, type WordSample, wordFile } from './testing/word-samples.ts'
import { openWord } from './word-file.ts'

function refusal(bytes: Uint8Array) {
  const opened = openWord(bytes)
  return opened.ok ? null : opened.failure
}

const utf16 = (text: string) => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'))

describe('a Word file', () => {
  it('passes with text, pictures, clickable links and custom metadata', () => {
    const bytes = wordFile({
      body: ['Contract', 'https://example.fr'],
      xml: '<w:p><w:r><w:instrText> HYPERLINK "https://example.fr/link" </w:instrText></w:r></w:p>',
      relations:
        relation('rId2', 'hyperlink', 'https://example.fr/a', 'External') +
        relation('rId3', 'hyperlink', 'mailto:a@example.fr', 'External') +
        relation('rId4', 'image', 'media/logo.png'),
      parts: {
        'word/media/logo.png': new Uint8Array([1, 2, 3]),
        'customXml/item1.xml': '<?xml version="1.0"?><?mso-contentType?><a><![CDATA[x]]></a>',
      },
    })
    expect(refusal(bytes)).toBeNull()
  })

  const hostile: [string, Partial<WordSample>, string][] = [
    [
      'a remote template',
      { relations: relation('rId2', 'attachedTemplate', 'https://evil/t.dotm', 'External') },
      'outside',
    ],
    ['a linked picture', { relations: relation('rId2', 'image', 'https://evil/pixel.png', 'External') }, 'outside'],
    ['a picture on a share, without a mode', { relations: relation('rId2', 'image', '\\\\evil\\p.png') }, 'outside'],
    ['an address without a mode', { relations: relation('rId2', 'image', 'https://evil/p.png') }, 'outside'],
    ['a link to a file', { relations: relation('rId2', 'hyperlink', 'file:///etc/passwd', 'External') }, 'outside'],
    ['a script as link', { relations: relation('rId2', 'hyperlink', 'javascript:x', 'External') }, 'outside'],
    ['a mode in capitals', { relations: relation('rId2', 'image', 'x', 'EXTERNAL') }, 'outside'],
    [
      'a relation of a header',
      { parts: { 'word/_rels/header1.xml.rels': relationships(relation('r', 'frame', 'f')) } },
      'outside',
    ],
    ['a field that fetches a picture', { xml: instruction(' INCLUDEPICTURE "https://evil/p"') }, 'outside'],
    ['a fetching field in pieces', { xml: instruction(' INCLU', 'DEPICTURE "https://evil/p"') }, 'outside'],
    ['a fetching field in one element', { xml: '<w:fldSimple w:instr="includetext x"/>' }, 'outside'],
    ['a DDE field', { xml: instruction('DDEAUTO c:\\\\windows\\\\cmd.exe') }, 'outside'],
    ['macros', { parts: { 'word/vbaProject.bin': new Uint8Array([1]) } }, 'macros'],
    ['macros under another name', { relations: relation('rId2', 'vbaProject', 'x.xml') }, 'macros'],
    [
      'the type of a .docm',
      {
        types:
          '<Override PartName="/word/a.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>',
      },
      'macros',
    ],
    ['an OLE object', { parts: { 'word/embeddings/oleObject1.bin': new Uint8Array([1]) } }, 'embedded'],
    ['an OLE object as a relation', { relations: relation('rId2', 'oleObject', 'x.xml') }, 'embedded'],
    ['an OLE object as markup', { xml: '<w:object><o:OLEObject/></w:object>' }, 'embedded'],
    ['an embedded sheet', { parts: { 'word/embeddings/sheet.xlsx': new Uint8Array([1]) } }, 'embedded'],
    ['an executable', { parts: { 'word/media/a.exe': new Uint8Array([1]) } }, 'embedded'],
    ['an altChunk', { xml: '<w:altChunk r:id="rId2"/>' }, 'foreign'],
    ['an altChunk as a relation', { relations: relation('rId2', 'aFChunk', 'a.xml') }, 'foreign'],
    ['external entities', { parts: document('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>') }, 'dtd'],
    ['a billion laughs', { parts: { 'customXml/item1.xml': '<!DOCTYPE a [<!ENTITY x "lol">]><a>&x;</a>' } }, 'dtd'],
    ['UTF-16', { parts: { 'word/document.xml': utf16('<!DOCTYPE a><a/>') } }, 'dtd'],
    ['another encoding', { parts: { 'word/a.xml': '<?xml version="1.0" encoding="UTF-7"?><a/>' } }, 'dtd'],
  ]

  it.each(hostile)('with %s is refused', (_, sample, what) => {
    expect(refusal(wordFile({ body: ['x'], ...sample }))).toEqual({ kind: 'word_content', what })
  })

  it.each([
    ['elements that do not close', { parts: { 'word/document.xml': '<a><b></a>' } }],
    ['elements nested too deep', { parts: { 'word/document.xml': `${'<a>'.repeat(300)}${'</a>'.repeat(300)}` } }],
    ['CDATA in the text', { xml: '<w:p><w:r><w:t><![CDATA[ [[firm.name]] ]]></w:t></w:r></w:p>' }],
    ['half a tag', { parts: { 'word/document.xml': '<a x="1' } }],
  ])('with %s is damaged', (_, sample) => {
    expect(refusal(wordFile(sample))).toEqual({ kind: 'damaged' })
  })

  it('is not any zip, nor a Word template', () => {
    expect(refusal(zipSync({ 'a.xml': Buffer.from('<a/>') }))).toEqual({ kind: 'not_template' })
    const types = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"/></Types>`
    expect(refusal(wordFile({ parts: { '[Content_Types].xml': types } }))).toEqual({ kind: 'not_template' })
  })
})

function instruction(...pieces: string[]): string {
  const runs = pieces.map((piece) => `<w:r><w:instrText>${piece}</w:instrText></w:r>`).join('')
  return `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>${runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
}

function document(before: string): Record<string, string> {
  return { 'word/document.xml': `${before}<w:document ${namespaces}><w:body/></w:document>` }
}
