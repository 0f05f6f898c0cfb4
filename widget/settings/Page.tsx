// The settings page: document types, starter documents, the firm, where documents are kept.
import type { SettingsDeps } from './deps.ts'
import { Firm } from './Firm.tsx'
import { Starters } from './Starters.tsx'
import { Types } from './Types.tsx'

const sections = ['types', 'start', 'firm', 'storage'] as const

export function Page({ user, ...deps }: SettingsDeps & { user: string }) {
  const { words, page } = deps
  const go = (section: string) => (event: MouseEvent) => {
    event.preventDefault()
    const root = (event.currentTarget as Element).getRootNode() as ShadowRoot
    const heading = root.querySelector<HTMLElement>(`#ysg-${section}`)
    heading?.scrollIntoView()
    heading?.focus()
  }
  return (
    <div class="ysg-set__page">
      <header class="ysg-set__top">
        <div>
          <h1 class="ysg-set__title">{words.say('title')}</h1>
          <p class="ysg-soft">{words.say('for', { firm: page.firm.name, name: user })}</p>
        </div>
        {page.test && <span class="ysg-tag">{words.say('test')}</span>}
      </header>
      <div class="ysg-set__cols">
        <nav class="ysg-nav" aria-label={words.say('title')}>
          {sections.map((section) => (
            <a key={section} href={`#ysg-${section}`} onClick={go(section)}>
              <span />
              {words.say(`nav.${section}`)}
            </a>
          ))}
        </nav>
        <main>
          <Types {...deps} />
          <Starters {...deps} />
          <Firm {...deps} />
          <section class="ysg-sec">
            <Head id="storage" title={words.say('nav.storage')} text="" />
            <div class="ysg-sec__body ysg-stack">
              <p>{words.say('storage.text', { place: placeOf(deps) })}</p>
              <p class="ysg-soft">{words.say('storage.change')}</p>
            </div>
          </section>
        </main>
      </div>
    </div>
  )
}

export function Head({ id, title, text }: { id: string; title: string; text: string }) {
  return (
    <header class="ysg-sec__head">
      <div>
        <h2 class="ysg-sec__title" id={`ysg-${id}`} tabIndex={-1}>
          {title}
        </h2>
        {text !== '' && <p class="ysg-sec__text">{text}</p>}
      </div>
    </header>
  )
}

/** Clouds name themselves; our own disk is said in the reader's language. */
function placeOf({ words, page }: SettingsDeps): string {
  return page.storage === 'on this server' ? words.say('storage.this') : page.storage
}
