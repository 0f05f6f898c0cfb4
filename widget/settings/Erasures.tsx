// Who erased how much and when. It names nobody who was erased.
import type { PastErasure } from '../../shared/keeping.ts'
import { dayOf, type SettingsDeps } from './deps.ts'

interface ErasuresProps extends Pick<SettingsDeps, 'words'> {
  erasures: readonly PastErasure[]
}

export function Erasures({ words, erasures }: ErasuresProps) {
  return (
    <div class="ysg-sec__part ysg-stack">
      <h3 class="ysg-part__title">{words.say('erasures.title')}</h3>
      <div aria-live="polite">
        {erasures.length === 0 && <p class="ysg-soft">{words.say('erasures.none')}</p>}
        {erasures.length > 0 && (
          <ul class="ysg-list" aria-label={words.say('erasures.title')}>
            {erasures.map((erasure) => (
              <li key={erasure.id}>
                <span>{lineOf(words, erasure)}</span>
                <span />
                <span class="ysg-tag">{words.say(erasure.waiting > 0 ? 'erasures.waiting' : 'erasures.done')}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

function lineOf(words: SettingsDeps['words'], { at, by, erased, restricted }: PastErasure): string {
  return words.say('erasures.line', {
    date: dayOf(words, at),
    by,
    erased: erased || null,
    restricted: restricted || null,
    none: erased + restricted === 0 ? words.say('erasures.rest') : null,
  })
}
