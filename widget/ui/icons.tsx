// Icons of 16 px, one stroke; each is one path. Those of the second bundle are in send/more-icons.ts.

export function Icon({ d }: { d: string }) {
  return (
    <svg class="ysg-i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={d} />
    </svg>
  )
}

const circle = 'M14.25 8a6.25 6.25 0 11-12.5 0 6.25 6.25 0 0112.5 0z'

export const icons = {
  check: 'M3.25 8.5l3.25 3.25 6.25-7.25',
  ongoing: `${circle}M8 4.5V8l2.25 1.75`,
  done: `${circle}M5 8.25l2.1 2.1L11 6`,
  warn: 'M8 2.25L14.25 13.25H1.75zM8 6.5v3M8 11.4v.1',
  no: `${circle}M5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5`,
  canceled: `${circle}M3.75 12.25l8.5-8.5`,
  expired: 'M4 2h8M4 14h8M5.25 2v2.5L8 8l-2.75 3.5V14M10.75 2v2.5L8 8l2.75 3.5V14',
  paused: `${circle}M6.35 5.75v4.5M9.65 5.75v4.5`,
  sign: 'M2 13.75h12M9.6 2.9l2.4 2.4-5.6 5.6-3 .6.6-3z',
  lock: 'M3.25 7h9.5v6.75h-9.5zM5.25 7V5a2.75 2.75 0 015.5 0v2',
}
