// The settings page: document types, own templates, starter documents, people, the firm, where and how long things are kept;
// one bar saves all.
import { useState } from 'preact/hooks'
import type { SettingsDeps } from './deps.ts'
import { failureText } from './deps.ts'
import { countOf, fresh, useDrafts } from './drafts.ts'
import { Firm } from './Firm.tsx'
import { Keeping } from './Keeping.tsx'
import { Nav } from './Nav.tsx'
import { People } from './People.tsx'
import { SaveBar } from './SaveBar.tsx'
import { Starters } from './Starters.tsx'
import { Storage } from './Storage.tsx'
import { saveDrafts } from './save.ts'
import { Templates } from './Templates.tsx'
import { Types } from './Types.tsx'

interface PageProps extends Pick<SettingsDeps, 'words' | 'api' | 'page' | 'put'> {
  /** Name of whoever looks. */
  user: string
}

export function Page({ user, ...given }: PageProps) {
  const { words, api, page, put } = given
  const [kept, keep] = useDrafts()
  const [open, setOpen] = useState<string | null>(fresh in kept.types ? fresh : null)
  const [busy, setBusy] = useState(false)
  const [failures, setFailures] = useState<Record<string, string>>({})
  const [isSaved, setSaved] = useState(false)
  const save = async () => {
    setBusy(true)
    const { page: newest, rest, refused } = await saveDrafts(api, page, kept)
    const told = Object.entries(refused).map(([key, problem]) => [key, failureText(words, problem)])
    keep(rest)
    setFailures(Object.fromEntries(told))
    setSaved(told.length === 0)
    setBusy(false)
    const stuck = Object.keys(refused).find((key) => key !== 'firm')
    if (stuck !== undefined) setOpen(stuck)
    else if (open === fresh) setOpen(null)
    if (newest !== null) put(newest)
  }
  const discard = () => {
    keep(() => ({ types: {}, firm: {} }))
    setFailures({})
    if (open === fresh) setOpen(null)
  }
  const changed = Object.entries(kept.types).map(([, { body }]) => body.name || words.say('types.untitled'))
  if (countOf(kept) > changed.length) changed.push(words.say('nav.firm'))
  const deps: SettingsDeps = { ...given, kept, keep, failures }
  return (
    <>
      <div class="ysg-set__page">
        <header class="ysg-set__top">
          <div>
            <h1 class="ysg-set__title">{words.say('title')}</h1>
            <p class="ysg-soft">{words.say('for', { firm: page.firm.name, name: user })}</p>
          </div>
          {page.test && <span class="ysg-tag">{words.say('test')}</span>}
        </header>
        <div class="ysg-set__cols">
          <Nav words={words} />
          <div>
            <Types {...deps} open={open} show={setOpen} />
            <Templates {...deps} />
            <Starters {...deps} />
            <People {...deps} />
            <Firm {...deps} />
            <Storage {...deps} />
            <Keeping {...deps} />
          </div>
        </div>
      </div>
      <SaveBar
        words={words}
        changed={changed}
        busy={busy}
        isSaved={isSaved}
        save={() => void save()}
        discard={discard}
      />
    </>
  )
}
