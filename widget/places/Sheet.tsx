// One page of the sample, drawn to the width that there is, with its boxes on it.
import { useEffect, useRef, useState } from 'preact/hooks'
import { pageIn } from '../../shared/places.ts'
import { Box } from './Box.tsx'
import { countFrom, type Draft, type EditedBox, moveTo, resizeTo } from './draft.ts'
import type { Sample, SamplePage } from './sample.ts'
import type { EditorWords } from './words.ts'

interface Props {
  words: EditorWords
  sample: Sample
  page: number
  size: SamplePage
  draft: Draft
  selected: number | null
  turn: (page: number) => void
  edit: (draft: Draft) => void
  select: (id: number | null) => void
  take: (id: number) => void
  /** Told to whoever listens instead of looking. */
  say: (text: string) => void
  labelOf: (box: EditedBox) => string
  failed: () => void
}

/** Pixels a point at most: 144 dpi shows small print well enough. */
const mostScale = 1.5

export function Sheet(props: Props) {
  const { words, sample, page, size, draft, selected, turn, edit, select, take, say, labelOf, failed } = props
  const desk = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [room, setRoom] = useState(0)
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? 0))
    if (desk.current !== null) watch.observe(desk.current)
    return () => watch.disconnect()
  }, [])
  const scale = room === 0 ? 1 : Math.min(mostScale, Math.max(0.5, room / size.width))

  const fail = useRef(failed)
  fail.current = failed
  useEffect(() => {
    if (canvas.current === null || room === 0) return
    const drawing = sample.draw(page, canvas.current, scale * devicePixelRatio)
    drawing.done.catch(() => fail.current())
    return () => drawing.cancel()
  }, [sample, page, scale, room])

  const here = draft.boxes.filter((box) => pageIn(box, sample.pages) === page)
  const chosen = here.find(({ id }) => id === selected)
  const place = { width: `${size.width * scale}px`, height: `${size.height * scale}px` }
  const steps = [
    [words.first, 1, '«'],
    [words.previous, page - 1, '‹'],
    [words.next, page + 1, '›'],
    [words.last, sample.pages, '»'],
  ] as const

  return (
    <>
      <nav class="turn" aria-label={words.page(page, sample.pages)}>
        {steps.map(([name, to, sign]) => {
          const away = to < 1 || to > sample.pages || to === page
          return (
            <button type="button" aria-label={name} aria-disabled={away} onClick={() => !away && turn(to)}>
              {sign}
            </button>
          )
        })}
        <span role="status">{words.page(page, sample.pages)}</span>
        {chosen !== undefined && sample.pages > 1 && (
          <label>
            <input
              type="checkbox"
              checked={chosen.page.from === 'last'}
              onChange={({ currentTarget }) =>
                edit(countFrom(draft, chosen.id, currentTarget.checked ? 'last' : 'first', sample.pages))
              }
            />
            {words.fromLast}
          </label>
        )}
      </nav>
      {size.rotated && <p class="note bad">{words.turned}</p>}
      <div class="room" ref={desk}>
        <div class="sheet" style={place}>
          <canvas ref={canvas} style={place} role="img" aria-label={words.page(page, sample.pages)} />
          {here.map((box) => (
            <Box
              key={box.id}
              box={box}
              scale={scale}
              label={labelOf(box)}
              sizeLabel={words.resize(labelOf(box))}
              selected={box.id === selected}
              select={() => select(box.id)}
              take={() => take(box.id)}
              move={(to, told) => {
                const next = moveTo(draft, box.id, to, size)
                edit(next)
                const moved = next.boxes.find(({ id }) => id === box.id)
                if (told && moved !== undefined) say(words.position(moved.x, moved.y))
              }}
              resize={(to, told) => {
                const next = resizeTo(draft, box.id, to, size)
                edit(next)
                const sized = next.boxes.find(({ id }) => id === box.id)
                if (told && sized !== undefined) say(words.measure(sized.width, sized.height))
              }}
            />
          ))}
        </div>
      </div>
    </>
  )
}
