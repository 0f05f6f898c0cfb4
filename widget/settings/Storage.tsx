// Where signed documents are kept, for whoever has to vouch for it, and a test of the place. It is set on the server only.
import { useState } from 'preact/hooks'
import type { StorageTest, StorageTrouble } from '../../shared/settings.ts'
import { Button, Note } from '../actions/parts.tsx'
import type { Tone } from '../card/reading.ts'
import { Icon, icons } from '../ui/icons.tsx'
import { failureText, type SettingsDeps } from './deps.ts'
import { Section } from './Section.tsx'

type Told = { tone: Tone; text: string }

export function Storage({ words, api, page }: SettingsDeps) {
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<Told | null>(null)
  const { storage } = page
  const service = serviceOf(words, storage)
  const test = () => {
    setBusy(true)
    setTold(null)
    void api.testStorage().then((answer) => {
      setBusy(false)
      setTold(answer.ok ? resultOf(words, answer.value) : { tone: 'bad', text: failureText(words, answer.failure) })
    })
  }
  const button = (
    <Button off={busy} press={test}>
      {words.say(busy ? 'storage.testing' : 'storage.test')}
    </Button>
  )
  return (
    <Section id="storage" title={words.say('nav.storage')} text={words.say('storage.change')} action={button}>
      <div class="ysg-sec__body ysg-stack">
        <div role="status">{told !== null && <Note tone={told.tone} text={told.text} />}</div>
        {storage.bucket !== null && (
          <dl class="ysg-kv">
            <dt>{words.say('storage.service')}</dt>
            <dd>{service}</dd>
            <dt>{words.say('storage.bucket')}</dt>
            <dd>{storage.bucket}</dd>
            <dt>{words.say('storage.region')}</dt>
            <dd>
              {storage.region ?? words.say('storage.untold')}
              <Area words={words} storage={storage} />
            </dd>
          </dl>
        )}
        <p>
          {words.say('storage.text', {
            place: storage.region === null ? service : `${service}, ${storage.region}`,
          })}
        </p>
      </div>
    </Section>
  )
}

function Area({
  words,
  storage: { area },
}: Pick<SettingsDeps, 'words'> & { storage: SettingsDeps['page']['storage'] }) {
  if (area === null) return <span class="ysg-soft">{words.say('area.unknown')}</span>
  const isInside = area === 'eea'
  return (
    <span class={isInside ? 'ysg-area' : 'ysg-area ysg-area--outside'}>
      <Icon d={isInside ? icons.check : icons.warn} />
      <span>
        {words.say(`area.${area}`)}
        {!isInside && ` ${words.say('area.choose')}`}
      </span>
    </span>
  )
}

/** The place in a few words. */
function serviceOf(words: SettingsDeps['words'], { kind, host }: SettingsDeps['page']['storage']): string {
  return host ?? words.say(`storage.${kind}`)
}

/** Documents are safe in a place where nothing can be removed; they only cannot be erased. */
function resultOf(words: SettingsDeps['words'], { trouble, detail, milliseconds }: StorageTest): Told {
  if (trouble === null) {
    const seconds = new Intl.NumberFormat(words.tag, { maximumFractionDigits: 1 }).format(
      Math.max(milliseconds, 100) / 1000,
    )
    return { tone: 'ok', text: words.say('tested.fine', { seconds }) }
  }
  const tone: Partial<Record<StorageTrouble, Tone>> = { no_remove: 'warn' }
  return { tone: tone[trouble] ?? 'bad', text: words.say(`tested.${trouble}`, { detail }) }
}
