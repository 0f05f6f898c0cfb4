// The sections by name; the one in sight is marked.
import { useEffect, useRef, useState } from 'preact/hooks'
import { moreIcons } from '../actions/more-icons.ts'
import { Icon } from '../ui/icons.tsx'
import type { SettingsDeps } from './deps.ts'
import { goTo } from './go.ts'

const sections = ['types', 'templates', 'start', 'people', 'firm', 'storage', 'keeping'] as const
type SectionName = (typeof sections)[number]

const signs: Record<SectionName, string> = {
  types: moreIcons.file,
  templates: moreIcons.folder,
  start: moreIcons.plus,
  people: moreIcons.user,
  firm: moreIcons.building,
  storage: moreIcons.shield,
  keeping: moreIcons.history,
}

export function Nav({ words }: Pick<SettingsDeps, 'words'>) {
  const [current, setCurrent] = useState<string>(sections[0])
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const root = nav.current?.getRootNode() as ShadowRoot
    const seen = new IntersectionObserver(
      (entries) => {
        const entered = entries.find(({ isIntersecting }) => isIntersecting)
        if (entered?.target instanceof HTMLElement) setCurrent(entered.target.dataset['section'] ?? sections[0])
      },
      // A line in the upper part of the window: one section crosses it at a time.
      { rootMargin: '-25% 0px -75% 0px' },
    )
    for (const section of root.querySelectorAll('[data-section]')) seen.observe(section)
    return () => seen.disconnect()
  }, [])
  const go = (section: SectionName) => (event: MouseEvent) => {
    event.preventDefault()
    goTo(nav.current, section)
  }
  return (
    <nav class="ysg-nav" aria-label={words.say('title')} ref={nav}>
      <ul>
        {sections.map((section) => (
          <li key={section}>
            <a href={`#ysg-${section}`} aria-current={section === current ? 'true' : undefined} onClick={go(section)}>
              <Icon d={signs[section]} />
              <span>{words.say(`nav.${section}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
