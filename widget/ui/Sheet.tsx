// The document as a mark: one line to sign on per signer, three at most. Decoration; the words beside it say the same.
import type { CardSigner } from '../../shared/card.ts'

export function Sheet({ signers, small }: { signers: Pick<CardSigner, 'status'>[]; small?: boolean }) {
  const lines = signers.length > 0 ? signers.slice(0, 3) : [{ status: 'initiated' }]
  const gap = 24 / lines.length
  return (
    <svg class={small ? 'ysg-sheet ysg-sheet--s' : 'ysg-sheet'} viewBox="0 0 32 40" aria-hidden="true">
      <path class="ysg-sheet__page" d="M2.75.75h17.5l9 9v29.5H2.75zM20.25.75v9h9" />
      <path class="ysg-sheet__text" d="M6.5 9.5h9M6.5 15h19M6.5 19.5h19M6.5 24h12" />
      {lines.map(({ status }, index) => (
        <g transform={`translate(${4.5 + index * gap} 33)scale(${gap / 13})`}>
          <path class="ysg-sheet__line" d="M0 0h11" />
          {status === 'signed' && <path class="ysg-sheet__ink" d={ink} />}
          {status === 'declined' && <path class="ysg-sheet__no" d="M3.5-6l4 4m0-4l-4 4" />}
        </g>
      ))}
    </svg>
  )
}

const ink = 'M0-1c1.6-4.6 3-5 2.8-2.6S2 0 3.4-1.6s1.6-2.6 2.2-1.4.2 2 1.8.6S9.6-3.2 10-2'
