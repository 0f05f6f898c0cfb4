// Who signs, with a button for each kind of box and the boxes that are there already, on whatever page.
import type { PlaceKind } from '../../shared/places.ts'
import { placeKinds } from '../../shared/places.ts'
import type { EditedBox, Role } from './draft.ts'
import type { EditorWords } from './words.ts'

interface Props {
  words: EditorWords
  roles: readonly Role[]
  boxes: readonly EditedBox[]
  selected: number | null
  /** Null: the type says how many. */
  clients: number | null
  /** False while there is no page to put a box on. */
  ready: boolean
  put: (signer: number, kind: PlaceKind) => void
  take: (id: number) => void
  show: (box: EditedBox) => void
  labelOf: (box: EditedBox) => string
  setClients: (count: number) => void
}

export function Signers({
  words,
  roles,
  boxes,
  selected,
  clients,
  ready,
  put,
  take,
  show,
  labelOf,
  setClients,
}: Props) {
  return (
    <>
      {clients !== null && (
        <div class="count">
          <span>{words.clients}</span>
          <button
            type="button"
            aria-label={words.fewer}
            aria-disabled={clients < 2}
            onClick={() => setClients(clients - 1)}
          >
            −
          </button>
          <b role="status">{clients}</b>
          <button type="button" aria-label={words.more} onClick={() => setClients(clients + 1)}>
            +
          </button>
        </div>
      )}
      {roles.map((role) => {
        const name = words.role(role)
        const own = boxes.filter(({ signer }) => signer === role.signer)
        return (
          <section class="role" aria-label={name}>
            <h2>{name}</h2>
            <div class="adds">
              {placeKinds.map((kind) => (
                <button
                  type="button"
                  aria-label={words.add(kind, name)}
                  aria-disabled={!ready}
                  onClick={() => ready && put(role.signer, kind)}
                >
                  + {words.addShort[kind]}
                </button>
              ))}
            </div>
            <ul>
              {own.map((box) => (
                <li class={box.id === selected ? 'selected' : ''}>
                  <button type="button" class="link" onClick={() => show(box)}>
                    {words.kind[box.kind]}, {words.where(box.page)}
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={words.remove(labelOf(box))}
                    onClick={() => take(box.id)}
                  >
                    ×
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}
