import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isEmail,
  isHumanName,
  looksLikeCompany,
  proposeName,
  refusedLetters,
  safeText,
  sameName,
  splitName,
  tidyName,
  titleOf,
} from './names.ts'

describe('names as Yousign takes them', () => {
  it.each([
    'Hélène',
    'Jean-Baptiste',
    "D'Artagnan",
    'Łucja',
    'Święcka',
    'Ștefan',
    'Ñuñez',
    'Zoë (2)',
    'O`Neil',
    'Ĳsbrand',
    'X',
  ])('%s is taken', (name) => {
    expect(isHumanName(name)).toBe(true)
  })

  it.each([
    '',
    ' Anne',
    'Anne ',
    'A_B',
    'M. Durand',
    'Durand & fils',
    'Ελένη',
    'Иван',
    '李',
    'Anne,',
    'a@b',
    'Durand/Petit',
    'a'.repeat(256),
  ])('%j is refused', (name) => {
    expect(isHumanName(name)).toBe(false)
  })

  it('are tidied without a letter being lost', () => {
    expect(tidyName('  Jean\u2011Baptiste\u00a0 Le\u202fGoff ')).toBe('Jean-Baptiste Le Goff')
    expect(tidyName('d\u2019Ormesson')).toBe("d'Ormesson")
    expect(tidyName('He\u0301le\u0300ne')).toBe('Hélène')
  })

  it('are proposed without what is refused, and what is refused is told', () => {
    expect(proposeName('Durand_2')).toBe('Durand 2')
    expect(refusedLetters('Durand_2 & _fils')).toBe('_&')
    expect(proposeName('Ελένη')).toBeNull()
    expect(proposeName('Dupont, Marie')).toBe('Dupont Marie')
  })

  it('are never proposed in a form that would be refused again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const proposal = proposeName(text)
        expect(proposal === null || isHumanName(proposal)).toBe(true)
        expect(tidyName(tidyName(text))).toBe(tidyName(text))
      }),
    )
  })

  it.each([
    ['Maître Dupont', 'Maître'],
    ['Mme Roux', 'Mme'],
    ['Dr. House', 'Dr.'],
    ['Marie', null],
    ['Melle', null],
    ['Mette', null],
  ])('%s has the title %j', (text, title) => {
    expect(titleOf(text)).toBe(title)
  })

  it.each([
    ['SCI Mercier', true],
    ['Morel Menuiserie SARL', true],
    ['Muster GmbH', true],
    ['Sasha Petit', false],
    ['Lucie Agnes', false],
    ['Jean Sascha', false],
  ])('%s looks like a company: %s', (text, expected) => {
    expect(looksLikeCompany(text)).toBe(expected)
  })

  it.each([
    ['Paulette Guérin', 'Paulette', 'Guérin'],
    ['MERCIER Hélène', 'Hélène', 'MERCIER'],
    ['Hélène MERCIER LEFÈVRE', 'Hélène', 'MERCIER LEFÈVRE'],
    ['Durand', '', 'Durand'],
    ['', '', ''],
  ])('%s is split into first and last name', (full, firstName, lastName) => {
    expect(splitName(full)).toEqual({ firstName, lastName })
  })

  it("are the same person's but for accents, case and hyphens", () => {
    expect(sameName('Jean-Baptiste', 'JEAN BAPTISTE')).toBe(true)
    expect(sameName('Hélène', 'Helene')).toBe(true)
    expect(sameName('Hélène', 'Hélena')).toBe(false)
  })
})

describe('short texts', () => {
  it('lose addresses, links and markup, and nothing else', () => {
    expect(safeText(' Mandat <b>Duval</b> {{s1}} a@b.fr https://x.example/1 ')).toBe('Mandat b Duval b s1')
    expect(safeText('Convention d’honoraires – 2026 (v2) : « projet »')).toBe(
      'Convention d’honoraires – 2026 (v2) : « projet »',
    )
  })

  it('are cut between letters, never inside one', () => {
    expect(safeText('𝒜'.repeat(5), 3)).toBe('𝒜𝒜𝒜')
    expect(safeText('ab  cd', 3)).toBe('ab')
  })

  it('stay safe when made safe again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const safe = safeText(text, 100)
        expect([...safe].length).toBeLessThanOrEqual(100)
        expect(safe).not.toMatch(/[<>{}\\/]|^\s|\s$|\p{Cc}/u)
      }),
    )
  })
})

describe('e-mail addresses', () => {
  it.each(['a@example.fr', 'jean.le-goff+sign@mail.example.co.uk', "a'b@example.fr".replace("'", '.')])(
    '%s is one',
    (email) => {
      expect(isEmail(email)).toBe(true)
    },
  )
  it.each([
    '',
    'a',
    'a@b',
    'a@b.c',
    'a b@example.fr',
    'a@exa mple.fr',
    '<a@example.fr>',
    'a@@example.fr',
    'a@example..fr',
    'a@example.fr, b@example.fr',
    `${'a'.repeat(95)}@ex.fr`,
  ])('%j is none', (email) => {
    expect(isEmail(email)).toBe(false)
  })
})
