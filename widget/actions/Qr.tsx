// Signing in the room: a code to scan, fetched fresh, drawn from rows of dark and light modules without a library.
import { useEffect, useState } from 'preact/hooks'
import type { LinkReply } from '../../shared/api.ts'
import type { CardSigner } from '../../shared/card.ts'
import type { RequestProps } from '../card/deps.ts'
import { fullName } from '../card/reading.ts'
import { moreIcons } from './more-icons.ts'
import { copied } from './PersonActions.tsx'
import { Button, Sub } from './parts.tsx'
import { Said, usePress } from './press.tsx'
import { whenOf } from './when.ts'

export function Qr({ deps, request, signer }: RequestProps & { signer: CardSigner }) {
  const { words, tools } = deps
  const press = usePress(deps)
  const [link, setLink] = useState<LinkReply | null>(null)
  const name = fullName(signer)
  useEffect(() => {
    press.run(
      () => tools.api.link(request.id, signer.id),
      (reply) => {
        setLink(reply)
        return null
      },
    )
  }, [])
  const copy = (url: string) =>
    press.run(
      () => Promise.resolve({ ok: true as const, value: url }),
      (text) => copied(text, words.say('said.copied', { name }), words.say('said.copy', { name })),
    )
  return (
    <Sub deps={deps} title={words.say('qr.title')} back={() => tools.view({ kind: 'card' })}>
      <div class="ysg-pad ysg-stack ysg-view">
        <p>{words.rich('qr.text', { name })}</p>
        <div class="ysg-qr">
          {link === null ? (
            <i class="ysg-spin" aria-hidden="true" />
          ) : (
            <svg
              viewBox={`0 0 ${link.qr.length} ${link.qr.length}`}
              role="img"
              aria-label={words.say('qr.label', { name })}
            >
              <path d={pathOfRows(link.qr)} fill="#111820" shape-rendering="crispEdges" />
            </svg>
          )}
        </div>
        {link !== null && (
          <>
            {request.mode === 'otp_sms' && signer.phone !== null && (
              <p class="ysg-soft">{words.say('qr.phone', { phone: maskPhone(signer.phone) })}</p>
            )}
            <p class="ysg-soft">{words.say('qr.until', { when: whenOf(deps, link.expiresAt) })}</p>
            <Button block icon={moreIcons.link} press={() => copy(link.url)}>
              {words.say('do.link')}
            </Button>
          </>
        )}
        <Said deps={deps} press={press} />
      </div>
    </Sub>
  )
}

/** One rectangle for each run of dark modules; `#` is dark. */
export function pathOfRows(rows: readonly string[]): string {
  return rows
    .flatMap((row, y) =>
      [...row.matchAll(/#+/g)].map((run) => `M${run.index} ${y}h${run[0].length}v1h-${run[0].length}z`),
    )
    .join('')
}

/** "+33 6 39 98 12 34" -> "+33 6 •• •• 12 34": enough to recognise, too little to call. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '').length
  let seen = 0
  return phone.replace(/\d/g, (digit) => {
    seen += 1
    return seen <= 3 || seen > digits - 4 ? digit : '•'
  })
}
