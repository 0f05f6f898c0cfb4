import { describe, expect, it } from 'vitest'
import { findAnchors, type TextPiece } from './anchors.ts'

/** Ten points a letter is not exact, but it is what the pieces below are laid out with. */
function piece(str: string, x: number, y: number, size = 10): TextPiece {
  return { str, transform: [size, 0, 0, size, x, y], width: str.length * size, height: size }
}

describe('findAnchors', () => {
  it('finds every anchor of every signer in a line, with its type', () => {
    const line = piece('Le client {{s1|signature|85|37}} et {{s2|signature|120|40}} {{s1|mention|Lu}}', 50, 700)
    expect(findAnchors([line])).toEqual([
      { signer: 1, type: 'signature', text: '{{s1|signature|85|37}}' },
      { signer: 2, type: 'signature', text: '{{s2|signature|120|40}}' },
      { signer: 1, type: 'mention', text: '{{s1|mention|Lu}}' },
    ])
  })

  it('joins an anchor that is drawn in pieces, in whatever order', () => {
    const pieces = [
      piece('|85|37}}', 190, 700),
      piece('{{s1', 50, 700),
      piece('|sign', 90, 700.4),
      piece('ature', 140, 700),
    ]
    expect(findAnchors(pieces).map(({ text }) => text)).toEqual(['{{s1|signature|85|37}}'])
  })

  it('forgives blanks that come from wide spacing between the parts', () => {
    const found = findAnchors([piece('{{ s2 | signature |', 50, 700), piece('85 | 37 }}', 260, 700)])
    expect(found).toEqual([{ signer: 2, type: 'signature', text: '{{s2|signature|85|37}}' }])
  })

  it('does not join two lines, nor two columns that read as one word only by chance', () => {
    expect(findAnchors([piece('{{s1|signature', 50, 700), piece('|85|37}}', 50, 688)])).toEqual([])
    expect(findAnchors([piece('{{s1|sign', 50, 700), piece('ature|85|37}}', 400, 700)])).toEqual([])
  })

  it('reads turned text along its own direction', () => {
    const up = (str: string, x: number, y: number): TextPiece => ({
      str,
      transform: [0, 10, -10, 0, x, y],
      width: str.length * 10,
      height: 10,
    })
    const found = findAnchors([up('signature|85|37}}', 100, 150), up('{{s3|', 100, 100), piece('{{s1|', 40, 100)])
    expect(found).toEqual([{ signer: 3, type: 'signature', text: '{{s3|signature|85|37}}' }])
  })

  it('leaves alone what only looks like an anchor', () => {
    const texts = [
      '{{s0|signature}}',
      '{{client|signature}}',
      '{s1|signature}',
      '{{s1}}',
      '{{s1|Signature}}',
      '{{s1|signature|85',
    ]
    expect(texts.flatMap((text) => findAnchors([piece(text, 50, 700)]))).toEqual([])
  })

  it('takes an anchor without a size', () => {
    expect(findAnchors([piece('{{s1|signature}}', 50, 700)])).toHaveLength(1)
  })
})
