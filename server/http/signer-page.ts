// The page under `/s/:token`, drawn from what the use case says; no calls, no clock.
import { type SignerLocale, signerLocales } from '../../shared/levels.ts'
import type { SignerPage } from '../domain/use-cases.ts'
import { bestLanguage } from './accept-language.ts'
import { type Markup, markup, nothing, type Page } from './page.ts'
import { type Sentence, type SignerWords, signerWords } from './signer-words.ts'

type KnownPage = Exclude<SignerPage, { kind: 'unknown' }>

export const signerPageStatus = {
  turn: 200,
  later: 200,
  signed: 200,
  ended: 410,
  unknown: 404,
} as const satisfies Record<SignerPage['kind'], number>

/** In the signer's language; where the link tells us none, in the browser's. */
export function drawSignerPage(page: SignerPage, acceptLanguage: string | undefined): Page {
  if (page.kind === 'unknown') {
    const lang = bestLanguage(acceptLanguage, signerLocales)
    return sentencePage(lang, signerWords[lang].unknown, nothing, 'mute')
  }
  const words: SignerWords = signerWords[page.locale]
  const heading = markup`${about(page, words)}<hr>`
  switch (page.kind) {
    case 'turn':
      return turnPage(page, words)
    case 'later':
      return sentencePage(page.locale, words.later, heading, 'info')
    case 'signed':
      return sentencePage(page.locale, words.signed, heading, 'ok')
    case 'ended':
      return sentencePage(page.locale, words.ended(page.firm), heading, 'mute')
  }
}

/** The provider did not hand out a link: the same page again, with the reason and the button. */
export function drawUnavailablePage(page: SignerPage, acceptLanguage: string | undefined): Page {
  if (page.kind === 'unknown') return drawSignerPage(page, acceptLanguage)
  const words: SignerWords = signerWords[page.locale]
  const { title, text } = words.unavailable(page.provider)
  return {
    lang: page.locale,
    title,
    main: markup`${about(page, words)}<hr>${mark('info')}<h1>${title}</h1><p>${text}</p>${button(words.again)}`,
  }
}

function turnPage(page: KnownPage, words: SignerWords): Page {
  return {
    lang: page.locale,
    title: `${page.document} – ${page.firm}`,
    main: markup`<p class="from">${words.asks(page.firm)}</p>
<h1 class="document">${page.document}</h1>
<p>${words.forWhom(page.name)}</p>
${button(words.open)}
<p class="soft">${words.note(page.provider)}</p>`,
  }
}

function sentencePage(lang: SignerLocale, { title, text }: Sentence, before: Markup, tone: Tone): Page {
  return { lang, title, main: markup`${before}${mark(tone)}<h1>${title}</h1><p>${text}</p>` }
}

function about(page: KnownPage, words: SignerWords): Markup {
  return markup`<p class="from">${page.firm}</p>
<p class="document">${page.document}</p>
<p>${words.forWhom(page.name)}</p>
`
}

/** Posts to the page's own address. */
function button(label: string): Markup {
  return markup`<form method="post"><button type="submit">${label}</button></form>`
}

type Tone = 'ok' | 'info' | 'mute'

// Never by colour alone: a check, a clock, a crossed circle.
const drawings = {
  ok: { html: '<path d="M5 12.5l4.5 4.5L19 7.5"/>' },
  info: { html: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3 2"/>' },
  mute: { html: '<circle cx="12" cy="12" r="8.5"/><path d="M6 6l12 12"/>' },
} satisfies Record<Tone, Markup>

function mark(tone: Tone): Markup {
  return markup`<div class="sign ${tone}" aria-hidden="true"><svg viewBox="0 0 24 24">${drawings[tone]}</svg></div>`
}
