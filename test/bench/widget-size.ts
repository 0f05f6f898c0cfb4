// R12: what a manager's browser loads for the card, after gzip.
import { buildWidget } from '../../scripts/build-widget.ts'
import type { Line } from './lines.ts'

/** Preact with hooks alone is 5,453 bytes. */
const targets = { script: 16_384, send: 20_480 } as const

/** Throws like the build itself when a bundle is over its budget. */
export async function measureWidget(): Promise<Line[]> {
  const { sizes } = await buildWidget({ publicUrl: 'https://sign.example.test', version: '0.0.0' })
  return (['script', 'send'] as const).map((name) => ({
    id: 'R12',
    what: `${name}.js, gzip`,
    value: sizes[name],
    unit: 'bytes',
    target: { most: targets[name] },
    note: name === 'send' ? 'loaded on intent' : 'loaded on every lead',
  }))
}
