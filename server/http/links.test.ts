import { describe, expect, it } from 'vitest'
import { signerLocales } from '../../shared/levels.ts'
import { err, ok } from '../../shared/result.ts'
import { type Border, createBorder } from '../../test/fixtures/border.ts'
import { turnPage } from '../../test/fixtures/fake-use-cases.ts'
import type { SignerPage } from '../domain/use-cases.ts'
import { bestLanguage } from './accept-language.ts'
import { attachment } from './download.ts'

const minted = (border: Border) => border.calls.filter((call) => call.name === 'signerTurn')

describe('GET /s/:token', () => {
  it('shows firm, document, name and one button, in the language of the signer', async () => {
    await using border = createBorder()
    const reply = await border.app.inject({ url: '/s/known-signer-token', headers: { 'accept-language': 'pl' } })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(reply.body).toContain('<html lang="fr">')
    expect(reply.body).toContain('Aubry &#38; Vasseur vous invite à signer')
    expect(reply.body).toContain('Convention &#60;b&#62;d’honoraires&#60;/b&#62;')
    expect(reply.body).toContain('Hélène Mercier-Lefèvre')
    expect(reply.body.match(/<button/g)).toHaveLength(1)
    expect(reply.body).toContain('<form method="post">')
  })

  it('loads nothing, runs nothing, is kept and indexed by nobody', async () => {
    await using border = createBorder()
    const { body, headers } = await border.app.inject('/s/known-signer-token')
    expect(body).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|\son\w+=/i)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; form-action [^;]+; base-uri 'none'; frame-ancestors 'none'$/,
    )
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
    })
  })

  it('mints nothing, however often it is looked at; HEAD neither', async () => {
    await using border = createBorder()
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      expect((await border.app.inject({ method, url: '/s/known-signer-token' })).statusCode).toBe(200)
    }
    expect(minted(border)).toEqual([])
  })

  it.each(signerLocales)('has every sentence in %s', async (locale) => {
    for (const kind of ['turn', 'later', 'signed', 'ended'] as const) {
      const page = { ...turnPage, kind, locale } as SignerPage
      await using border = createBorder({ useCases: { signerPage: () => page } })
      const { body } = await border.app.inject('/s/x')
      expect(body).toContain(`<html lang="${locale}">`)
      expect(body.includes('<button')).toBe(kind === 'turn')
      expect(body).not.toMatch(/undefined|null|\$\{|\[object/)
      expect(body).toContain('Hélène Mercier-Lefèvre')
    }
    await using border = createBorder()
    const unknown = await border.app.inject({ url: '/s/x', headers: { 'accept-language': `${locale}-XX` } })
    expect(unknown.body).toContain(`<html lang="${locale}">`)
  })

  it.each([
    ['later', 200],
    ['signed', 200],
    ['ended', 410],
    ['unknown', 404],
  ] as const)('answers a turn that is %s with %i', async (kind, status) => {
    const page = (kind === 'unknown' ? { kind } : { ...turnPage, kind }) as SignerPage
    await using border = createBorder({ useCases: { signerPage: () => page, signerTurn: async () => err(page) } })
    expect((await border.app.inject('/s/x')).statusCode).toBe(status)
    const pressed = await border.app.inject({ method: 'POST', url: '/s/x' })
    expect(pressed.statusCode).toBe(status)
    expect(pressed.body).not.toContain('<button')
  })
})

describe('POST /s/:token', () => {
  const press = {
    method: 'POST' as const,
    url: '/s/known-signer-token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }

  it('hands the fresh link on once, and writes it nowhere', async () => {
    await using border = createBorder()
    const reply = await border.app.inject(press)
    expect(reply.statusCode).toBe(303)
    expect(reply.headers.location).toBe('https://yousign.example.test/sign?s=canary-link')
    expect(reply.headers['referrer-policy']).toBe('no-referrer')
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.body).toBe('')
    expect(minted(border)).toEqual([{ name: 'signerTurn', args: ['known-signer-token'] }])
    expect(border.lines.join('')).not.toMatch(/canary-link|known-signer-token/)
  })

  it('keeps the button when the provider does not answer', async () => {
    await using border = createBorder({ useCases: { signerTurn: async () => err('unavailable' as const) } })
    const reply = await border.app.inject(press)
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('60')
    expect(reply.body).toContain('Yousign ne répond pas')
    expect(reply.body).toContain('<button')
  })

  it('sends a browser to nothing but a web address', async () => {
    await using border = createBorder({ useCases: { signerTurn: async () => ok({ url: 'javascript:alert(1)' }) } })
    const reply = await border.app.inject(press)
    expect(reply.statusCode).toBe(500)
    expect(reply.headers.location).toBeUndefined()
  })
})

describe('GET /files/:token', () => {
  it('downloads and never shows the document', async () => {
    await using border = createBorder()
    const reply = await border.app.inject('/files/known-file-token')
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toBe('%PDF-1.7')
    expect(reply.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="Signe.pdf"; filename*=UTF-8''Sign%C3%A9.pdf`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'content-security-policy': "sandbox; default-src 'none'",
      'referrer-policy': 'no-referrer',
    })
    expect(border.lines.join('')).not.toContain('known-file-token')
  })

  it('shows one and the same page for an unknown and an expired link, in English or French', async () => {
    await using border = createBorder()
    const french = { 'accept-language': 'fr-CA,en;q=0.5' }
    const unknown = await border.app.inject({ url: '/files/nope', headers: french })
    const expired = await border.app.inject({ url: '/files/expired-file-token', headers: french })
    expect([unknown.statusCode, expired.statusCode]).toEqual([404, 410])
    expect(unknown.body).toBe(expired.body)
    expect(unknown.body).toContain('Ce lien n’ouvre plus de document')
    expect((await border.app.inject('/files/nope')).body).toContain('This link no longer opens a document')
  })

  it('does not open the document for a HEAD', async () => {
    await using border = createBorder()
    await border.app.inject({ method: 'HEAD', url: '/files/known-file-token' })
    expect(border.calls).toEqual([])
  })

  it('says that the document is safe when it cannot be read now', async () => {
    await using border = createBorder({ useCases: { openFile: async () => err('unavailable' as const) } })
    const reply = await border.app.inject('/files/known-file-token')
    expect(reply.statusCode).toBe(503)
    expect(reply.body).toContain('It is safe')
  })
})

describe('the name of a download', () => {
  it.each([
    ['Acte.pdf', `attachment; filename="Acte.pdf"; filename*=UTF-8''Acte.pdf`],
    ['a"b\\c\r\nd.pdf', `attachment; filename="a_b_c__d.pdf"; filename*=UTF-8''a%22b%5Cc%0D%0Ad.pdf`],
    ["l'été (1).pdf", `attachment; filename="l'ete (1).pdf"; filename*=UTF-8''l%27%C3%A9t%C3%A9%20%281%29.pdf`],
    ['Ελένη.pdf', `attachment; filename="_____.pdf"; filename*=UTF-8''%CE%95%CE%BB%CE%AD%CE%BD%CE%B7.pdf`],
    ['', `attachment; filename="document"; filename*=UTF-8''`],
    ['\ud800', `attachment; filename="_"; filename*=UTF-8''_`],
  ])('%j is encoded for old and new browsers', (name, header) => {
    expect(attachment(name)).toBe(header)
  })
})

describe('the language of a page', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['fr-CA', 'fr'],
    ['de, fr;q=0.8, en;q=0.9', 'en'],
    ['en;q=0, fr', 'fr'],
    ['FR', 'fr'],
    [';;;q=,,=', 'en'],
    ['fr;q=abc', 'fr'],
  ])('%s gives %s', (header, language) => {
    expect(bestLanguage(header, ['en', 'fr'])).toBe(language)
  })
})
