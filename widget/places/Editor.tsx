// The editor: on the left who signs and what stands in the way, on the right the sample with the boxes on it.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { EditorSession } from '../../shared/place-editor.ts'
import { type PlaceKind, pageIn, problemsOfPlaces } from '../../shared/places.ts'
import { save as sendPlaces } from './api.ts'
import { Choose } from './Choose.tsx'
import { add, type Draft, draftOf, type EditedBox, misfits, placesOf, remove, rolesOf, withClients } from './draft.ts'
import { Problems, Save, type Saving } from './Save.tsx'
import { Sheet } from './Sheet.tsx'
import { Signers } from './Signers.tsx'
import { openSample, type Sample, type SamplePage } from './sample.ts'
import { type EditorWords, editorWords } from './words.ts'

export function Editor({ session }: { session: EditorSession }) {
  const words: EditorWords = editorWords[session.language]
  const { type } = session
  const [draft, setDraft] = useState(() => draftOf(type))
  const [base, setBase] = useState(type.version)
  const [saving, setSaving] = useState<Saving>({ kind: 'not_yet' })
  const [sample, setSample] = useState<Sample | null>(null)
  const [sizes, setSizes] = useState<ReadonlyMap<number, SamplePage>>(new Map())
  const [page, setPage] = useState(1)
  const [selected, setSelected] = useState<number | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [said, say] = useState('')
  const saved = useRef(draft)
  const roles = rolesOf(draft, type)
  const labelOf = (box: Pick<EditedBox, 'signer' | 'kind'>) => {
    const role = roles.find(({ signer }) => signer === box.signer)
    return words.box(box.kind, role === undefined ? '?' : words.role(role))
  }

  const dirty = JSON.stringify(placesOf(draft)) !== JSON.stringify(placesOf(saved.current))
  useEffect(() => {
    document.documentElement.lang = session.language
    document.title = `${words.title} – ${type.name}`
    const ask = (event: BeforeUnloadEvent) => dirty && event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [dirty, session, words, type])

  const edit = (next: Draft) => {
    setDraft(next)
    setTrouble(null)
    if (saving.kind !== 'running') setSaving({ kind: 'not_yet' })
  }

  /** Pages that carry boxes are measured too, so that their problems show before somebody turns to them. */
  const wanted = useMemo(() => {
    const pages = sample?.pages ?? 0
    return [...new Set([page, ...draft.boxes.flatMap((box) => pageIn(box, pages) ?? [])])].sort((a, b) => a - b)
  }, [sample, page, draft])
  useEffect(() => {
    if (sample === null) return
    let gone = false
    for (const number of wanted.filter((one) => !sizes.has(one)))
      void sample.page(number).then(
        (size) => !gone && setSizes((known) => new Map(known).set(number, size)),
        () => !gone && setTrouble(words.undrawn),
      )
    return () => {
      gone = true
    }
  }, [sample, wanted, sizes, words])

  async function open(file: File): Promise<void> {
    const opened = await openSample(file)
    if (!opened.ok) return setTrouble(words.sample(opened.failure))
    sample?.close()
    setTrouble(null)
    setSizes(new Map())
    setPage(1)
    setSelected(null)
    setSample(opened.value)
  }

  function put(signer: number, kind: PlaceKind): void {
    const size = sizes.get(page)
    if (sample === null || size === undefined) return
    const added = add(draft, { signer, kind }, { page, pages: sample.pages, size })
    if (added === null) {
      setTrouble(words.noRoom)
      return
    }
    edit(added.draft)
    setSelected(added.id)
    say(labelOf({ signer, kind }))
  }

  function take(id: number): void {
    const box = draft.boxes.find((one) => one.id === id)
    edit(remove(draft, id))
    if (selected === id) setSelected(null)
    if (box !== undefined) say(words.removed(labelOf(box)))
  }

  function show(box: EditedBox): void {
    const at = sample === null ? null : pageIn(box, sample.pages)
    if (at !== null) setPage(at)
    setSelected(box.id)
  }

  const problems = problemsIn(draft, { session, words, sample, sizes, labelOf })

  async function save(): Promise<void> {
    if (problems.length > 0 || saving.kind === 'running') return
    setSaving({ kind: 'running' })
    const sent = draft
    const answer = await sendPlaces(session, { base, places: placesOf(sent) })
    if (!answer.ok) return setSaving({ kind: 'failed', why: words.failure(answer.failure) })
    saved.current = sent
    setBase(answer.value.version)
    setSaving({ kind: 'done', version: answer.value.version })
  }

  const shown = sizes.get(page)
  return (
    <div class="editor">
      <aside class="panel">
        <h1>{words.title}</h1>
        <p class="soft">{type.name}</p>
        {sample !== null && (
          <>
            <p class="soft">{words.help}</p>
            <Signers
              words={words}
              roles={roles}
              boxes={draft.boxes}
              selected={selected}
              clients={type.clients.kind === 'main' ? null : draft.clients}
              ready={shown !== undefined && !shown.rotated}
              put={put}
              take={take}
              show={show}
              labelOf={labelOf}
              setClients={(count) => edit(withClients(draft, count))}
            />
            <label class="switch">
              <input
                type="checkbox"
                checked={draft.initials}
                onChange={({ currentTarget }) => edit({ ...draft, initials: currentTarget.checked })}
              />
              <span>
                {words.initials}
                <small>{words.initialsText}</small>
              </span>
            </label>
            {draft.boxes.length > 0 ? (
              <button type="button" class="quiet" onClick={() => edit({ ...draft, boxes: [] })}>
                {words.clear}
              </button>
            ) : (
              <p class="soft">{words.none}</p>
            )}
            <Problems words={words} problems={problems} />
            <Save words={words} saving={saving} ready={problems.length === 0} save={() => void save()} />
          </>
        )}
        <p class="unseen" role="status">
          {said}
        </p>
      </aside>
      <main class="desk">
        <Choose words={words} chosen={sample?.name ?? null} open={(file) => void open(file)} />
        {trouble !== null && (
          <p class="note bad" role="alert">
            {trouble}
          </p>
        )}
        {sample !== null && shown !== undefined && (
          <Sheet
            words={words}
            sample={sample}
            page={page}
            size={shown}
            draft={draft}
            selected={selected}
            turn={(to) => {
              setPage(to)
              setSelected(null)
            }}
            edit={edit}
            select={setSelected}
            take={take}
            say={say}
            labelOf={labelOf}
            failed={() => setTrouble(words.undrawn)}
          />
        )}
      </main>
    </div>
  )
}

interface Facts {
  session: EditorSession
  words: EditorWords
  sample: Sample | null
  sizes: ReadonlyMap<number, SamplePage>
  labelOf: (box: EditedBox) => string
}

function problemsIn(draft: Draft, { session, words, sample, sizes, labelOf }: Facts): string[] {
  const places = placesOf(draft)
  if (places === null) return []
  const found = new Set(problemsOfPlaces(places, session.type))
  // How many clients sign is known here, and in the saved places only by their boxes.
  const signs = (signer: number) => places.boxes.some((box) => box.signer === signer && box.kind === 'signature')
  if (rolesOf(draft, session.type).some(({ signer }) => !signs(signer))) found.add('places_missing')
  const general = [...found].filter((code) => sample === null || (code !== 'places_overlap' && code !== 'places_size'))
  if (sample === null) return general.map((code) => words.problem[code])
  const wrong = misfits(draft, sample.pages, (page) => sizes.get(page) ?? null).flatMap(({ id, why }) => {
    const box = draft.boxes.find((one) => one.id === id)
    return box === undefined ? [] : [words.misfit(why, labelOf(box))]
  })
  const turned = draft.boxes.some((box) => sizes.get(pageIn(box, sample.pages) ?? 0)?.rotated)
  return [...general.map((code) => words.problem[code]), ...wrong, ...(turned ? [words.turned] : [])]
}
